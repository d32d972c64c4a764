"""Voting with a code from a letter: read it, find it, say what to do when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from participation.eligibility import limits
from participation.eligibility.areas import area_of
from participation.eligibility.codes import words
from participation.eligibility.keys import keyed
from participation.ledger.codes import grouped
from portal.errors import BadInput, NotAllowed

_FIND = """
select code.revoked or batch.revoked_at is not null, batch.area
from participation_votingcode code join participation_codebatch batch on batch.id = code.batch_id
where code.digest = %s and batch.consultation_id = %s
"""


def digest_of(word: str) -> bytes:
    """What is stored of a code: a keyed hash; without the ballot key nobody can test a guess."""
    return keyed("voting code", word)


def voter_key(consultation_id: int, digest: bytes) -> bytes:
    """What the roll holds of a code's voter."""
    return keyed("voter by code", consultation_id, digest)


def code_voter(
    consultation_id: int,
    rule: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    network: str,
) -> tuple[bytes, str]:
    """(voter key, area) of the holder of answers["code"]; raises in their words. One query."""
    word = _word(answers.get("code", ""))
    tried = limits.begin(consultation_id, actor, network)
    digest = digest_of(word)
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [digest, consultation_id])
        row = cursor.fetchone()
    if row is None:
        tried.was_wrong()
        raise BadInput(
            _(
                "We do not know this code. Is the letter about this question? If it is, "
                "write to %(contact)s."
            )
            % {"contact": settings.CITY["contact"]},
            field="code",
        )
    tried.was_right()
    revoked, area = row
    if revoked:
        raise NotAllowed(
            _(
                "This code was withdrawn and can no longer be used. Ask %(contact)s for a "
                "new letter."
            )
            % {"contact": settings.CITY["contact"]},
            field="code",
        )
    return voter_key(consultation_id, digest), area_of(rule, answers, area)


def _word(typed: str) -> str:
    found = words.read(typed)
    if found.word:
        return found.word
    raise BadInput(_flaw(found), field="code")


def _flaw(found: words.Reading) -> str:
    if found.count == 0:
        return _("Type the code that stands in your letter.")
    if found.strange:
        return _("A code has letters and digits only; “%(sign)s” is none of them.") % {
            "sign": found.strange
        }
    if found.count != words.LENGTH:
        return _("A code has %(right)s letters and digits; you typed %(typed)s.") % {
            "right": words.LENGTH,
            "typed": found.count,
        }
    if found.meant:
        return _(
            "There is a slip in this code. Did you mean %(code)s? Compare it with your letter."
        ) % {"code": grouped(found.meant)}
    return _("There is a slip in this code. Compare it with your letter, sign by sign.")
