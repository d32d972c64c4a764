"""`manage.py verify` says after a restore whether keys, files and rows belong together."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from participation.bundles import build_bundle
from participation.models import Consultation, Option
from portal import artefacts
from portal.models import User
from tests.participation.voting import cast

pytestmark = pytest.mark.django_db


def test_a_site_whose_parts_fit_together_is_well(
    question: Consultation,
    options: list[Option],
    verified: User,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cast(verified, question, [options[0].pk])
    call_command("verify")
    told = capsys.readouterr().out
    assert "well: the ballot key opens the box of streets" in told
    assert "streets: 1 sealed ballots, 1 events in the log, 1 on the roll" in told


def test_another_ballot_key_is_found_before_the_vote_ends(
    question: Consultation, options: list[Option], verified: User, settings: Settings
) -> None:
    cast(verified, question, [options[0].pk])
    settings.BALLOT_KEY = "a key of another site, long enough to be one"
    with pytest.raises(SystemExit, match="1"):
        call_command("verify")


def test_a_count_whose_file_was_not_restored_is_found(
    counted: Consultation, capsys: pytest.CaptureFixture[str]
) -> None:
    record = build_bundle(counted.pk)
    Path(artefacts.store().path(record.bundle)).unlink()
    with pytest.raises(SystemExit, match="1"):
        call_command("verify")
    assert "NOT WELL: 0 of 1 published counts" in capsys.readouterr().out
