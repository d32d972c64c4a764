"""The bench that breaks a site: it works on its own alone, and what it reckons with is sound."""

from __future__ import annotations

import io
import re
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from participation.bench import faults
from participation.bench.faults import upgrading
from participation.bench.faults.stage import children_of, stage, wait
from participation.bench.faults.voting import published
from participation.models import Consultation, CountRecord
from portal.launch.acts import faults as act
from portal.launch.words import Stop

ROOT = Path(__file__).resolve().parents[2]


def test_it_refuses_every_database_but_its_own() -> None:
    with pytest.raises(LookupError, match="This kills the database"), stage():
        pass


def test_the_launcher_refuses_to_kill_a_database_that_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgis://city@db/city")
    with pytest.raises(Stop, match="kills the database"):
        act.faults(["web"])


def test_an_unknown_fault_is_named_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        faults.run(["flood"])
    assert "no fault is called flood; name some of web, postgres" in capsys.readouterr().err


def test_a_count_whose_bundle_is_broken_is_not_published(
    question: Consultation, settings: Any, tmp_path: Path
) -> None:
    settings.ARTEFACT_DIR = tmp_path
    whole = b"all of it"
    CountRecord.objects.create(
        consultation=question,
        rule="star",
        ballots_root=b"",
        counted_at=timezone.now(),
        bundle="b.zip",
        digest=sha256(whole).hexdigest(),
    )
    assert not published(question.pk)
    (tmp_path / "b.zip").write_bytes(whole[:4])
    assert not published(question.pk)
    (tmp_path / "b.zip").write_bytes(whole)
    assert published(question.pk)


def test_waiting_tells_the_seconds_or_that_it_was_in_vain() -> None:
    assert wait(lambda: True, 1) == 0.0
    assert wait(lambda: False, 0.05, look_s=0.01) is None
    assert children_of(2**22 + 1) == []


def test_the_last_release_is_a_revision_that_can_be_unpacked() -> None:
    found = upgrading.last_release()
    if not (ROOT / ".git").exists():
        assert found == ""
        return
    assert re.fullmatch(r"[\w./-]+\^?", found)
    with tarfile.open(fileobj=io.BytesIO(upgrading._git("archive", found, "manage.py"))) as code:
        assert code.getnames() == ["manage.py"]
