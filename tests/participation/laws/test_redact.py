"""Contact data in text: what is taken out, and what stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.disclosure.redact import redact

FOUND = [
    "ana.durand@example.org",
    "Ana.Durand+vote@mairie.example.fr",
    "ana (at) example.org",
    "ana [arobase] example [point] fr",
    "ana＠example.org",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "06-12-34-56-78",
    "0612345678",
    "+33 6 12 34 56 78",
    "0033 6 12 34 56 78",
    "+44 20 7946 0958",
    "+49 30 901820",
    "02 40 41 90 00",
    "FR76 3000 6000 0112 3456 7890 189",
    "FR7630006000011234567890189",
    "fr76-3000-6000-0112-3456-7890-189",
    "DE89 3704 0044 0532 0130 00",
    "GB29NWBK60161331926819",
]
KEPT = [
    "Le vote ferme le 06/12/2026 18:00.",
    "Since 01.02.2025 10 to 05-06-2026 12 it is closed.",
    "Parcels 0123, 0456 and 0789; heights 10 12 14 16 18 20 22 metres.",
    "The 50 buses a day, 30 km/h and 12 rue de Strasbourg.",
    "Between 2019 and 2026 traffic rose by 12.5 %.",
    "From 7:30 to 9:00 the street is full, see articles 2213-1 and 2213-2.",
    "At 44000 Nantes, line 4 @ Commerce stop.",
    "Le cours des 50 otages a 8 639 bâtiments autour.",
    "In 2020, 2021, 2022 and 2023 there were 120, 130, 140 and 150 of them.",
]


@pytest.mark.parametrize("secret", FOUND)
def test_contact_data_is_taken_out_of_a_sentence(secret: str) -> None:
    found = redact(f"Write to me: {secret}, please.")
    assert found.count == 1
    assert secret not in found.text
    assert found.text.startswith("Write to me: [")
    assert found.text.endswith("please.")


@pytest.mark.parametrize("text", KEPT)
def test_ordinary_numbers_stay(text: str) -> None:
    assert redact(text).text == text


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@given(st.sampled_from(FOUND), st.text(alphabet="abcé .,!?\n", max_size=40))
@settings(max_examples=100, deadline=None)
def test_contact_data_is_found_wherever_it_stands(secret: str, around: str) -> None:
    assert secret not in redact(f"{around} {secret} {around}").text


@pytest.mark.parametrize(
    "text",
    [
        "0" * 5000,
        "06 " * 1666,
        "a@" * 2500,
        "12345678 " * 555,
        "FR76 " * 1000,
        "a." * 2500,
        "1-2 " * 1250,
        "é@é." * 999,
    ],
)
def test_odd_text_is_read_quickly(text: str) -> None:
    start = time.perf_counter()
    redact(text)
    assert time.perf_counter() - start < 1.0
