"""Tests that need no service are known by what their files import."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pure import imported, is_pure

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("line", "modules"),
    [
        ("from a.b import c", {"a.b.c"}),
        ("from a.b import c as d, e", {"a.b.c", "a.b.e"}),
        ("from a import (\n    b,\n    c,\n)", {"a.b", "a.c"}),
        ("import a.b", {"a.b"}),
        ("    from a import b  # late", {"a.b"}),
    ],
)
def test_imports_are_read_in_every_form(line: str, modules: set[str]) -> None:
    assert imported(line + "\n") == modules


def test_a_file_of_a_pure_room_is_pure() -> None:
    assert is_pure(TESTS / "participation" / "laws" / "test_tallies.py")


def test_a_file_that_takes_a_model_or_django_is_not() -> None:
    assert not is_pure(TESTS / "twin" / "test_tiles.py")
    assert not is_pure(TESTS / "portal" / "test_mail.py")


def test_this_very_test_is_marked(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("pure")


def test_a_test_that_asks_for_the_database_is_not(db: None, request: pytest.FixtureRequest) -> None:
    assert not request.node.get_closest_marker("pure")
