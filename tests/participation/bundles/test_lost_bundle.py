"""A published count that is lost, cut short or never fitted on the disk comes back by itself."""

from __future__ import annotations

import io
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.test import Client
from pytest_django import Settings

from participation import tasks
from participation.bundles import broken_bundles, build_bundle
from participation.models import Consultation, CountRecord
from portal.models import AuditEntry

ZIP = "/c/streets/count/bundle.zip"
PAGE = "/c/streets/count/"


class Objects(Storage):
    """A store that is no folder, as S3 is one."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def _save(self, name: str, content: File[bytes]) -> str:
        self.held[name] = b"".join(content.chunks())
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if name not in self.held:
            raise FileNotFoundError(name)
        return ContentFile(self.held[name])

    def exists(self, name: str) -> bool:
        return name in self.held

    def delete(self, name: str) -> None:
        self.held.pop(name, None)


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the clock would hand to a worker is done here at once."""
    for task in (tasks.finish_vote, tasks.pack_again):
        monkeypatch.setattr(task, "apply_async", lambda args, task=task, **_: task.run(*args))


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A store of this test's own."""
    _store(settings, "portal.artefacts.WholeFiles", {"location": str(tmp_path / "kept")})
    return tmp_path / "kept"


def _store(settings: Settings, backend: str, options: dict[str, Any]) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "artefacts": {"BACKEND": backend, "OPTIONS": options},
    }


def _bytes(client: Client) -> bytes:
    answer = client.get(ZIP)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def _file(folder: Path, record: CountRecord) -> Path:
    return folder / record.bundle


@contextmanager
def _tiny_disk(folder: Path) -> Iterator[None]:
    """A real file system of 8 KB, which takes less than a bundle; it grows when this ends."""
    folder.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("mounting a file system needs root; the file size limit below does not")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def _small_files() -> Iterator[None]:
    """No file of this process may grow beyond 8 KB: writing on fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _left(folder: Path) -> list[str]:
    return [name for _at, _folders, names in os.walk(folder) for name in names]


def test_a_full_disk_publishes_nothing_and_the_retry_publishes_the_whole_count(
    counted: Consultation, folder: Path, client: Client
) -> None:
    with _tiny_disk(folder):
        tasks.finish_vote(counted.pk)
        assert CountRecord.objects.get().bundle == ""
        assert _left(folder) == []
        assert client.get(ZIP).status_code == 404
        subprocess.run(["mount", "-o", "remount,size=4m", str(folder)], check=True)
        tasks.open_boxes()
        record = CountRecord.objects.get()
        assert sha256(_bytes(client)).hexdigest() == record.digest


def test_a_write_that_ends_in_the_middle_leaves_no_file_under_the_bundles_name(
    counted: Consultation, folder: Path, client: Client
) -> None:
    with _small_files():
        tasks.finish_vote(counted.pk)
    assert CountRecord.objects.get().bundle == ""
    assert _left(folder) == []
    tasks.open_boxes()
    assert sha256(_bytes(client)).hexdigest() == CountRecord.objects.get().digest


def test_a_broken_bundle_stays_unanswered_while_the_disk_is_full(
    counted: Consultation, folder: Path, client: Client
) -> None:
    record = build_bundle(counted.pk)
    _file(folder, record).write_bytes(b"cut")
    with _small_files():
        tasks.open_boxes()
    assert client.get(ZIP).status_code == 503
    tasks.open_boxes()
    assert sha256(_bytes(client)).hexdigest() == record.digest


@pytest.mark.parametrize("harm", ["truncated", "removed", "altered"])
def test_a_bundle_that_is_not_whole_is_made_again_to_the_same_bytes(
    harm: str, counted: Consultation, folder: Path, client: Client
) -> None:
    record = build_bundle(counted.pk)
    before = _bytes(client)
    file = _file(folder, record)
    if harm == "truncated":
        os.truncate(file, 8_192)
    elif harm == "altered":
        file.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    else:
        file.unlink()
    zipped, page = client.get(ZIP), client.get(PAGE)
    assert (zipped.status_code, page.status_code) == (503, 503)
    assert zipped["Retry-After"] == page["Retry-After"] == "60"
    assert "being made again" in page.content.decode()
    assert record.digest in page.content.decode()
    assert client.get("/c/streets/result/").status_code == 200
    tasks.open_boxes()
    assert client.get(PAGE).status_code == 200
    assert _bytes(client) == before
    assert CountRecord.objects.get().digest == record.digest


def test_a_bundle_that_cannot_be_the_same_says_what_it_was_before(
    counted: Consultation, folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_bundle(counted.pk)
    _file(folder, first).unlink()
    monkeypatch.setattr("participation.bundles.contents.verifier_text", lambda: "# newer\n")
    tasks.open_boxes()
    again = CountRecord.objects.get()
    assert again.digest != first.digest
    assert first.digest in client.get(PAGE).content.decode()
    assert AuditEntry.objects.get(act="count.packed_anew").facts["before"] == first.digest


def test_a_store_that_is_no_folder_is_compared_by_digest_too(
    counted: Consultation, settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _store(settings, f"{__name__}.Objects", {})
    monkeypatch.setattr("portal.artefacts.UNSEEN_S", -1.0)
    record = build_bundle(counted.pk)
    held = storages["artefacts"]
    held.delete(record.bundle)
    held.save(record.bundle, ContentFile(b"cut short"))
    assert client.get(ZIP).status_code == 503
    assert broken_bundles() == [counted.pk]
    tasks.open_boxes()
    assert sha256(_bytes(client)).hexdigest() == CountRecord.objects.get().digest


def test_a_store_that_fails_is_a_sentence_and_no_error(
    counted: Consultation, settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _store(settings, f"{__name__}.Objects", {})
    monkeypatch.setattr("portal.artefacts.UNSEEN_S", -1.0)
    build_bundle(counted.pk)

    def away(self: Any, name: str, mode: str = "rb") -> io.BytesIO:
        raise RuntimeError("the object store is away")

    monkeypatch.setattr(Objects, "_open", away)
    assert client.get(ZIP).status_code == 503
    assert client.get(PAGE).status_code == 503
