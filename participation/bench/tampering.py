"""Bundles changed in every way that somebody might try, to see that each is found.

Three hands: who edits a file; who also makes every unsigned digest fit again; and who holds the
city's own key and signs again, but cannot call back what was signed and handed out before.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from participation.bundles.contents import SIGNED_AS, Sign, as_json
from participation.ledger import merkle
from participation.tallies.catalogue import RULES
from participation.verifier.bundle import MANIFEST, SIGNATURE

Files = dict[str, bytes]
Change = Callable[[Files, random.Random], None]
HANDS = ("file", "digests", "key")


def tamper(files: Files, rng: random.Random, hand: str, sign: Sign) -> tuple[str, Files]:
    """One change by one hand: its name, and the files after it, which always differ."""
    changes = BY_KEY_HOLDER if hand == "key" else CHANGES
    while True:
        name = rng.choice(sorted(changes))
        changed = dict(files)
        changes[name](changed, rng)
        if hand != "file":
            fit_digests(changed)
        if changed == files:
            continue
        if hand == "key":
            changed[SIGNATURE] = sign(SIGNED_AS + changed[MANIFEST]).hex().encode() + b"\n"
        return f"{hand}: {name}", changed


def fit_digests(files: Files) -> None:
    """Let the manifest name the files as they are now."""
    try:
        manifest = json.loads(files[MANIFEST])
        names = list(manifest["files"])
    except (KeyError, TypeError, ValueError):
        # What was changed is the manifest's own frame: there is nothing to make fit.
        return
    for name in names:
        if name in files:
            manifest["files"][name] = sha256(files[name]).hexdigest()
    _write(files, MANIFEST, manifest)


def _write(files: Files, name: str, told: Any) -> None:
    files[name] = as_json(told, indent=1 if name == MANIFEST else None).encode()


def _in_lines(name: str, change: Callable[[list[str], random.Random], None]) -> Change:
    def apply(files: Files, rng: random.Random) -> None:
        lines = files[name].decode().splitlines()
        if lines:
            change(lines, rng)
            files[name] = "".join(f"{line}\n" for line in lines).encode()

    return apply


def _drop(lines: list[Any], rng: random.Random) -> None:
    del lines[rng.randrange(len(lines))]


def _double(lines: list[Any], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    lines.insert(rng.choice([at, rng.randrange(len(lines))]), lines[at])


def _swap(lines: list[Any], rng: random.Random) -> None:
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _revote(lines: list[str], rng: random.Random) -> None:
    """One ballot says what another says."""
    one, other = rng.choice(lines), rng.choice(lines)
    if "-" not in (one[0], other[0]):
        lines[lines.index(one)] = f"{one.split(' ')[0]} {other.split(' ')[1]}"


def _other_sign(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    place = rng.randrange(32)
    sign = rng.choice("0123456789abcdef".replace(lines[at][place], ""))
    lines[at] = lines[at][:place] + sign + lines[at][place + 1 :]


def _hide(lines: list[str], rng: random.Random) -> None:
    """A ballot that was shown becomes a fingerprint."""
    at = rng.randrange(len(lines))
    nonce, text = lines[at].split(" ")
    if nonce != "-":
        leaf = merkle.ballot_leaf(text, bytes.fromhex(nonce))
        lines[at] = f"- {leaf.hex()}"


def _in_json(name: str, *path: str) -> Change:
    """One number, word, order or truth somewhere under `path` changes."""

    def apply(files: Files, rng: random.Random) -> None:
        told = json.loads(files[name])
        at: Any = told
        for step in path:
            at = at[step]
        if path and not isinstance(at, dict | list):
            holder: Any = told
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = _other(at, rng)
        elif at:
            _change_within(at, rng)
        _write(files, name, told)

    return apply


def _change_within(told: Any, rng: random.Random) -> None:
    keys = list(told) if isinstance(told, dict) else list(range(len(told)))
    if not keys:
        return
    key = rng.choice(keys)
    if isinstance(told[key], dict | list) and told[key] and rng.random() < 0.9:
        _change_within(told[key], rng)
    elif isinstance(told, list) and rng.random() < 0.3:
        rng.choice([_drop, _double, _swap])(told, rng)
    else:
        told[key] = _other(told[key], rng)


def _other(value: Any, rng: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice([-1, 1, 10])
    if isinstance(value, str) and value:
        at = rng.randrange(len(value))
        return value[:at] + rng.choice("0123456789".replace(value[at], "")) + value[at + 1 :]
    return 1 if value is None else None


def _swap_files(files: Files, rng: random.Random) -> None:
    one, other = rng.sample(sorted(files), 2)
    files[one], files[other] = files[other], files[one]


def _lose_file(files: Files, rng: random.Random) -> None:
    del files[rng.choice(sorted(files))]


def _add_file(files: Files, rng: random.Random) -> None:
    files[f"note-{rng.randrange(100)}.txt"] = b"Trust me.\n"


def _add_text(files: Files, rng: random.Random) -> None:
    name = rng.choice(["verify.py", "README.txt", SIGNATURE])
    files[name] = b"0" + files[name]


def _new_rule(files: Files, rng: random.Random) -> None:
    told = json.loads(files[MANIFEST])
    told["rule"] = rng.choice(list(RULES))
    _write(files, MANIFEST, told)


BALLOTS: dict[str, Change] = {
    "ballot dropped": _in_lines("ballots.txt", _drop),
    "ballot doubled": _in_lines("ballots.txt", _double),
    "ballots swapped": _in_lines("ballots.txt", _swap),
    "ballot altered": _in_lines("ballots.txt", _revote),
    "ballot's number altered": _in_lines("ballots.txt", _other_sign),
    "event dropped": _in_lines("log.txt", _drop),
    "event doubled": _in_lines("log.txt", _double),
    "events swapped": _in_lines("log.txt", _swap),
    "event altered": _in_lines("log.txt", _other_sign),
}
BY_KEY_HOLDER: dict[str, Change] = {
    **BALLOTS,
    "ballot hidden": _in_lines("ballots.txt", _hide),
    "number of rare ballots altered": _in_json("rest.json", "ballots"),
    "proof altered": _in_json("proofs.json"),
    "winners altered": _in_json("tally.json", "winners"),
    "standings altered": _in_json("tally.json", "standings"),
    "number of ballots altered": _in_json("tally.json", "ballots"),
    "events in facts altered": _in_json(MANIFEST, "facts", "events"),
    "ballots in facts altered": _in_json(MANIFEST, "facts", "ballots"),
    "abstentions altered": _in_json(MANIFEST, "facts", "abstentions"),
    "replaced altered": _in_json(MANIFEST, "facts", "replaced"),
    "root of ballots altered": _in_json(MANIFEST, "ballots_root"),
    "log in manifest altered": _in_json(MANIFEST, "log"),
    "origin altered": _in_json(MANIFEST, "origin"),
    "rare ballots altered": _in_json(MANIFEST, "rare"),
}
"""Without new signatures under old roots or all ballots made anew, which no file shows, and without
other sums of rare ballots, which only a scrutineer can find where no figure of the tally follows.
"""
CHANGES: dict[str, Change] = {
    **BY_KEY_HOLDER,
    "sums altered": _in_json("rest.json"),
    "tally altered": _in_json("tally.json"),
    "root altered": _in_json("roots.json"),
    "manifest altered": _in_json(MANIFEST),
    "facts altered": _in_json(MANIFEST, "facts"),
    "options altered": _in_json(MANIFEST, "options"),
    "settings altered": _in_json(MANIFEST, "settings"),
    "key altered": _in_json(MANIFEST, "public_key"),
    "rule altered": _new_rule,
    "files swapped": _swap_files,
    "file lost": _lose_file,
    "file added": _add_file,
    "text altered": _add_text,
}
