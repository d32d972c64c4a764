"""Models and migrations say the same."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_change_waits_for_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
