"""Ranked ballots: who beats whom, two ways through a circle of defeats, and rounds (pure)."""

from participation.tallies.ranked.locking import RankedPairs, ranked_pairs
from participation.tallies.ranked.pairwise import Pairwise, pairwise, ranked_sheet
from participation.tallies.ranked.runoff import Round, Runoff, instant_runoff
from participation.tallies.ranked.schulze import Schulze, schulze

__all__ = [
    "Pairwise",
    "RankedPairs",
    "Round",
    "Runoff",
    "Schulze",
    "instant_runoff",
    "pairwise",
    "ranked_pairs",
    "ranked_sheet",
    "schulze",
]
