"""What a result would say of everybody, not of those who came (pure: no Django, no chance).

raking: weights that bring groups to their known shares, trimmed, with the effective number of
voices. bounds: how far weights can move a result when nobody knows which ballot is of which group.
"""

from participation.weighting.bounds import Interval, weighted_mean
from participation.weighting.raking import Raked, effective_number, rake

__all__ = ["Interval", "Raked", "effective_number", "rake", "weighted_mean"]
