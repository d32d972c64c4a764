"""From a scene to the paths of sound that CNOSSOS-EU asks for: cuts, ways round, reflections (pure)."""

from twin.analyses.noise.geometry.building import build_scene
from twin.analyses.noise.geometry.cut import ground_factor, in_sight, vertical_cut
from twin.analyses.noise.geometry.scene import Scene
from twin.analyses.noise.geometry.workspace import profile_arrays, workspace

__all__ = [
    "Scene",
    "build_scene",
    "ground_factor",
    "in_sight",
    "profile_arrays",
    "vertical_cut",
    "workspace",
]
