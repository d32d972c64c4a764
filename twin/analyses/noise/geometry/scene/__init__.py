"""The plan as flat arrays of edges under a grid: buildings, walls, terrain, ground areas (pure)."""

from twin.analyses.noise.geometry.scene.building import build_scene
from twin.analyses.noise.geometry.scene.edges import Scene

__all__ = ["Scene", "build_scene"]
