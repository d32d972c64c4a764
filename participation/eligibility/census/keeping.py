"""Officials load a census list; what is kept of it are keyed hashes, in their own order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from participation.editing import require_no_ballot, require_not_over, require_vote_not_over
from participation.eligibility.areas import plain
from participation.eligibility.census.reading import MOST_TOLD, Flaws, people, words
from participation.eligibility.census.voting import digest_of
from participation.eligibility.traces import even_out
from participation.models import CensusKey, Consultation
from portal.audit import record
from portal.errors import BadInput, NotNow
from portal.guard import clean_text
from portal.roles import is_official, require

# Up to so many rows that cannot be read are told of beside those that can, however few these are.
FEW = 10
# Row order must not tell who stood where on the list, so keys are stored sorted.
_STORE = """
insert into participation_censuskey (consultation_id, digest, area)
select %s, digest, area from fresh order by digest
on conflict (consultation_id, digest) do nothing
"""


@dataclass(frozen=True)
class Loaded:
    """What became of a file. same: pairs of rows that nobody could tell apart by what is asked.

    stored: new people on the list. known: people who were on it already.
    """

    stored: int
    known: int
    same: tuple[tuple[int, int], ...]
    same_number: int
    flaws: Flaws = field(default_factory=Flaws)


@transaction.atomic
def load_list(
    *,
    actor: Any,
    consultation: Consultation,
    data: bytes,
    columns: Mapping[str, str] | None = None,
    month_first: bool = False,
    replace: bool = False,
) -> Loaded:
    """Put the people of a CSV file on the list. replace: instead of those who are on it.

    People can be added until the vote closes, never be taken off after the first ballot. Raises
    BadInput or TooLarge (nothing is stored then), NotNow. Nothing of the file is kept or logged.
    """
    require(is_official, actor)
    # People who are added keep nobody waiting who votes; taking people off does.
    current = Consultation.objects.select_for_update(no_key=not replace).get(pk=consultation.pk)
    require_not_over(current)
    rule = current.eligibility
    if rule.get("kind") != "census":
        raise NotNow(_("This vote does not go by a list. Choose that first under “Who may vote”."))
    require_vote_not_over(current)
    if replace:
        require_no_ballot(current)
        CensusKey.objects.filter(consultation=current).delete()
    flaws = Flaws()
    keys: dict[bytes, tuple[int, str]] = {}
    same: list[tuple[int, int]] = []
    number = 0
    areas = _areas(rule)
    for person in people(
        data, rule["fields"], columns=columns, month_first=month_first, flaws=flaws
    ):
        digest = digest_of(current.pk, list(person.facts))
        first = keys.setdefault(digest, (person.row, areas(person.area)))
        if first[0] != person.row:
            number += 1
            same += [(first[0], person.row)] if len(same) < MOST_TOLD else []
    if not keys or flaws.number > max(len(keys), FEW):
        raise BadInput(_refusal(flaws), field="file")
    stored = _store(current.pk, keys)
    even_out("participation_censuskey", "consultation_id", current.pk)
    record(actor=actor, act="census.load", subject=current, stored=stored, replaced=replace)
    return Loaded(stored, len(keys) - stored, tuple(same), number, flaws)


def _refusal(flaws: Flaws) -> str:
    """Why a list is no list; most rows that cannot be read are a sign of one mistake for all."""
    if not flaws.number:
        return _("There is nobody on this list.")
    rows = "; ".join(
        f"{words()[why]}: {', '.join(map(str, numbers))}" for why, numbers in flaws.rows.items()
    )
    return _(
        "Most rows of this list cannot be read, so nobody was loaded. Check the columns and how "
        "dates are written. The first of these rows, by what is wrong: %(rows)s."
    ) % {"rows": rows}


def _areas(rule: Mapping[str, Any]) -> Any:
    """From an area as the list writes it to the rule's name for it, or itself if there is none."""
    names = {plain(name): name for name in rule.get("area", {}).get("names", ())}
    cleaned: dict[str, str] = {}

    def area(text: str) -> str:
        if text not in cleaned:
            cleaned[text] = names.get(plain(text), "") or (clean_text(text) if plain(text) else "")
        return cleaned[text][:40]

    return area


def _store(consultation_id: int, keys: Mapping[bytes, tuple[int, str]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("create temporary table fresh (digest bytea, area text) on commit drop")
        with cursor.copy("copy fresh from stdin (format binary)") as copy:
            copy.set_types(["bytea", "text"])
            for digest, (_row, area) in keys.items():
                copy.write_row((digest, area))
        cursor.execute(_STORE, [consultation_id])
        stored = int(cursor.rowcount)
        cursor.execute("drop table fresh")
    return stored


def on_the_list(consultation: Consultation) -> int:
    """How many people are on it."""
    return CensusKey.objects.filter(consultation=consultation).count()
