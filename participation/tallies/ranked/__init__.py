"""Ranked ballots: who beats whom, and the two ways through a circle of defeats (pure)."""

from participation.tallies.ranked.locking import RankedPairs, ranked_pairs
from participation.tallies.ranked.pairwise import Pairwise, pairwise, ranked_sheet
from participation.tallies.ranked.schulze import Schulze, schulze

__all__ = [
    "Pairwise",
    "RankedPairs",
    "Schulze",
    "pairwise",
    "ranked_pairs",
    "ranked_sheet",
    "schulze",
]
