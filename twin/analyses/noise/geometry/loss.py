"""What the walls of a reflected path take: absorption, and loss near their upper edges."""

from __future__ import annotations

from numpy import float64
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import entry
from twin.analyses.noise.geometry.scene.edges import Scene
from twin.analyses.noise.geometry.workspace import Workspace
from twin.analyses.noise.propagation import add_retrodiffraction, reflection_db

Level = NDArray[float64]


@entry
def reflection_loss(scene: Scene, work: Workspace, out_h: Level, out_f: Level) -> None:
    """Loss at all walls of the path last cut by ``reflected_cut``, dB per octave band (8,).

    Homogeneous into out_h, favourable into out_f: to be added to the attenuation of the unfolded
    path. Absorption, and retrodiffraction (CNOSSOS-EU 2.5.35 to 2.5.37) from the corner before to
    the corner after each wall, with the curvature of the whole path (ISO/TR 17534-4, case TC18).
    """
    walls, absorbed = work.walls, work.band
    out_h[:] = 0.0
    out_f[:] = 0.0
    for k in range(walls.number[0]):
        reflection_db(scene.absorption[walls.absorption[k]], absorbed)
        for condition in range(2):
            d0, z0, d1, z1, bend = walls.span[k, condition]
            out = out_h if condition == 0 else out_f
            out += absorbed
            add_retrodiffraction((d0, z0), (walls.d[k], walls.top[k]), (d1, z1), bend, out)
