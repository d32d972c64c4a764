"""Traffic counts: how well the model meets them, and trips adjusted to them (pure)."""

from twin.analyses.traffic.counts.calibrate import adjust, geh, share_within
from twin.analyses.traffic.counts.city import Counts, Fit, calibrated, counts_of

__all__ = ["Counts", "Fit", "adjust", "calibrated", "counts_of", "geh", "share_within"]
