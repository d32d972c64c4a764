"""Taking the ballot paper away: from then on, what it says changes only with a public trace."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from participation import gates
from participation.models import Consultation
from participation.paper.sheet import Words, words_of
from portal.audit import record
from portal.roles import is_official, require


@transaction.atomic
def take_words(*, actor: Any, consultation: Consultation, language: str, address: str) -> Words:
    """What the ballot paper says now; the first time, that it was taken is written down.

    The question's row is held meanwhile, so that the words are those of their mark. Raises NotNow
    when there is no vote.
    """
    require(is_official, actor)
    current = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    words = words_of(current, language, address)
    if current.printed_at is None:
        current.printed_at = gates.now()
        current.save(update_fields=["printed_at"])
        record(actor=actor, act="paper.print", subject=current, language=language, mark=words.mark)
    return words
