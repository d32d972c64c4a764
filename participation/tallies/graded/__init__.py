"""Ballots that give every option a grade or points of its own (pure)."""

from participation.tallies.graded.cumulative import Cumulative, cumulative
from participation.tallies.graded.judgement import Judgement, majority_judgement
from participation.tallies.graded.star import Star, star

__all__ = ["Cumulative", "Judgement", "Star", "cumulative", "majority_judgement", "star"]
