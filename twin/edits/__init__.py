"""The edit kinds: each declares its parameters, checks, sentence and marker in one module."""

from twin.edits.buildings import building_at, building_called
from twin.edits.catalogue import KINDS, edit_kind
from twin.edits.checking import MAX_EDITS, check_edit, check_plan, read_edit
from twin.edits.contract import EditKind
from twin.edits.geometry import read_geometry
from twin.edits.places import vertices
from twin.edits.questions import Question, Where
from twin.edits.streets import Piece, Street, find_street, street_names, streets_within
from twin.edits.telling import about, drawn, marker, names_for, sentence

__all__ = [
    "KINDS",
    "MAX_EDITS",
    "EditKind",
    "Piece",
    "Question",
    "Street",
    "Where",
    "about",
    "building_at",
    "building_called",
    "check_edit",
    "check_plan",
    "drawn",
    "edit_kind",
    "find_street",
    "marker",
    "names_for",
    "read_edit",
    "read_geometry",
    "sentence",
    "street_names",
    "streets_within",
    "vertices",
]
