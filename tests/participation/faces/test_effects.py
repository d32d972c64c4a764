"""On which scale an option's effects are drawn."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from participation.faces import effects


def _row(today: float, low: float, high: float) -> SimpleNamespace:
    return SimpleNamespace(
        code="walk",
        group="",
        area="",
        today=SimpleNamespace(central=today),
        delta=SimpleNamespace(low=low, central=(low + high) / 2, high=high),
    )


def _span(monkeypatch: pytest.MonkeyPatch, *rows: SimpleNamespace) -> float:
    # The rows of the twin, without its models: only the scale is looked at here.
    found = {number: [row] for number, row in enumerate(rows)}
    monkeypatch.setattr(effects, "option_effects", lambda _ids: found)
    return effects.effects_by_option(list(found))[0][0].span


def test_the_largest_change_of_any_option_reaches_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _span(monkeypatch, _row(10, -1, 2), _row(10, -4, -3)) == 4


def test_a_change_of_next_to_nothing_does_not_fill_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _span(monkeypatch, _row(8, -0.01, -0.005)) == pytest.approx(0.4)


def test_no_change_of_nothing_still_has_a_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _span(monkeypatch, _row(0, 0, 0)) == 1
