"""Elections from and to the field's own files: Pabulib (budgets) and PrefLib (rankings); pure."""

from participation.tallies.interchange.elections import (
    BudgetElection,
    Project,
    RankedElection,
    Unreadable,
    Vote,
)
from participation.tallies.interchange.pabulib import read_pabulib, write_pabulib
from participation.tallies.interchange.preflib import read_preflib, write_preflib

__all__ = [
    "BudgetElection",
    "Project",
    "RankedElection",
    "Unreadable",
    "Vote",
    "read_pabulib",
    "read_preflib",
    "write_pabulib",
    "write_preflib",
]
