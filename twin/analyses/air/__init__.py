"""What traffic gives off and what people breathe: NO2, PM10, PM2.5, CO2 (pure: no Django)."""

from twin.analyses.air.model import Air
from twin.analyses.air.parameters import AirParameters

__all__ = ["Air", "AirParameters"]
