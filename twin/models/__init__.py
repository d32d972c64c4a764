"""The nouns of the twin."""

from twin.models.entity import Entity, EntityState, Feature
from twin.models.run import AnalysisRun, Indicator, OperatorTile, Result
from twin.models.scenario import Edit, Scenario
from twin.models.source import Import, Source
from twin.models.version import CellResidents, TwinVersion

__all__ = [
    "AnalysisRun",
    "CellResidents",
    "Edit",
    "Entity",
    "EntityState",
    "Feature",
    "Import",
    "Indicator",
    "OperatorTile",
    "Result",
    "Scenario",
    "Source",
    "TwinVersion",
]
