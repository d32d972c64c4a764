"""The shell part of ./civic on machines that lack something, made of stand-in programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLD_PYTHON = """case "$2" in *"< (3"*) exit 1;; *) echo 3.9;; esac"""
OFFLINE_APT = "echo \"W: Temporary failure resolving 'somewhere'\" >&2; exit 100"
FULL_APT = 'echo "E: You don\'t have enough free space" >&2; exit 100'
ROOT_ID, USER_ID = "echo 0", "echo 1000"


class Machine:
    """A folder that is the whole PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("dirname", "mktemp", "grep", "env", "rm", "true", "date"):
            (folder / name).symlink_to(str(shutil.which(name)))
        self.has("id", ROOT_ID)

    def has(self, name: str, script: str) -> None:
        """Give it a program."""
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ./civic on it."""
        return subprocess.run(
            ["/bin/sh", str(ROOT / "civic"), *words],
            env={"PATH": str(self.folder), "TMPDIR": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with a shell and little else, as root."""
    return Machine(tmp_path)


def test_without_python_and_apt_it_says_what_to_install(machine: Machine) -> None:
    done = machine.run("demo")
    assert (done.returncode, "this machine has no Python" in done.stderr) == (1, True)


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.has("python3", OLD_PYTHON)
    assert "this machine has Python 3.9" in machine.run("demo").stderr


def test_an_old_python_that_apt_cannot_better_is_named(machine: Machine) -> None:
    machine.has("python3", OLD_PYTHON)
    machine.has("apt-get", "exit 0")
    assert "this system offers 3.9" in machine.run("demo").stderr


def test_without_root_and_sudo_it_says_whom_to_ask(machine: Machine) -> None:
    machine.has("apt-get", "exit 0")
    machine.has("id", USER_ID)
    done = machine.run("demo")
    assert "needs root or sudo" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_a_sudo_that_wants_a_password_in_a_pipe_says_so(machine: Machine) -> None:
    machine.has("apt-get", "exit 0")
    machine.has("id", USER_ID)
    machine.has("sudo", "exit 1")
    assert "sudo asks for a password" in machine.run("demo").stderr


@pytest.mark.parametrize(("apt", "said"), [(OFFLINE_APT, "no network"), (FULL_APT, "disk is full")])
def test_a_failing_apt_is_explained(machine: Machine, apt: str, said: str) -> None:
    machine.has("apt-get", apt)
    done = machine.run("demo")
    assert (done.returncode, said in done.stderr) == (1, True)


def test_any_name_of_a_good_python_is_found(machine: Machine) -> None:
    (machine.folder / "python").symlink_to(Path(sys.executable).resolve())
    assert "./civic COMMAND" in machine.run("help").stdout


def test_an_unknown_word_leads_to_the_help() -> None:
    done = subprocess.run(
        [ROOT / "civic", "dance"], capture_output=True, text=True, check=False, env=os.environ
    )
    assert (done.returncode, "has no command 'dance'" in done.stderr) == (2, True)


def test_the_launcher_loads_nothing_that_must_be_installed() -> None:
    code = (
        "import sys; import portal.launch.commands; "
        "print({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names))"
    )
    found = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() in (
        "{'portal', '__main__'}",
        "{'__main__', 'portal'}",
        "{'portal'}",
    )
