"""The analyses there are; adding one here is all it takes to offer it (pure: no Django)."""

from __future__ import annotations

from portal.registry import Registry
from twin.analyses.access import Access
from twin.analyses.air import Air
from twin.analyses.contract import Analysis
from twin.analyses.exposure import Exposure
from twin.analyses.noise import Noise
from twin.analyses.traffic import Traffic

ANALYSES: Registry[Analysis] = Registry("analysis")
ANALYSES.add(Traffic.name, Traffic())
ANALYSES.add(Access.name, Access())
ANALYSES.add(Air.name, Air())
ANALYSES.add(Noise.name, Noise())
ANALYSES.add(Exposure.name, Exposure())
