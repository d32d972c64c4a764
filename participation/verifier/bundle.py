"""The files of a bundle, from a zip or a folder, and what the manifest says of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from participation.verifier.ballots import Faulty, Question, question_of, read_ballot
from participation.verifier.ed25519 import signature_holds
from participation.verifier.merkle import leaf_hash
from participation.verifier.strict import read_json
from participation.verifier.sums import Sums, sums_from_json, sums_of

FORMAT = "civic-twin bundle 1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
CONTENTS = ("ballots.txt", "rest.json", "log.txt", "roots.json", "proofs.json", "tally.json")
LARGEST = 4 * 1024**3


class Unusable(Exception):
    """There is nothing here that could be checked; the text says why."""


def read_files(where: Path) -> dict[str, bytes]:
    """name -> content of a zip, or of what a folder's manifest names; raises Unusable, Faulty."""
    try:
        if where.is_dir():
            return _read_folder(where)
        with zipfile.ZipFile(where) as packed:
            names = packed.namelist()
            if len(set(names)) < len(names):
                raise Faulty("the zip holds two files of the same name")
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise Unusable("the zip is larger than any bundle")
            return {name: packed.read(name) for name in names}
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError) as error:
        # A way of packing that Python does not know, or a password, is a RuntimeError.
        raise Unusable(f"{where} cannot be read: {error}") from None
    except Exception as error:
        # A damaged zip can fail in the decompression library too, by an error of its own.
        if type(error).__module__ == "zlib":
            raise Unusable(f"{where} cannot be read: {error}") from None
        raise


def _read_folder(where: Path) -> dict[str, bytes]:
    manifest = where / MANIFEST
    if not manifest.is_file():
        raise Unusable(f"there is no {MANIFEST} in {where}")
    found = {MANIFEST: manifest.read_bytes()}
    try:
        named = [str(name) for name in read_json(found[MANIFEST])["files"]]
    except (ValueError, KeyError, TypeError):
        named = []
    for name in [SIGNATURE, *named]:
        # Only beside the manifest: a name cannot lead elsewhere on this computer.
        if name == Path(name).name and (where / name).is_file():
            found[name] = (where / name).read_bytes()
    return found


@dataclass
class Bundle:
    """Everything in it, read: lists are of the files' own order.

    leaves: leaf hashes of ballots.txt. groups: distinct ballots that make a choice, how often each.
    texts: the same by text, abstentions too. hidden: leaves whose ballots are in `rest` only.
    """

    files: dict[str, bytes]
    manifest: dict[str, Any]
    question: Question
    commitments: list[bytes] = field(default_factory=list)
    roots: list[dict[str, Any]] = field(default_factory=list)
    proofs: list[list[bytes]] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    groups: list[tuple[list[Any], int]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    hidden: list[bytes] = field(default_factory=list)
    abstentions: int = 0
    rest: Sums = field(default_factory=Sums)
    tally: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> bytes:
        """The public key that the bundle names."""
        return bytes.fromhex(self.manifest["public_key"])

    @property
    def facts(self) -> dict[str, int]:
        """What the opening of the box found, by name."""
        return {k: v for k, v in self.manifest["facts"].items() if type(v) is int}

    def sums(self) -> Sums:
        """Sums over all ballots that make a choice, shown and hidden."""
        shown = sums_of(self.question.sums, self.groups, self.question.options)
        return shown.plus(self.rest)


def read_manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest; raises Faulty."""
    try:
        told = read_json(files[MANIFEST])
        known = isinstance(told, dict) and told["format"] == FORMAT
        if known and isinstance(told["files"], dict) and isinstance(told["facts"], dict):
            bytes.fromhex(told["public_key"])
            return dict(told)
    except KeyError as error:
        raise Faulty(f"{error} is missing") from None
    except (TypeError, ValueError) as error:
        raise Faulty(f"{MANIFEST} cannot be read ({error})") from None
    raise Faulty(f"this is not a {FORMAT}")


def files_as_named(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[str]:
    """What is wrong with the files, in words: one missing, altered, or not named."""
    named: dict[str, Any] = manifest["files"]
    wrong = [f"{name} is missing" for name in (*CONTENTS, *named) if name not in files]
    wrong += [
        f"{name} was altered"
        for name, digest in named.items()
        if name in files and sha256(files[name]).hexdigest() != digest
    ]
    extra = sorted(set(files) - {*named, MANIFEST, SIGNATURE})
    wrong += [f"{name} is not named in the manifest" for name in extra]
    wrong += [f"{name} has no digest in the manifest" for name in CONTENTS if name not in named]
    return wrong


def manifest_signed(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> bool:
    """Whether the manifest was signed with the key it names."""
    try:
        signature = bytes.fromhex(files.get(SIGNATURE, b"").decode().strip())
    except ValueError:
        return False
    text = b"civic-twin bundle v1\n" + files[MANIFEST]
    return signature_holds(bytes.fromhex(manifest["public_key"]), text, signature)


def read_bundle(files: dict[str, bytes], manifest: dict[str, Any]) -> Bundle:
    """All files read; raises Faulty."""
    try:
        question = question_of(manifest["rule"], manifest["options"], manifest["settings"])
        found = Bundle(files, manifest, question)
        found.commitments = [digest_of(line) for line in read_lines(files["log.txt"])]
        found.roots = list(read_json(files["roots.json"]))
        proofs = read_json(files["proofs.json"])
        if not isinstance(proofs, list):
            raise Faulty("proofs.json is no list")
        found.proofs = [[digest_of(step) for step in proof] for proof in proofs]
        found.tally = dict(read_json(files["tally.json"]))
        rest = read_json(files["rest.json"])
        found.rest = sums_from_json(question.sums, rest, len(question.options))
        _read_ballots(found)
    except KeyError as error:
        raise Faulty(f"{error} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise Faulty(str(error)) from None
    return found


def digest_of(text: str) -> bytes:
    """32 bytes in 64 small hexadecimal digits; raises Faulty."""
    if len(text) != 64 or text != text.lower():
        raise Faulty(f"this is no digest: {text[:80]!r}")
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Faulty(f"this is no digest: {text[:80]!r}") from None


def read_lines(content: bytes) -> list[str]:
    """The lines of a file, each ended; raises Faulty."""
    text = content.decode("ascii")
    if text and not text.endswith("\n"):
        raise Faulty("a file ends in the middle of a line")
    return text.split("\n")[:-1]


def read_ballot_line(line: str) -> tuple[bytes, str | None]:
    """Leaf hash and text of a line "nonce ballot", or "- leaf" (None); raises Faulty."""
    nonce, _, text = line.partition(" ")
    if nonce == "-":
        return digest_of(text), None
    if len(nonce) != 32 or nonce != bytes.fromhex(nonce).hex():
        raise Faulty(f"this is no ballot's number: {nonce[:80]!r}")
    return leaf_hash(f"{text}\n{nonce}".encode()), text


def _read_ballots(found: Bundle) -> None:
    """Fill in leaves, groups and abstentions from ballots.txt."""
    for line in read_lines(found.files["ballots.txt"]):
        leaf, text = read_ballot_line(line)
        found.leaves.append(leaf)
        if text is None:
            found.hidden.append(leaf)
        else:
            found.texts[text] = found.texts.get(text, 0) + 1
    for text, times in found.texts.items():
        marks = read_ballot(text, found.question)
        if marks is None:
            found.abstentions = times
        else:
            found.groups.append((marks, times))
