"""Several management commands in one process."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_commands_run_in_order_and_only_the_last_ones_words_go_to_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "words"
    call_command("several", "check", "diffsettings --all", last_to=target)
    assert "no issues" in capsys.readouterr().out
    assert "DATABASES" in target.read_text()


def test_the_first_failure_ends_the_row(tmp_path: Path) -> None:
    target = tmp_path / "words"
    with pytest.raises(CommandError):
        call_command("several", "no-such-command", "diffsettings", last_to=target)
    assert not target.exists()
