"""Every check of a bundle, one after the other, and what each found, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from participation.verifier.bundle import (
    Bundle,
    files_as_named,
    manifest_signed,
    read_bundle,
    read_manifest,
)
from participation.verifier.log import own_roots_wrong, roots_wrong
from participation.verifier.merkle import tree_root
from participation.verifier.recount import differences, recount, same
from participation.verifier.rules.budgets import Told

BROKEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What reading goes wrong with when a file's content is not what it should be."""
LEAST = 5
"""Fewest ballots that share a choice which need not be hidden, in bundles of this format."""
EXPLAINED_ONLY = ("chains",)
"""Figures of a tally that explain and decide nothing; they are not counted again."""


@dataclass(frozen=True)
class Finding:
    """One check. wrong: what does not agree, in words; empty when all does."""

    name: str
    told: str
    wrong: tuple[str, ...] = ()


def check_bundle(files: dict[str, bytes], key: str = "") -> tuple[list[Finding], Bundle | None]:
    """All checks of a bundle that need nothing but itself.

    key: the public key as the reader got it elsewhere, hexadecimal. The bundle is None when it
    cannot be read, and then no further check was made.
    """
    findings: list[Finding] = []
    try:
        manifest = read_manifest(files)
        wrong = files_as_named(files, manifest)
        told = f"{len(manifest['files'])} files, each as the manifest says"
        findings.append(Finding("Files", told, tuple(wrong)))
        findings.append(_signature(files, manifest, key))
        if any(line.endswith("is missing") for line in wrong):
            return findings, None
        bundle = read_bundle(files, manifest)
    except BROKEN as error:
        return [*findings, Finding("Contents", "every file can be read", (str(error),))], None
    for name, check in CHECKS:
        try:
            findings.append(Finding(name, *_run(check, bundle)))
        except BROKEN as error:
            findings.append(Finding(name, "", (f"this cannot be checked ({error!r})",)))
    return findings, bundle


def _run(check: Check, bundle: Bundle) -> tuple[str, tuple[str, ...]]:
    told, wrong = check(bundle)
    return told, tuple(wrong)


def _signature(files: Mapping[str, bytes], manifest: Mapping[str, Any], key: str) -> Finding:
    named = str(manifest["public_key"])
    told = "the manifest is signed"
    wrong = []
    if not manifest_signed(files, manifest):
        wrong.append("the manifest was altered after it was signed, or another key signed it")
    if key:
        told += ", with the key you gave"
        if key.strip().lower() != named:
            wrong.append("the bundle names another key than the one you gave")
    return Finding("Signature", told, tuple(wrong))


def _log(bundle: Bundle) -> tuple[str, list[str]]:
    stated, events = bundle.manifest["log"], len(bundle.commitments)
    wrong = roots_wrong(bundle.roots, bundle.commitments, bundle.key, bundle.manifest["origin"])
    if not wrong:
        wrong += own_roots_wrong(bundle.roots, bundle.proofs, events)
    if len(set(bundle.commitments)) < events:
        wrong.append("an event stands in the log twice")
    last = bundle.roots[-1]["root"] if bundle.roots else ""
    if not same(stated, {"size": events, "root": last}):
        wrong.append("the manifest states another size or root of the log")
    told = (
        f"{events:,} events; signed roots: {len(bundle.roots):,}, each goes on from the one before"
    )
    return told, wrong


def _events(bundle: Bundle) -> tuple[str, list[str]]:
    facts = bundle.facts
    parts = [facts[name] for name in ("ballots", "replaced", "withdrawn", "unreadable")]
    channels = bundle.manifest["facts"].get("channels", {})
    wrong = [f"{name} is below zero" for name, number in facts.items() if number < 0]
    if facts["events"] != len(bundle.commitments):
        wrong.append(f"{facts['events']:,} events are stated, the log has another number")
    if facts["events"] != sum(parts):
        wrong.append("ballots, replaced, withdrawn and unreadable ones do not add up to the events")
    # A channel of few ballots is not shown (None), and then another one is not shown with it.
    shown = [number for number in channels.values() if number is not None]
    whole = len(shown) == len(channels)
    if sum(shown) > facts["ballots"] or (whole and channels and sum(shown) != facts["ballots"]):
        wrong.append("the ballots of all channels do not add up")
    told = (
        f"{facts['events']:,} events = {parts[0]:,} ballots + {parts[1]:,} replaced by their voter"
        f" + {parts[2]:,} withdrawn + {parts[3]:,} unreadable"
    )
    if facts.get("unlogged"):
        told += f"; {facts['unlogged']:,} envelopes had no event and were not counted: ask why"
    return told, wrong


def _ballots(bundle: Bundle) -> tuple[str, list[str]]:
    leaves, facts = bundle.leaves, bundle.facts
    wrong = []
    if len(leaves) != facts["ballots"]:
        wrong.append(f"{facts['ballots']:,} ballots are stated, the list has {len(leaves):,}")
    if any(one == other for one, other in pairwise(leaves)):
        wrong.append("a ballot stands in the list twice")
    if any(one > other for one, other in pairwise(leaves)):
        wrong.append("the list of ballots is not in its one order")
    root = tree_root(leaves).hex()
    if root != bundle.manifest["ballots_root"]:
        wrong.append("the list of ballots is not the one that was counted: a ballot was altered")
    if bundle.abstentions != facts["abstentions"]:
        wrong.append("the ballots that abstain are not as many as stated")
    told = f"{len(leaves):,} ballots, each allowed, none twice, none altered"
    return told, wrong


def _rare(bundle: Bundle) -> tuple[str, list[str]]:
    rare, hidden = bundle.manifest["rare"], len(bundle.hidden)
    shown = {text: times for text, times in bundle.texts.items() if '"abstain"' not in text}
    wrong = []
    if bundle.rest.ballots != hidden:
        wrong.append("the sums of rest.json are not of as many ballots as are not shown")
    if not same([rare["ballots"], rare["of"]], [hidden, len(bundle.leaves)]):
        wrong.append("the manifest states another number of ballots that are not shown")
    alone = sum(times < LEAST for times in shown.values())
    stated = [rare["least"], rare["shown_patterns"], rare["abstentions"]]
    if not same(stated, [LEAST, alone, bundle.abstentions]):
        wrong.append("the manifest states another number of rare choices that are shown")
    if not bundle.hidden:
        told = "every ballot is shown"
        if alone:
            told += f"; {alone:,} choices stand on fewer than {LEAST} ballots each"
        return told, wrong
    told = (
        f"{hidden:,} of {len(bundle.leaves):,} ballots say what hardly any other says; they"
        " are counted by sums that the city states, and cannot be recounted one by one"
    )
    return told, wrong


def recounted(bundle: Bundle) -> Told:
    """The tally counted again from the bundle's ballots."""
    return {
        **recount(bundle.question, bundle.sums(), bundle.groups),
        "abstentions": bundle.abstentions,
    }


def _tally(bundle: Bundle) -> tuple[str, list[str]]:
    if bundle.question.rule == "equal-shares" and bundle.hidden:
        return "", ["Equal Shares needs every ballot, but some are not shown"]
    found, stated = recounted(bundle), dict(bundle.tally)
    detail = dict(stated.pop("detail", {}))
    for name in EXPLAINED_ONLY:
        detail.pop(name, None)
    stated.pop("story", None)
    wrong = [f"{name}: stated otherwise" for name in differences(found.pop("detail"), detail)]
    for name in sorted({*found, *stated}):
        if name not in found or name not in stated or not same(found[name], stated[name]):
            wrong.append(f"{name}: counted {found.get(name)!r}, stated {stated.get(name)!r}"[:300])
    return f"{found['ballots']:,} ballots counted again by the rule {found['rule']!r}", wrong


Check = Callable[[Bundle], tuple[str, Iterable[str]]]
CHECKS: Sequence[tuple[str, Check]] = (
    ("Log", _log),
    ("Events", _events),
    ("Ballots", _ballots),
    ("Rare ballots", _rare),
    ("Count", _tally),
)
