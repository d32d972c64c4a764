"""Where a checkout keeps its things: folders, keys, room, and one demo at a time."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from portal.launch import place as place_module
from portal.launch.acts.demo import end_demo, only_one
from portal.launch.place import Place, check_room, check_writable, digest, find_place, fresh
from portal.launch.words import Stop


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place in a folder of the test's own."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    made = Place(checkout, tmp_path / "state")
    made.make()
    return made


def test_the_state_folder_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVIC_STATE", str(tmp_path))
    assert find_place("test").state == tmp_path / "test"


def test_an_ordinary_user_keeps_the_state_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CIVIC_STATE", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert find_place(checkout=tmp_path).base == tmp_path / ".local"


def test_two_checkouts_of_root_have_two_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CIVIC_STATE", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert find_place(checkout=tmp_path / "a").base != find_place(checkout=tmp_path / "b").base


def test_a_deep_checkout_still_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = Place(tmp_path, tmp_path / ("d" * 60) / ("e" * 60))
    assert len(str(deep.run / ".s.PGSQL.5432")) < 107


def test_a_key_is_made_once_and_only_its_owner_reads_it(place: Place) -> None:
    first = place.secret("django")
    mode = stat.S_IMODE((place.state / "keys/django").stat().st_mode)
    assert (len(first), place.secret("django") == first, mode) == (64, True, 0o600)


def test_two_keys_differ(place: Place) -> None:
    assert place.secret("django") != place.secret("ballots")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "read-only"
    with pytest.raises(Stop, match=r"Nothing can be written into .*read-only"):
        check_writable(missing)


def test_a_nearly_full_disk_stops_before_anything_is_installed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_module, "ROOM_STATE_GB", 1e9)
    with pytest.raises(Stop, match=r"GB left; Civic Twin needs"):
        check_room(place, first=True)


def test_a_changed_lock_file_makes_its_stamp_stale(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "a.lock", tmp_path / "stamp"
    lock.write_text("numpy==2.3.4")
    stamp.write_text(digest(lock))
    before = fresh(stamp, digest(lock))
    lock.write_text("numpy==2.3.5")
    assert (before, fresh(stamp, digest(lock))) == (True, False)


def test_a_second_demo_of_a_checkout_is_told_where_the_first_is(place: Place) -> None:
    with (
        only_one(place, 8123),
        pytest.raises(Stop, match=r"already runs at .*:8123"),
        only_one(place, 8124),
    ):
        pass


def test_a_demo_may_start_after_the_last_one_ended(place: Place) -> None:
    with only_one(place, 8123):
        pass
    with only_one(place, 8124):
        assert (place.state / "demo.lock").read_text().endswith(" 8124")


def test_down_finds_no_demo_where_none_runs(place: Place) -> None:
    with only_one(place, 8123):
        pass
    assert end_demo(place) is False
