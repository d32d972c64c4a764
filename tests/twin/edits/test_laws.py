"""What every edit kind keeps, whichever the catalogue holds; edits come from its declaration."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import override

from portal.errors import BadInput
from tests.twin.edits.drawn import TOWN, Given, lonlat, shape, square
from tests.twin.edits.invented import invented
from tests.twin.small_city import table
from twin.analyses.catalogue import ANALYSES
from twin.citystate import CityState
from twin.edits import (
    KINDS,
    EditKind,
    Question,
    check_edit,
    find_street,
    read_edit,
    read_geometry,
)
from twin.edits.parameters import Choice, Line, Things, Whole
from twin.faces.plans.changing import ChangeForm, DrawnForm, StreetForm
from twin.faces.plans.rest import reached
from twin.overlay import apply, canonical

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = [code for code, _label in settings.LANGUAGES]
EVERY = pytest.mark.parametrize("kind", [one for _name, one in KINDS.items()], ids=list(KINDS))
EDITS = 12
FOLLOWS_THE_BASE = {"traffic": {"building", "count"}}
"""Analysis -> entities that it reads of the base alone, which no plan changes (decision 0007)."""
WEIGHED = {"access": {("building", "dwellings")}}
"""Analysis -> what it reads beside its operator: homes are weighed as it is applied."""


def edits(kind: EditKind[Any]) -> list[Given]:
    dice = random.Random(kind.name)
    return [invented(kind, dice) for _ in range(EDITS)]


def facts_of(given: Given) -> dict[str, Any]:
    kind = KINDS[given[0]]
    return dict(json.loads(json.dumps(kind.facts(read_edit(*given), TOWN))))


@EVERY
def test_what_is_stored_is_read_as_the_same_change(kind: EditKind[Any]) -> None:
    for name, params, at in edits(kind):
        change = read_edit(name, params, at)
        stored = {key: getattr(change, key, value) for key, value in params.items()}
        again = read_edit(name, json.loads(json.dumps(stored)), at)
        assert again == change


@EVERY
def test_a_change_has_one_canonical_form_that_names_its_kind(kind: EditKind[Any]) -> None:
    for name, params, at in edits(kind):
        text = canonical(read_edit(name, params, at))
        turned = read_edit(name, dict(reversed(params.items())), at)
        assert (json.loads(text)["kind"], canonical(turned)) == (kind.name, text)


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edit_is_told_in_a_whole_sentence(kind: EditKind[Any], language: str) -> None:
    for given in edits(kind):
        with override(language):
            said = kind.sentence(given[1], facts_of(given))
        assert said
        assert not re.search(r"%[(sd]|None|  ", said)


@EVERY
def test_an_edit_is_told_in_each_language_by_itself(kind: EditKind[Any]) -> None:
    given = edits(kind)[0]
    said = set()
    for language in LANGUAGES:
        with override(language):
            said.add(kind.sentence(given[1], facts_of(given)))
    assert len(said) == len(LANGUAGES)


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_marker_is_a_word_or_two(kind: EditKind[Any], language: str) -> None:
    with override(language):
        for _name, params, _shape in edits(kind):
            assert 0 < len(kind.marker(params)) <= 24


def test_no_two_kinds_have_the_same_marker() -> None:
    """A ban of lorries once read "new green"."""
    seen = {name: {kind.marker(given[1]) for given in edits(kind)} for name, kind in KINDS.items()}
    shared = [
        (one, other) for one in seen for other in seen if one < other and seen[one] & seen[other]
    ]
    assert shared == []


@EVERY
def test_an_edit_made_before_is_refused_in_words_at_a_field(kind: EditKind[Any]) -> None:
    for given in edits(kind):
        change = read_edit(*given)
        for language in LANGUAGES:
            with override(language), pytest.raises(BadInput) as caught:
                check_edit(TOWN, [change], change)
            assert re.fullmatch(r"[^%]+[.!?]", str(caught.value))
            assert caught.value.field in {"geometry", *(one.name for one in kind.parameters)}


@EVERY
def test_a_value_beyond_its_limits_is_refused_at_its_name(kind: EditKind[Any]) -> None:
    name, params, at = edits(kind)[0]
    for one in kind.parameters:
        for value in _beyond(one):
            with pytest.raises(BadInput) as caught:
                read_edit(name, {**params, one.name: value}, at)
            assert caught.value.field == one.name
            assert "%" not in str(caught.value)


def _beyond(one: Any) -> list[Any]:
    if isinstance(one, Whole):
        return [one.least - 1, one.most + 1, "7", True, 1.5, float("nan"), None]
    if isinstance(one, Choice):
        return ["no such word", 7, ["both"]]
    if isinstance(one, Line):
        return ["x" * (one.most + 1), "a\nb", 7]
    assert isinstance(one, Things)
    return [[], "urn", [7], [""], ["u" * 121], [f"u{n}" for n in range(one.most + 1)], None]


@EVERY
def test_a_detail_that_is_missing_or_not_known_is_refused(kind: EditKind[Any]) -> None:
    name, params, at = edits(kind)[0]
    with pytest.raises(BadInput, match="no detail called"):
        read_edit(name, {**params, "colour": "red"}, shape)
    for one in kind.parameters:
        if one.needed:
            with pytest.raises(BadInput) as caught:
                read_edit(name, {key: params[key] for key in params if key != one.name}, at)
            assert caught.value.field == one.name


@EVERY
def test_what_must_be_drawn_is_asked_for(kind: EditKind[Any]) -> None:
    assert bool(kind.shapes) != (kind.about is not None)
    if kind.shapes:
        with pytest.raises(BadInput) as caught:
            read_edit(kind.name, edits(kind)[0][1], None)
        assert caught.value.field == "geometry"


def _written(before: CityState, after: CityState) -> set[tuple[str, str]]:
    """(entity, column) pairs that differ; every column of an entity that got new rows."""
    found = set()
    for entity, new in after.tables.items():
        old = before.tables.get(entity)
        for name, column in new.columns.items():
            known = old.columns.get(name) if old is not None and len(old) == len(new) else None
            kind_ = column.dtype.kind == "f"
            if known is None or not np.array_equal(known, column, equal_nan=kind_):
                found.add((entity, name))
    return found


@EVERY
def test_a_kind_reaches_the_analyses_that_read_what_it_changes(kind: EditKind[Any]) -> None:
    empty = {entity: table(entity, [], []) for entity in ("tree", "green")}
    town = CityState(TOWN.crs, {**empty, **TOWN.tables}, TOWN.digest)
    written: set[tuple[str, str]] = set()
    for given in edits(kind):
        after, _conflicts = apply(town, [read_edit(*given)])
        written |= _written(town, after)
    assert written
    readers = set()
    for name, analysis in ANALYSES.items():
        reads: dict[str, tuple[str, ...]] = getattr(analysis, "reads", {})
        for entity, columns in reads.items():
            touched = {column for of, column in written if of == entity}
            fixed = entity in FOLLOWS_THE_BASE.get(name, set())
            # An entity without columns is read for where it is: for its rows, then.
            rows = len(after.tables[entity]) != len(town.tables[entity]) if touched else False
            if not fixed and (touched & set(columns) or rows):
                readers.add(name)
        if written & WEIGHED.get(name, set()):
            readers.add(name)
    assert set(kind.reaches) == readers
    assert set(kind.reaches) <= set(reached(kind))


@EVERY
def test_its_icon_is_drawn(kind: EditKind[Any]) -> None:
    symbols = (ROOT / "static" / "img" / "icons.svg").read_text()
    assert f'<symbol id="{kind.icon}"' in symbols


QUESTIONS = [question for _name, kind in KINDS.items() for question in kind.questions]


def test_every_kind_can_be_asked_for_and_no_two_ways_share_a_name() -> None:
    assert {question.kind.name for question in QUESTIONS} == set(KINDS)
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=[one.name for one in QUESTIONS])
def test_a_form_shows_what_is_asked_and_its_answers_make_the_edit(question: Question) -> None:
    street = None if question.drawn else find_street(TOWN, "Rue B")
    asked = {one.name: one for one in question.asks(street)}
    assert not set(asked) & {"kind", "pieces", "places", "drawn", "act", "asked", "seen", "street"}
    form = _filled(question, street)
    assert [field.name for field in form.asked] == list(asked)
    assert form.is_valid(), form.errors
    kind, params, shape = form.change(TOWN)
    assert kind == question.kind.name
    check_edit(TOWN, [], read_edit(kind, params, read_geometry(shape) if shape else None))


def _filled(question: Question, street: Any) -> ChangeForm:
    """The form as a planner fills it in: where, and every field."""
    dice = random.Random(question.name)
    _kind, params, at = invented(question.kind, dice)
    sent = QueryDict(mutable=True)
    sent["kind"] = question.name
    blank = (DrawnForm if street is None else StreetForm)(sent, **_at(street))
    for field in blank.asked:
        choices = getattr(field.field, "choices", None)
        words = [str(word) for word, _label in choices] if choices else []
        value = params.get(field.name, "")
        sent[field.name] = words[-1] if words else "" if isinstance(value, list) else str(value)
    if street is not None:
        sent.setlist("pieces", [piece.urn for piece in street.pieces])
        return StreetForm(sent, street=street)
    sent["drawn"] = at.json if at else _around(question)
    return DrawnForm(sent)


def _at(street: Any) -> dict[str, Any]:
    return {} if street is None else {"street": street}


def _around(question: Question) -> str:
    """A place in the house, or an area around the grid's first blocks."""
    if "Polygon" in question.drawn:
        return str(square(-20, -20, 240).json)
    return str(shape("Point", lonlat([(20, 20)])[0]).json)
