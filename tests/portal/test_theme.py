"""The stylesheet: one file, a readable accent, colours that stay apart for every eye."""

from __future__ import annotations

import gzip
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal import theme
from tests.portal.colour_vision import difference, lightness, seen_by

CSS = Path(theme.SOURCES)
TOKENS = (CSS / "20-tokens.css").read_text(encoding="utf-8")
SEQUENTIAL = ["seq-1", "seq-2", "seq-3", "seq-4", "seq-5"]
DIVERGING = ["div-b2", "div-b1", "div-w1", "div-w2"]
EYES = ["every colour", "no red", "no green", "no blue"]

colours = st.tuples(*[st.integers(0, 255)] * 3).map(theme.write_colour)


def token(name: str) -> theme.Colour:
    """The first (light) value of a token."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", TOKENS)
    assert found, name
    return theme.parse_colour(found.group(1))


@pytest.fixture
def css(client: Client) -> str:
    """The stylesheet as a browser gets it."""
    return client.get("/theme.css").content.decode()


def test_one_request_brings_every_component(css: str) -> None:
    for path in CSS.rglob("*.css"):
        selector = re.search(r"^\s*(\.[a-z_-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if selector:
            assert selector.group(1) in css, path.name


def test_the_stylesheet_asks_no_other_host(css: str) -> None:
    assert not re.search(r"url\(\"?(https?:)?//|@import", css)


def test_the_stylesheet_stays_small(client: Client) -> None:
    answer = client.get("/theme.css", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < 14_000
    assert gzip.decompress(answer.content) == client.get("/theme.css").content


def test_the_address_with_the_digest_may_be_kept_for_ever(client: Client) -> None:
    assert "immutable" in client.get(theme.theme_url())["Cache-Control"]


def test_an_address_without_the_digest_is_checked_again(client: Client) -> None:
    assert client.get("/theme.css?v=old")["Cache-Control"] == "no-cache"


def test_the_papers_that_accents_are_checked_on_are_those_of_the_tokens() -> None:
    light, dark = TOKENS.split("prefers-color-scheme: dark", 1)
    for papers, part in ((theme.LIGHT, light), (theme.DARK, dark)):
        assert [re.search(rf"--{n}: (#\w+);", part)[1] for n in ("paper", "tint")] == list(papers)


@given(accent=colours)
def test_any_accent_becomes_readable_on_light_and_dark_paper(accent: str) -> None:
    for papers in (theme.LIGHT, theme.DARK):
        made = theme.accent_tokens(theme.parse_colour(accent), papers)
        surface, upon, ink, wash = (theme.parse_colour(value) for value in made.values())
        assert theme.contrast(surface, upon) >= theme.TEXT
        for paper in papers:
            assert theme.contrast(ink, theme.parse_colour(paper)) >= theme.TEXT
            assert theme.contrast(surface, theme.parse_colour(paper)) >= theme.PART
        words = theme.parse_colour("#1b2126" if papers is theme.LIGHT else "#eceae4")
        assert theme.contrast(wash, words) >= theme.TEXT


def test_an_accent_that_is_readable_already_is_left_alone() -> None:
    assert theme.accent_tokens((0x23, 0x50, 0x9E), theme.LIGHT)["--accent"] == "#23509e"


@pytest.mark.parametrize("wrong", ["", "blue", "#12345", "#12345g", "#fff;}body{display:none"])
def test_an_accent_that_is_no_colour_is_refused_with_a_way_out(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="six hex digits"):
        theme.accent_css(wrong)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("names", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_data_classes_differ_for_every_eye(names: list[str], eye: str) -> None:
    seen = [seen_by(eye, token(name)) for name in names]
    assert min(difference(a, b) for a, b in combinations(seen, 2)) > 12


@pytest.mark.parametrize("eye", EYES)
def test_the_sequential_palette_only_darkens_so_that_grey_print_keeps_its_order(eye: str) -> None:
    steps = [lightness(seen_by(eye, token(name))) for name in SEQUENTIAL]
    assert np.all(np.diff(steps) < -8)


def test_words_are_readable_on_the_papers_they_stand_on() -> None:
    for words in ("ink", "ink-soft", "better", "worse"):
        for paper in ("paper", "tint"):
            assert theme.contrast(token(words), token(paper)) >= theme.TEXT, (words, paper)


def test_a_page_writes_no_style_into_its_markup(client: Client, db: None) -> None:
    page = client.get("/styleguide/").content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
