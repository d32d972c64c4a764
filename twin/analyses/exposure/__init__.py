"""Who lives with which noise and air, who gains and who loses (pure: no Django)."""

from twin.analyses.exposure.model import Exposure
from twin.analyses.exposure.parameters import ExposureParameters

__all__ = ["Exposure", "ExposureParameters"]
