"""The analyses there are; adding one here is all it takes to offer it (pure: no Django)."""

from __future__ import annotations

from portal.registry import Registry
from twin.analyses.access import Access
from twin.analyses.air import Air
from twin.analyses.contract import Analysis
from twin.analyses.exposure import Exposure
from twin.analyses.noise import Noise
from twin.analyses.texts import FactText, IndicatorText
from twin.analyses.traffic import Traffic

ANALYSES: Registry[Analysis] = Registry("analysis")
ANALYSES.add(Traffic.name, Traffic())
ANALYSES.add(Access.name, Access())
ANALYSES.add(Air.name, Air())
ANALYSES.add(Noise.name, Noise())
ANALYSES.add(Exposure.name, Exposure())


def indicator_text(code: str) -> IndicatorText | None:
    """How a figure is shown; None where no analysis names it."""
    found = (one.indicators.get(code) for _name, one in ANALYSES.items())
    return next((text for text in found if text), None)


def fact_text(code: str) -> FactText | None:
    """How a fact about a run is shown; None where no analysis names it."""
    found = (one.facts.get(code) for _name, one in ANALYSES.items())
    return next((text for text in found if text), None)
