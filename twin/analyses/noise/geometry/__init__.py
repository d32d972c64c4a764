"""From a scene to the paths of sound that CNOSSOS-EU asks for: cuts, ways round, reflections
(pure)."""

from twin.analyses.noise.geometry.cut import ground_factor, in_sight, vertical_cut
from twin.analyses.noise.geometry.lateral import LEFT, RIGHT, lateral_cut
from twin.analyses.noise.geometry.loss import reflection_loss
from twin.analyses.noise.geometry.reflection import find_reflections, reflected_cut
from twin.analyses.noise.geometry.scene.building import build_scene
from twin.analyses.noise.geometry.scene.edges import Scene
from twin.analyses.noise.geometry.workspace import (
    NOT_IN_F,
    NOT_IN_H,
    RECEIVER_COVERED,
    ROUTE_BLOCKED,
    SOURCE_COVERED,
    TRUNCATED,
    Workspace,
    profile_arrays,
    workspace,
)

__all__ = [
    "LEFT",
    "NOT_IN_F",
    "NOT_IN_H",
    "RECEIVER_COVERED",
    "RIGHT",
    "ROUTE_BLOCKED",
    "SOURCE_COVERED",
    "TRUNCATED",
    "Scene",
    "Workspace",
    "build_scene",
    "find_reflections",
    "ground_factor",
    "in_sight",
    "lateral_cut",
    "profile_arrays",
    "reflected_cut",
    "reflection_loss",
    "vertical_cut",
    "workspace",
]
