"""From a counted vote, as plain data, to the bytes of its bundle: the same data, the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from participation.bundles.assemble import verifier_text
from participation.disclosure.patterns import FIVE, Rare, rare_patterns
from participation.ledger import merkle
from participation.tallies.catalogue import RULES
from participation.verifier.ballots import ABSTENTION, Question, question_of, read_ballot
from participation.verifier.bundle import FORMAT, MANIFEST, SIGNATURE
from participation.verifier.rules.runoff import rows_of
from participation.verifier.sums import FIELDS, Sums, sums_of

SIGNED_AS = b"civic-twin bundle v1\n"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A zip dates every file; the same date always, so that the bytes say nothing of the day."""

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Counted:
    """A counted vote as it is published.

    origin: the name of its log. about: further entries of the manifest (question, dates, words of
    the rule), by name. options: {id, key, name, cost, is_baseline} in published order; key is the
    letter that pages show. commitments: of the log, in order. roots: signed roots, smallest first.
    ballots: (canonical text, nonce), in any order.
    """

    origin: str
    slug: str
    about: dict[str, Any]
    rule: str
    settings: dict[str, Any]
    options: list[dict[str, Any]]
    facts: dict[str, Any]
    commitments: Sequence[bytes]
    roots: Sequence[dict[str, Any]]
    ballots: Sequence[tuple[str, bytes]]
    tally: dict[str, Any]
    public_key: bytes
    counted_at: str


Readme = Callable[[dict[str, Any]], dict[str, str]]


def pack(counted: Counted, sign: Sign, readme: Readme) -> bytes:
    """The bundle: a zip. readme: from the manifest to texts for people, by name of their file."""
    question = question_of(counted.rule, counted.options, counted.settings)
    counts = Counter(text for text, _ in counted.ballots)
    abstain = counts.pop(ABSTENTION, 0)
    rare = rare_of(counted.rule, counts)
    lines = _ballot_lines(counted.ballots, rare)
    leaves = [leaf for leaf, _ in lines]
    hidden = {text: counts[text] for text in rare.patterns}
    rest = rest_of(question, hidden, counted.tally["detail"])
    files = {
        "ballots.txt": "".join(f"{line}\n" for _, line in lines),
        "rest.json": as_json(rest),
        "log.txt": "".join(f"{one.hex()}\n" for one in counted.commitments),
        "roots.json": as_json(list(counted.roots)),
        "proofs.json": as_json(proofs_between(counted.commitments, counted.roots)),
        "tally.json": as_json(counted.tally),
        "verify.py": verifier_text(),
    }
    shown = [text for text in counts if text not in rare.patterns]
    manifest = {
        "format": FORMAT,
        "origin": counted.origin,
        "consultation": counted.slug,
        **counted.about,
        "rule": counted.rule,
        "settings": counted.settings,
        "options": counted.options,
        "facts": counted.facts,
        "log": {
            "size": len(counted.commitments),
            "root": counted.roots[-1]["root"] if counted.roots else "",
        },
        "ballots_root": merkle.root(leaves).hex(),
        "rare": {
            "least": FIVE,
            "ballots": rare.ballots,
            "of": len(lines),
            "shown_patterns": sum(counts[text] < FIVE for text in shown),
            "abstentions": abstain,
        },
        "counted_at": counted.counted_at,
        "public_key": counted.public_key.hex(),
    }
    files |= readme(manifest)
    packed = {name: text.encode() for name, text in files.items()}
    manifest["files"] = {name: sha256(packed[name]).hexdigest() for name in sorted(packed)}
    told = as_json(manifest, indent=1).encode()
    signature = sign(SIGNED_AS + told).hex()
    return _zip({MANIFEST: told, SIGNATURE: f"{signature}\n".encode(), **packed})


def rare_of(rule: str, counts: Counter[str]) -> Rare:
    """The ballots that are not shown one by one; none for a rule that needs them all."""
    if RULES[rule].needs_every_ballot:
        return Rare(frozenset(), 0, sum(times < FIVE for times in counts.values()))
    return rare_patterns(counts)


def rest_of(question: Question, hidden: dict[str, int], detail: dict[str, Any]) -> dict[str, Any]:
    """Sums of the ballots that are not shown, as many of them as the rule counts from.

    detail: of the tally; where the rule counts in rounds, it says who goes out in each.
    """
    read = [(read_ballot(text, question) or [], times) for text, times in sorted(hidden.items())]
    sums: Sums = sums_of(question.sums, read, question.options)
    if sums.tops:
        sums.tops = rows_of(read, question.options, [row[0] for row in detail["rounds"]])
    told = asdict(sums)
    return {name: told[name] for name in ("ballots", *FIELDS[question.sums])}


def _ballot_lines(ballots: Sequence[tuple[str, bytes]], rare: Rare) -> list[tuple[bytes, str]]:
    """(leaf hash, line of ballots.txt), in the order of leaves."""
    lines = []
    for text, nonce in ballots:
        leaf = merkle.ballot_leaf(text, nonce)
        shown = text not in rare.patterns
        lines.append((leaf, f"{nonce.hex()} {text}" if shown else f"- {leaf.hex()}"))
    return sorted(lines)


def hidden_lines(counted: Counted) -> list[str]:
    """Lines "nonce ballot" of the ballots that are not shown, in the order of their leaves."""
    counts = Counter(text for text, _ in counted.ballots)
    counts.pop(ABSTENTION, None)
    rare = rare_of(counted.rule, counts)
    hidden = [one for one in counted.ballots if one[0] in rare.patterns]
    return [line for _, line in _ballot_lines(hidden, Rare(frozenset(), 0, 0))]


def proofs_between(
    commitments: Sequence[bytes], roots: Sequence[dict[str, Any]]
) -> list[list[str]]:
    """The consistency proof from each root's size to the next, as hexadecimals."""
    levels = [[merkle.leaf_hash(one) for one in commitments]]
    while len(levels[-1]) > 1:
        level = levels[-1]
        pairs = zip(level[::2], level[1::2], strict=False)
        levels.append([merkle.node_hash(one, other) for one, other in pairs])

    def span(low: int, high: int) -> bytes:
        size = high - low
        if size & (size - 1) == 0:
            return levels[size.bit_length() - 1][low // size]
        middle = low + merkle.split(size)
        return merkle.node_hash(span(low, middle), span(middle, high))

    return [
        [step.hex() for step in merkle.consistency_by(one["size"], other["size"], span)]
        for one, other in pairwise(roots)
    ]


def as_json(told: Any, indent: int | None = None) -> str:
    """As every file of a bundle is written: one text for one content."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(
        told, sort_keys=True, indent=indent, separators=separators, ensure_ascii=False
    )
    return f"{text}\n"


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()
