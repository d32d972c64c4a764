"""One question: what is asked, the options, the map, and how to have a say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page

from participation.faces.effects import EffectWords, FirstSight, first_sight, kept, settled
from participation.faces.finding import (
    Choice,
    choices,
    is_out,
    known,
    phase_now,
    timeline,
    took_part,
)
from participation.gates import may, sentence, window_of
from participation.guests.pages import kept_for_guests
from participation.models import Consultation
from participation.phases import Act
from participation.retelling import PROMISES
from twin.door import MapOption, map_config, scenario_sentences


@dataclass(frozen=True)
class OptionCard:
    """An option as it stands beside the others. summary: in one sentence, "" for today itself."""

    choice: Choice
    summary: str
    effects: list[EffectWords]
    sentences: list[str]


def acts(consultation: Consultation) -> dict[str, Any]:
    """What a page should offer now."""
    return {
        "consultation": consultation,
        "timeline": timeline(consultation),
        "phase": phase_now(consultation),
        "may_comment": may(consultation, Act.COMMENT),
        "may_vote": may(consultation, Act.VOTE),
        "is_out": is_out(consultation),
        "comment_window": sentence(Act.COMMENT, window_of(consultation, Act.COMMENT)),
        "vote_window": sentence(Act.VOTE, window_of(consultation, Act.VOTE)),
    }


@gzip_page
@kept_for_guests
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """The four bands of a consultation."""
    found = known(slug, request)
    options = choices(found)
    changing = [choice for choice in options if not choice.option.is_baseline]
    seen, key = _sight(options, changing)
    scenarios = [choice.option.scenario_id for choice in options]
    told = scenario_sentences(scenarios)
    cards = [
        OptionCard(choice, seen.said.get(pk, ""), seen.three[pk], told[pk])
        for choice, pk in zip(options, scenarios, strict=True)
    ]
    context = acts(found) | {
        "cards": cards,
        "sides": seen.sides,
        "changing": [choice.title for choice in changing],
        "took_part": took_part([found])[found.pk],
        "promise": PROMISES[found.promise],
        "map": map_of(found, options, key),
        "decision": getattr(found, "decision", None),
    }
    return render(request, "participation/consultation.html", context)


@gzip_page
@kept_for_guests
def consultation_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The map alone, as large as the window."""
    found = known(slug, request)
    options = choices(found)
    changing = [choice for choice in options if not choice.option.is_baseline]
    seen, key = _sight(options, changing)
    context = acts(found) | {
        "map": map_of(found, options, key),
        "said": [(choice, seen.said[choice.option.scenario_id]) for choice in changing],
    }
    return render(request, "participation/map.html", context)


def _sight(options: list[Choice], changing: list[Choice]) -> tuple[FirstSight, str]:
    """The effects of a question's options, and the key under which what they show is kept."""
    scenarios = [choice.option.scenario_id for choice in options]
    key = settled(scenarios)
    return first_sight(scenarios, [choice.option.scenario_id for choice in changing], key), key


def map_of(consultation: Consultation, options: list[Choice], key: str | None = None) -> Any:
    """What the map needs to know, for twin/map/map.html.

    key: from `settled` if the caller asked already. Kept while nothing that it shows changes.
    """
    if key is None:
        key = settled([choice.option.scenario_id for choice in options])
    may_comment = may(consultation, Act.COMMENT)
    shown = [consultation.edit_version, may_comment, *(choice.title for choice in options)]
    name = f"map:{consultation.pk}:{key}:{hashlib.sha256(repr(shown).encode()).hexdigest()}"
    return kept(key and name, lambda: _map_of(consultation, options, may_comment))


def _map_of(consultation: Consultation, options: list[Choice], may_comment: bool) -> Any:
    slug = consultation.slug
    address = reverse("consultation", args=[slug])
    return map_config(
        options=[
            MapOption(
                scenario=choice.option.scenario,
                key=choice.key,
                name=choice.name,
                url=f"{address}#option-{choice.key.lower()}",
            )
            for choice in options
        ],
        area=consultation.area,
        slug=slug,
        comment_url=reverse("comment-new", args=[slug]) if may_comment else "",
        cells_url=reverse("consultation-cells", args=[slug]),
        language=get_language() or "en",
    )
