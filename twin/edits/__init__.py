"""The edit kinds: typed parameters, checks against the city, plain-language sentences."""

from twin.edits.buildings import building_at, building_called
from twin.edits.checking import MAX_EDITS, check_edit, check_plan, read_edit
from twin.edits.geometry import read_geometry, vertices
from twin.edits.kinds import KINDS, EditKind, edit_kind
from twin.edits.sentences import conflict_sentence, names_for, sentence
from twin.edits.streets import Piece, Street, find_street, street_names, streets_within

__all__ = [
    "KINDS",
    "MAX_EDITS",
    "EditKind",
    "Piece",
    "Street",
    "building_at",
    "building_called",
    "check_edit",
    "check_plan",
    "conflict_sentence",
    "edit_kind",
    "find_street",
    "names_for",
    "read_edit",
    "read_geometry",
    "sentence",
    "street_names",
    "streets_within",
    "vertices",
]
