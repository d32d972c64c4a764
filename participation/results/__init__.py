"""The count of a closed vote: made once from the opened ballots, stored, and read by every page.

count: ballots -> CountRecord. areas: turnout by area, through the disclosure gate. sensitivity:
how far weighting by area could move the result.
"""

from participation.results.areas import AreaRow
from participation.results.count import (
    Count,
    Stage,
    count_box,
    count_of,
    stage_of,
    tally_of,
    winners_of,
)
from participation.results.sensitivity import Sensitivity

__all__ = [
    "AreaRow",
    "Count",
    "Sensitivity",
    "Stage",
    "count_box",
    "count_of",
    "stage_of",
    "tally_of",
    "winners_of",
]
