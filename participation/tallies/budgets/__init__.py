"""How a budget is shared out among projects: one rule a module, pure, deterministic."""

from participation.tallies.budgets.greedy import greedy
from participation.tallies.budgets.knapsack import knapsack
from participation.tallies.budgets.outcome import BudgetOutcome, Compared, Step
from participation.tallies.budgets.profile import BudgetProfile, profile_of, profile_of_sheet
from participation.tallies.budgets.shares import equal_shares

__all__ = [
    "BudgetOutcome",
    "BudgetProfile",
    "Compared",
    "Step",
    "equal_shares",
    "greedy",
    "knapsack",
    "profile_of",
    "profile_of_sheet",
]
