"""Ballots that give every option a grade or points of its own (pure)."""

from participation.tallies.graded.cumulative import Cumulative, cumulative
from participation.tallies.graded.grades import graded_sheet
from participation.tallies.graded.judgement import Judgement, first_difference, majority_judgement
from participation.tallies.graded.star import Star, star

__all__ = [
    "Cumulative",
    "Judgement",
    "Star",
    "cumulative",
    "first_difference",
    "graded_sheet",
    "majority_judgement",
    "star",
]
