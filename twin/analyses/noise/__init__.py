"""Road noise after CNOSSOS-EU: emission, propagation, geometry and the city operator (pure)."""

from twin.analyses.noise.model import Noise
from twin.analyses.noise.parameters import NoiseParameters

__all__ = ["Noise", "NoiseParameters"]
