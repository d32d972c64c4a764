"""Operators: made once, kept in memory and on disk, found again by what they depend on."""

from twin.runs.operators.dependence import depends_on
from twin.runs.operators.files import Damaged, NotStorable, read_operator, write_operator
from twin.runs.operators.keeping import at_hand, forget, operator_for
from twin.runs.operators.shelf import Shelf, shelf

__all__ = [
    "Damaged",
    "NotStorable",
    "Shelf",
    "at_hand",
    "depends_on",
    "forget",
    "operator_for",
    "read_operator",
    "shelf",
    "write_operator",
]
