"""How a budget is shared out among projects: one rule a module, pure, deterministic.

Equal Shares is in `shares`, which is imported where it is needed: its compiler takes 120 MB.
"""

from participation.tallies.budgets.greedy import greedy
from participation.tallies.budgets.knapsack import MOST_STATES, knapsack
from participation.tallies.budgets.outcome import BudgetOutcome, Compared, Step
from participation.tallies.budgets.profile import BudgetProfile, profile_of, profile_of_sheet

__all__ = [
    "MOST_STATES",
    "BudgetOutcome",
    "BudgetProfile",
    "Compared",
    "Step",
    "greedy",
    "knapsack",
    "profile_of",
    "profile_of_sheet",
]
