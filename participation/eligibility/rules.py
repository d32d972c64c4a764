"""Officials choose who may vote; fixed from the first ballot on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from participation.editing import require_no_ballot, require_not_over, require_seen
from participation.eligibility.areas import plain
from participation.eligibility.catalogue import KINDS
from participation.eligibility.census.voting import FIELDS
from participation.history import trace
from participation.models import CensusKey, CodeBatch, Consultation
from portal.audit import record
from portal.changes import unsaved
from portal.errors import BadInput
from portal.guard import clean_text
from portal.roles import is_official, require
from twin.door import district_names

MOST_AREAS = 200
MOST_VALUES = 100
LONGEST = 40


@transaction.atomic
def set_rule(
    *,
    actor: Any,
    consultation: Consultation,
    rule: Mapping[str, Any],
    seen_version: int,
    reason: str = "",
) -> Consultation:
    """Store who may vote. Raises BadInput, Conflict (a colleague was quicker), NotNow (a ballot).

    Takes the consultation's row for update, so it waits for votes on their way. reason:
    history.trace.
    """
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_seen(current, seen_version)
    stored = cleaned_rule(rule)
    if stored != current.eligibility:
        require_not_over(current)
        require_no_ballot(current)
        old, new = _public(current.eligibility), _public(stored)
        pieces = [{"what": "eligibility", "old": old, "new": new}]
        why = trace(actor=actor, current=current, pieces=pieces, reason=reason)
        current.eligibility = stored
        changed = unsaved(current, ["eligibility"])
        current.edit_version = F("edit_version") + 1
        current.save(update_fields=["eligibility", "edit_version"])
        current.refresh_from_db()
        record(actor=actor, act="eligibility.set", subject=current, changed=changed, **why)
    return current


def _public(rule: Mapping[str, Any]) -> dict[str, Any]:
    """What everyone may know of a rule: all but the site's own name of the identity service."""
    return {name: value for name, value in rule.items() if name != "provider"}


def cleaned_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """`rule` with what its kind needs and no more; raises BadInput with the form's field.

    {"kind": name}; "claim": and provider, claim, values; "census": and fields (FIELDS, name first);
    all but "email", if wanted ("area" always): area {"by": "postcode" | "district", "names": […],
    "residents": {name: people}} (residents may be missing).
    """
    kind = KINDS.get(str(rule.get("kind", "")))
    if kind is None:
        raise BadInput(_("Choose who may vote."), field="kind")
    found: dict[str, Any] = {"kind": kind.name}
    if kind.name == "claim":
        found |= _claim(rule)
    if kind.name == "census":
        found["fields"] = _fields(rule.get("fields", FIELDS))
    area = rule.get("area")
    if kind.name == "area" and not area:
        raise BadInput(_("Name the postcodes or districts."), field="names")
    if kind.takes_area and area:
        found["area"] = _area(area)
    return found


def _claim(rule: Mapping[str, Any]) -> dict[str, Any]:
    if not settings.OIDC_ORIGINS:
        raise BadInput(
            _("This site is not connected to an identity service. Choose another way."),
            field="kind",
        )
    claim = clean_text(str(rule.get("claim", "")), most=200, field="claim")
    values = [clean_text(str(v), most=200, field="values") for v in rule.get("values", ())]
    # What has neither letters nor digits would be the same as an empty claim.
    if not values or len(values) > MOST_VALUES or not all(map(plain, values)):
        raise BadInput(
            _("Write which values count, from one to %(most)s.") % {"most": MOST_VALUES},
            field="values",
        )
    return {"provider": str(rule.get("provider") or "city")[:40], "claim": claim, "values": values}


def _fields(names: Sequence[str]) -> list[str]:
    chosen = [name for name in FIELDS if name in names]
    if "name" not in chosen or len(chosen) < 2:
        raise BadInput(
            _("Ask for the name and for at least one more thing; a name alone is known to many."),
            field="fields",
        )
    return chosen


def _area(area: Mapping[str, Any]) -> dict[str, Any]:
    by = area.get("by")
    if by not in ("postcode", "district"):
        raise BadInput(_("Choose whether you name postcodes or districts."), field="by")
    names: dict[str, str] = {}
    districts = {plain(one): one for one in district_names()} if by == "district" else {}
    for name in area.get("names", ()):
        text = clean_text(str(name), most=LONGEST, field="names")
        if not plain(text):
            raise BadInput(_("An area's name needs letters or digits."), field="names")
        names.setdefault(plain(text), _known(by, text, districts))
    if not names or len(names) > MOST_AREAS:
        raise BadInput(_("Name from one to %(most)s areas.") % {"most": MOST_AREAS}, field="names")
    found: dict[str, Any] = {"by": by, "names": list(names.values())}
    residents = _residents(area.get("residents") or {}, names)
    return found | ({"residents": residents} if residents else {})


def _known(by: str, text: str, districts: Mapping[str, str]) -> str:
    """The area as the city writes it; BadInput, naming it, for one that cannot be meant.

    districts: what the twin has; where it has none, every name is taken.
    """
    if by == "postcode":
        if not re.fullmatch(settings.CITY["postcode"], "".join(text.split()), re.ASCII | re.I):
            raise BadInput(
                _("“%(name)s” is no postcode of this country. Correct it or take it out.")
                % {"name": text},
                field="names",
            )
        return text
    if districts and plain(text) not in districts:
        raise BadInput(
            _("The city has no district called “%(name)s”. Choose among: %(known)s.")
            % {"name": text, "known": ", ".join(districts.values())},
            field="districts",
        )
    return districts.get(plain(text), text)


def _residents(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for name, people in given.items():
        known = names.get(plain(str(name)))
        if known is None or not str(people).isdecimal() or int(people) > 100_000_000:
            raise BadInput(
                _("After “%(area)s:”, write its residents as a whole number, such as 31200.")
                % {"area": name},
                field="names",
            )
        found[known] = int(people)
    return found


def missing(consultation: Consultation) -> list[str]:
    """Sentences for what the vote still needs before anybody could take part; none when ready."""
    kind = consultation.eligibility.get("kind")
    codes = CodeBatch.objects.filter(consultation=consultation, revoked_at=None)
    if kind == "code" and not codes.exists():
        return [_("Make the codes for the letters.")]
    people = CensusKey.objects.filter(consultation=consultation)
    if kind == "census" and not people.exists():
        return [_("Load the list of people who may vote.")]
    return []
