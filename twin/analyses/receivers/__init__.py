"""Where noise and air are worked out: in front of facades and on a grid (pure)."""

from twin.analyses.receivers.facades import facade_receivers, height_assumed
from twin.analyses.receivers.grid import frame_of, grid_receivers
from twin.analyses.receivers.receivers import Receivers

__all__ = ["Receivers", "facade_receivers", "frame_of", "grid_receivers", "height_assumed"]
