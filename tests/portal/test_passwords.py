"""Passwords that the site's own name gives away."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "guess", ["Nantes2026!", "civictwin-2026", "Mairie-Nantes-44", "vote vote 12"]
)
def test_a_password_made_of_the_citys_name_is_refused(guess: str) -> None:
    with pytest.raises(ValidationError, match="easy to guess here"):
        validate_password(guess)


@pytest.mark.parametrize("own", ["le chat de Nantes dort", "nantes-blue-elephant", "x9Kd-22-pq-Lm"])
def test_the_citys_name_among_words_of_ones_own_is_fine(own: str) -> None:
    validate_password(own)


def test_the_name_is_the_deployments_own(settings: Any) -> None:
    settings.CITY = {**settings.CITY, "name": "Orléans"}
    with pytest.raises(ValidationError):
        validate_password("orleans45-45")
