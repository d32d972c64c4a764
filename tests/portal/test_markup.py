"""Small formatting in texts that officials write, and nothing that could harm a reader."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.markup import ATTRIBUTES, TAGS, as_html, as_words

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](&#106;avascript:alert(1))",
    "[press](data:text/html,<script>alert(1)</script>)",
    "![picture](https://elsewhere.example/pixel.png)",
    '[press](https://city.example "onmouseover=alert(1)")',
    '<a href="https://x.example" onclick="alert(1)">x</a>',
    "<https://x.example/\"onmouseover='alert(1)'>",
    "<style>*{display:none}</style>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
]
TAG = re.compile(r"<(/?)([a-z0-9]+)((?:\s[^>]*)?)/?>")


def assert_harmless(drawn: str) -> None:
    """Only tags of the list, and only their attributes, however they came about."""
    for _closing, name, rest in TAG.findall(drawn):
        assert name in TAGS, drawn
        given_ = set(re.findall(r'([a-z:-]+)="', rest))
        assert given_ <= ATTRIBUTES.get(name, set()) | {"rel"}, drawn
    assert not re.search(r'href="\s*(?!https?:|mailto:|[/#?a-z0-9._-]*")', drawn, re.I), drawn
    assert "<" not in TAG.sub("", drawn), drawn


@pytest.mark.parametrize("text", EVIL)
def test_nothing_evil_gets_through(text: str) -> None:
    assert_harmless(as_html(text))
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', as_html(text))).lower()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="*_[]()<>!#-&;:/\"'`=ab \n\\", max_size=80))
def test_whatever_is_written_only_listed_tags_come_out(text: str) -> None:
    assert_harmless(as_html(text))
    as_words(text)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("**bold** and *italic*", "<strong>bold</strong> and <em>italic</em>"),
        ("- one\n- two", "<li>one</li>"),
        ("# Why", "<h3>Why</h3>"),
        ("one\ntwo", "one<br>"),
        ("2. two", '<ol start="2">'),
    ],
)
def test_what_can_be_written_is_drawn(text: str, drawn: str) -> None:
    assert drawn in as_html(text)


def test_a_link_passes_nothing_on() -> None:
    assert 'rel="nofollow noopener"' in as_html("[the plan](https://city.example/plan)")


def test_a_text_of_before_stays_as_it_was_written() -> None:
    words = "First line.\nSecond line: 2 * 3 < 7 & more_of_it.\n\nAnother paragraph."
    assert as_words(words) == words
    assert as_html(words).count("<p>") == 2


def test_plain_words_have_no_signs_and_keep_addresses() -> None:
    text = "# Why\n\n**Bold** and [the plan](https://city.example/plan)\n\n- one\n- two"
    told = "Why\n\nBold and the plan (https://city.example/plan)\n\n– one\n– two"
    assert as_words(text) == told


@pytest.mark.parametrize("sign", ["*", "[", "_", "![", "(", "- ", "> ", "#", "\\", "<", "**a_"])
def test_the_longest_text_of_one_sign_is_read_at_once(sign: str) -> None:
    began = time.process_time()
    as_html(sign * (8_000 // len(sign)))
    assert time.process_time() - began < 2
