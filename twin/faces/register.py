"""The model register: what each model is for, how it works, and what it leaves out."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.errors import NotThere
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis
from twin.effects import demo_version
from twin.models import AnalysisRun
from twin.runs import default_fingerprints

STANDARD = "Eurocities Algorithmic Transparency Standard 0.3.1"
_NAMESPACE = uuid.UUID("0d5a2a5e-8f55-4be8-9a3c-6d1f0f3f6f60")


def _analysis(name: str) -> Analysis:
    if name not in ANALYSES:
        raise NotThere(_("There is no model of this name. The register lists all there are."))
    return ANALYSES[name]


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """[models] All models as cards."""
    return render(request, "twin/models.html", {"models": [item for _n, item in ANALYSES.items()]})


@require_safe
def model(request: HttpRequest, name: str) -> HttpResponse:
    """[model] One model: what it is for, how it works, what it leaves out, how sure it is."""
    analysis = _analysis(name)
    lists = [
        (_("What it builds on"), analysis.card.inputs),
        (_("What it assumes"), analysis.card.assumptions),
        (_("What is made up or derived"), analysis.card.synthetic_inputs),
    ]
    return render(
        request,
        "twin/model.html",
        {
            "model": analysis,
            "card": analysis.card,
            "lists": lists,
            "run": _last_run(name),
            "builds_on": [(other, _(ANALYSES[other].card.title)) for other in analysis.upstream],
        },
    )


def _last_run(name: str) -> AnalysisRun | None:
    """The finished run about the city as it is today, to show what the model gives."""
    version = demo_version()
    if version is None:
        return None
    wanted = default_fingerprints(version.digest)[name]
    found: AnalysisRun | None = AnalysisRun.objects.filter(
        fingerprint=wanted, status=AnalysisRun.Status.DONE
    ).first()
    return found


@require_safe
def register_json(request: HttpRequest) -> JsonResponse:
    """[models-json] The whole register, one entry per model."""
    found = [transparency(request, name) for name in ANALYSES]
    return JsonResponse({"standard": STANDARD, "algorithms": found})


@require_safe
def model_json(request: HttpRequest, name: str) -> JsonResponse:
    """[model-json] One model's entry."""
    _analysis(name)
    return JsonResponse(transparency(request, name))


def transparency(request: HttpRequest, name: str) -> dict[str, Any]:
    """A model in the fields of the Eurocities algorithmic transparency schema, reader's language.

    What the schema has no field for (assumptions, what is not modelled, synthetic inputs,
    validation, uncertainty) stands under `civic_twin`.
    """
    analysis = ANALYSES[name]
    card = analysis.card
    city = settings.CITY
    address = request.build_absolute_uri(reverse("model", args=[name]))
    return {
        "schema": STANDARD,
        "uuid": str(uuid.uuid5(_NAMESPACE, f"{city['slug']}/{name}")),
        "url": address,
        "lang": get_language(),
        "name": _(card.title),
        "organization": city["name"],
        "department": _("Urban planning and participation"),
        "description_short": _(card.purpose),
        "type": _("Simulation model, not machine learning"),
        "category": _("Mobility and environment"),
        "website": address,
        "status": _("In use"),
        "goal": _(card.purpose),
        "impact": _("Informs residents and planners; decides nothing about any person."),
        "proportionality": _("Uses no data about persons, only buildings, streets and places."),
        "decision_making_process": _(
            "The city decides after the consultation; the figures are one of its grounds."
        ),
        "documentation": address,
        "application_url": request.build_absolute_uri("/"),
        "source_data": [_(text) for text in (*card.inputs, *card.synthetic_inputs)],
        "methods_and_models": _(card.method),
        "monitoring": _("Every run stores its version, settings, code and accuracy reached."),
        "human_intervention": _("People choose the plans, read the figures and decide."),
        "risks": [_(text) for text in card.not_modelled],
        "performance_standard": [
            {"check": _(what), "reached": _(reached)} for what, reached in card.validation
        ],
        "contact_email": city["contact"],
        "area": city["name"],
        "version": analysis.version,
        "civic_twin": {
            "assumptions": [_(text) for text in card.assumptions],
            "not_modelled": [_(text) for text in card.not_modelled],
            "synthetic_inputs": [_(text) for text in card.synthetic_inputs],
            "uncertainty": _(card.uncertainty),
            "sources": list(card.sources),
            "builds_on": list(analysis.upstream),
        },
    }
