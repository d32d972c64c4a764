"""What the launcher says when it can't go on: one sentence for each cause, never a traceback."""

from __future__ import annotations

import errno

import pytest

from portal.launch.__main__ import unforeseen
from portal.launch.words import Stop, complain, explain, seconds_since

APT_OFFLINE = "W: Failed to fetch … Temporary failure resolving 'a package server'"
NPM_OFFLINE = "npm error code EAI_AGAIN\nnpm error request to a server failed"
UV_OFFLINE = "error: Failed to fetch\n  Caused by: dns error: failed to lookup address information"
PIP_OFFLINE = (
    "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution"
)


@pytest.mark.parametrize("output", [APT_OFFLINE, NPM_OFFLINE, UV_OFFLINE, PIP_OFFLINE])
def test_every_installer_without_a_network_gets_the_same_sentence(output: str) -> None:
    assert "no network" in explain("Installing", output, "a.log").sentence


def test_a_full_disk_is_named_even_when_the_network_failed_too() -> None:
    output = f"{APT_OFFLINE}\nE: You don't have enough free space in /var/cache/apt/archives/."
    assert explain("Installing", output, "a.log").sentence == "The disk is full."


def test_a_package_with_another_hash_is_refused_in_words() -> None:
    stop = explain("Installing", "THESE PACKAGES DO NOT MATCH THE HASHES FROM …", "a.log")
    assert "not the one that the lock file names" in stop.sentence


def test_an_unknown_failure_says_what_was_being_done_and_where_the_log_is() -> None:
    stop = explain("Starting Redis", "segmentation fault", "/some/redis.log")
    assert (stop.sentence, "/some/redis.log" in stop.advice) == (
        "Starting Redis did not work.",
        True,
    )


def test_a_stop_is_printed_as_a_sentence_and_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    complain(Stop("Port 8000 is in use.", "Choose another.\nDetails: a.log"))
    printed = capsys.readouterr().err.strip().splitlines()
    assert printed == ["Port 8000 is in use.", "  Choose another.", "  Details: a.log"]


def test_a_full_disk_that_nobody_foresaw_is_still_a_sentence() -> None:
    assert unforeseen(OSError(errno.ENOSPC, "No space left")).sentence == "The disk is full."


def test_a_foreign_file_is_named() -> None:
    stop = unforeseen(PermissionError(errno.EACCES, "Permission denied", "/some/file"))
    assert stop.sentence.startswith("/some/file can't be")


@pytest.mark.parametrize(
    ("passed", "said"), [(0.44, "0.4 s"), (23.2, "23 s"), (200.5, "3 min 20 s")]
)
def test_times_are_said_as_a_person_would(
    passed: float, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 1000.0 + passed)
    assert seconds_since(1000.0) == said
