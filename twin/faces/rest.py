"""The API of this floor: public scenarios, their runs, and the models behind them."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.code import code_version
from portal.conditional import Conditional
from portal.errors import NotThere
from twin.analyses.catalogue import ANALYSES
from twin.faces.plans.rest import EditKinds
from twin.models import AnalysisRun, Edit, Indicator, Scenario


class EditSerializer(serializers.ModelSerializer[Edit]):
    """One change of a scenario; `kind` and what its `params` mean are told at edit-kinds/."""

    params = serializers.DictField()

    class Meta:
        model = Edit
        fields = ["position", "kind", "params"]


class ScenarioSerializer(serializers.ModelSerializer[Scenario]):
    """A published revision of a what-if."""

    name = serializers.DictField(child=serializers.CharField())
    base = serializers.CharField(source="base.digest")
    edits = EditSerializer(many=True)

    class Meta:
        model = Scenario
        fields = ["series", "revision", "digest", "name", "base", "published_at", "synthetic"]
        fields += ["edits"]


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """A figure with its 90 % interval. area "" is the whole city, group "" is everyone."""

    class Meta:
        model = Indicator
        fields = ["code", "unit", "area", "group", "low", "central", "high"]


class RunSerializer(serializers.ModelSerializer[AnalysisRun]):
    """One analysis on one scenario: how far it is and what it found."""

    scenario = serializers.CharField(source="scenario_digest")
    parameters = serializers.DictField()
    facts = serializers.DictField()
    notes = serializers.ListField(child=serializers.CharField())
    indicators = IndicatorSerializer(many=True)

    class Meta:
        model = AnalysisRun
        fields = [
            "fingerprint",
            "scenario",
            "analysis",
            "model_version",
            "parameters",
            "status",
            "progress",
            "facts",
            "notes",
            "seconds",
            "code_version",
            "finished_at",
            "indicators",
        ]


class ModelSerializer(serializers.Serializer[Any]):
    """An entry of the model register."""

    name = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    method = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    inputs = serializers.ListField(child=serializers.CharField())
    assumptions = serializers.ListField(child=serializers.CharField())
    not_modelled = serializers.ListField(child=serializers.CharField())
    synthetic_inputs = serializers.ListField(child=serializers.CharField())
    validation = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    uncertainty = serializers.CharField()


class ScenarioFilter(filters.FilterSet):
    """Scenarios by series or digest."""

    ordering = filters.OrderingFilter(fields=["published_at"])

    class Meta:
        model = Scenario
        fields = ["series", "digest"]


class RunFilter(filters.FilterSet):
    """Runs by analysis, status and scenario."""

    scenario = filters.CharFilter(field_name="scenario_digest", max_length=64)
    ordering = filters.OrderingFilter(fields=["finished_at", "seconds"])

    class Meta:
        model = AnalysisRun
        fields = ["analysis", "status", "scenario"]


_DONE = AnalysisRun.Status.DONE
KEPT_S = 24 * 3_600


def _public() -> QuerySet[Scenario]:
    return Scenario.objects.filter(
        status=Scenario.Status.PUBLISHED, visibility=Scenario.Visibility.PUBLIC
    )


def _runs() -> QuerySet[AnalysisRun]:
    return (
        AnalysisRun.objects.filter(scenario__in=_public())
        .prefetch_related("indicators")
        .order_by("pk")
    )


class Scenarios(Conditional, generics.ListAPIView[Scenario]):
    """Public scenarios."""

    serializer_class = ScenarioSerializer
    filterset_class = ScenarioFilter
    queryset = _public().select_related("base").prefetch_related("edits").order_by("pk")


class Runs(Conditional, generics.ListAPIView[AnalysisRun]):
    """Runs of public scenarios."""

    serializer_class = RunSerializer
    filterset_class = RunFilter
    queryset = AnalysisRun.objects.none()

    def get_queryset(self) -> QuerySet[AnalysisRun]:
        """Without their figures; see `list`."""
        return _runs().prefetch_related(None)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page with figures: what a run that is done says never changes, and is kept."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        code = code_version()
        keys = {one.pk: f"run:{code}:{one.fingerprint}" for one in page if one.status == _DONE}
        kept = cache.get_many(keys.values())
        new = _runs().filter(pk__in=[one.pk for one in page if keys.get(one.pk) not in kept])
        told = {one.pk: RunSerializer(one).data for one in new}
        cache.set_many({keys[pk]: data for pk, data in told.items() if pk in keys}, KEPT_S)
        rows = [told[one.pk] if one.pk in told else kept[keys[one.pk]] for one in page]
        return self.get_paginated_response(rows)


class OneRun(Conditional, APIView):
    """One run."""

    serializer_class = RunSerializer

    def get(self, request: Request, fingerprint: str) -> Response:
        """How far it is and what it found."""
        found = _runs().filter(fingerprint=fingerprint).first()
        if found is None:
            raise NotThere(_("There is no public run with this fingerprint."))
        return Response(RunSerializer(found).data)


class Models(Conditional, generics.ListAPIView[Any]):
    """The model register: what each analysis does, and what it leaves out."""

    serializer_class = ModelSerializer
    filter_backends: list[Any] = []
    queryset = Scenario.objects.none()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every analysis of the catalogue."""
        rows = [
            {"name": name, "version": one.version, **vars(one.card)}
            for name, one in ANALYSES.items()
        ]
        page = self.paginate_queryset(rows)  # type: ignore[arg-type]
        return self.get_paginated_response(ModelSerializer(page, many=True).data)


urlpatterns: list[URLPattern] = [
    path("scenarios/", Scenarios.as_view(), name="api-scenarios"),
    path("runs/", Runs.as_view(), name="api-runs"),
    path("runs/<str:fingerprint>/", OneRun.as_view(), name="api-run"),
    path("models/", Models.as_view(), name="api-models"),
    path("edit-kinds/", EditKinds.as_view(), name="api-edit-kinds"),
]
