"""The API of this floor: reading only, of what is released only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.ballots import turnout
from participation.faces.counts import sentences
from participation.faces.finding import choices, public
from participation.faces.rest.filters import CommentFilter, ConsultationFilter
from participation.faces.rest.serializers import (
    CellSerializer,
    ChangeSerializer,
    CommentSerializer,
    ConsultationSerializer,
    OptionSerializer,
    ResultSerializer,
)
from participation.guests.pages import kept_for_all
from participation.models import Change, Consultation, PublicCell, PublicComment
from participation.releases import public_cells, public_comments
from participation.results import count_of, stage_of
from portal.conditional import Conditional
from portal.errors import NotThere
from twin.door import option_effects, scenario_sentences


def asked(slug: str) -> Consultation:
    """The public consultation with this address; NotThere for any other."""
    found = public().filter(slug=slug).prefetch_related("options__scenario").first()
    if found is None:
        raise NotThere(_("There is no question at this address. See the open ones on Questions."))
    return found


def _keys(consultation: Consultation) -> dict[int, str]:
    """Option -> the letter that pages show."""
    return {choice.option.pk: choice.key for choice in choices(consultation)}


class Consultations(Conditional, generics.ListAPIView[Consultation]):
    """Open and decided questions, newest first."""

    serializer_class = ConsultationSerializer
    filterset_class = ConsultationFilter
    queryset = Consultation.objects.none()

    def get_queryset(self) -> QuerySet[Consultation]:
        """The public ones."""
        return public()


class OneConsultation(Conditional, APIView):
    """One question."""

    @extend_schema(responses=ConsultationSerializer, operation_id="consultations_retrieve")
    def get(self, request: Request, slug: str) -> Response:
        """Its texts, phases and who decides."""
        return Response(ConsultationSerializer(asked(slug)).data)


class Options(Conditional, APIView):
    """The options of a question."""

    @extend_schema(responses=OptionSerializer(many=True), operation_id="consultations_options_list")
    def get(self, request: Request, slug: str) -> Response:
        """What each would change, as sentences and as figures with their interval."""
        return Response(kept_for_all("options", slug, lambda: _options(slug)))


def _options(slug: str) -> list[dict[str, Any]]:
    options = choices(asked(slug))
    ids = [choice.option.scenario_id for choice in options]
    effects, told = option_effects(ids), scenario_sentences(ids)
    rows = [
        {
            "id": choice.option.pk,
            "key": choice.key,
            "name": choice.option.name,
            "summary": choice.option.summary,
            "is_baseline": choice.option.is_baseline,
            "scenario": choice.option.scenario.digest,
            "sentences": told[pk],
            "effects": effects.get(pk, []),
        }
        for choice, pk in zip(options, ids, strict=True)
    ]
    return [dict(row) for row in OptionSerializer(rows, many=True).data]


class Comments(Conditional, generics.ListAPIView[PublicComment]):
    """Released comments of a question, newest first, answers among them."""

    serializer_class = CommentSerializer
    filterset_class = CommentFilter
    queryset = PublicComment.objects.none()

    def get_queryset(self) -> QuerySet[PublicComment]:
        """Those of the question in the address."""
        if getattr(self, "swagger_fake_view", False):
            return PublicComment.objects.none()
        return public_comments(self._asked.pk)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the letters of the question's options."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_serializer_context()
        return super().get_serializer_context() | {"keys": _keys(self._asked)}

    @cached_property
    def _asked(self) -> Consultation:
        return asked(self.kwargs["slug"])


class Cells(Conditional, generics.ListAPIView[PublicCell]):
    """Released H3 cells of a question: at least ten people in each."""

    serializer_class = CellSerializer
    queryset = PublicCell.objects.none()

    def get_queryset(self) -> QuerySet[PublicCell]:
        """Those of the question in the address."""
        if getattr(self, "swagger_fake_view", False):
            return PublicCell.objects.none()
        return public_cells(asked(self.kwargs["slug"]).pk)


class History(Conditional, generics.ListAPIView[Change]):
    """What was changed of a question since people could rely on it, newest first."""

    serializer_class = ChangeSerializer
    queryset = Change.objects.none()

    def get_queryset(self) -> QuerySet[Change]:
        """Those of the question in the address."""
        if getattr(self, "swagger_fake_view", False):
            return Change.objects.none()
        return Change.objects.filter(consultation=asked(self.kwargs["slug"]))


class Result(Conditional, APIView):
    """Turnout, and after the close the count."""

    @extend_schema(responses=ResultSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """The count by the consultation's rule; none before it has been made after the close."""
        found = asked(slug)
        took_part = turnout(found)
        row: dict[str, Any] = {
            "stage": stage_of(found),
            "people": took_part.people,
            "exact": took_part.exact,
            "rule": found.ballot_rule,
            "settings": found.ballot_settings,
            "ballots": None,
            "abstentions": None,
            "standings": [],
            "winner": None,
            "winners": [],
            "tied": [],
            "story": [],
            "detail": {},
            "facts": {},
            "areas": [],
            "weighting": None,
            "ballots_root": "",
            "digest": "",
        }
        count = count_of(found)
        if count is not None:
            keys = _keys(found)
            row |= vars(count.tally) | {
                "standings": [
                    vars(one) | {"key": keys[one.option], "share": round(float(one.share), 3)}
                    for one in count.tally.standings
                ],
                "settings": count.settings,
                "winner": count.tally.winner,
                "story": sentences(count.tally, choices(found)),
                "facts": count.facts,
                "areas": count.areas,
                "weighting": count.sensitivity.packed() if count.sensitivity else None,
                "ballots_root": count.ballots_root.hex(),
                "digest": count.digest,
            }
        return Response(ResultSerializer(row).data)
