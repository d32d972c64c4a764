"""The command line: what to check, and the answer in plain words.

Exit codes: 0 everything agrees; 1 something does not; 2 there was nothing to check.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from participation.verifier.ballots import Faulty
from participation.verifier.bundle import MANIFEST, Bundle, Unusable, read_files
from participation.verifier.checks import BROKEN, Finding, check_bundle
from participation.verifier.log import (
    code_of,
    receipt_wrong,
    receipt_wrong_in_itself,
    roots_wrong,
    typed_code,
)
from participation.verifier.scrutiny import rest_wrong
from participation.verifier.strict import read_json

AGREES, DIFFERS, UNUSABLE = 0, 1, 2

CANNOT = """What no file can show: whoever runs the voting site sees a ballot at the moment it is
cast, if they are dishonest, and could have put other ballots in the place of those they opened.
That they are as many as the log says, and that nothing changed since, is what was checked. Compare
the key above with the one on your receipt or published elsewhere: a forger signs with another."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names; returns the exit code."""
    asked = _parser().parse_args(arguments)
    alone = not asked.bundle and not (Path(__file__).parent / MANIFEST).is_file()
    try:
        if alone and asked.receipt and not asked.roots:
            return _say([_lone_receipt(given) for given in asked.receipt], None, asked.json)
        files = read_files(Path(asked.bundle) if asked.bundle else Path(__file__).parent)
    except Unusable as error:
        return _unusable(str(error), asked.json)
    except Faulty as error:
        return _say([Finding("Files", "", (str(error),))], None, asked.json)
    findings, bundle = check_bundle(files, asked.key)
    try:
        if bundle is not None:
            findings += [_receipt(given, bundle) for given in asked.receipt]
            findings += [_saved_roots(given, bundle) for given in asked.roots]
            findings += [_rest(given, bundle) for given in asked.rest]
    except Unusable as error:
        return _unusable(str(error), asked.json)
    return _say(findings, bundle, asked.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Check the published count of a vote, with nothing but Python.",
    )
    parser.add_argument(
        "bundle", nargs="?", help="the bundle: a zip or a folder (the one beside this file)"
    )
    parser.add_argument(
        "--receipt",
        action="append",
        default=[],
        metavar="FILE|CODE",
        help="also look for this receipt in the log: its file, or its code as printed",
    )
    parser.add_argument(
        "--roots",
        "--root",
        action="append",
        default=[],
        metavar="FILE",
        help="also hold the log against signed roots that you saved during the vote",
    )
    parser.add_argument(
        "--rest",
        action="append",
        default=[],
        metavar="FILE",
        help="for scrutineers: also add up the rare ballots, from the list handed out under seal",
    )
    parser.add_argument("--key", default="", help="the public key as you got it elsewhere")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def _read_json(given: str) -> Any:
    try:
        return read_json(Path(given).read_bytes())
    except (OSError, ValueError) as error:
        raise Unusable(f"{given} cannot be read: {error}") from None


def _receipt(given: str, bundle: Bundle) -> Finding:
    """Whether a receipt's event is in the log."""
    code = typed_code(given)
    if len(code) == 16 and not Path(given).exists():
        found = [at for at, one in enumerate(bundle.commitments) if code_of(one) == code]
        told = f"your ballot's event is number {found[0] + 1:,} in the log" if found else ""
        return Finding(f"Receipt {given}", told, () if found else ("it is not in the log",))
    receipt = _read_json(given)
    try:
        wrong = receipt_wrong(receipt, bundle.commitments, bundle.key, bundle.manifest["origin"])
        commitment = bytes.fromhex(receipt["commitment"])
        if wrong:
            return Finding(f"Receipt {given}", "", tuple(wrong))
        place = bundle.commitments.index(commitment) + 1
        return Finding(f"Receipt {given}", f"your ballot's event is number {place:,} in the log")
    except BROKEN as error:
        return Finding(f"Receipt {given}", "", (f"it cannot be read: {error}",))


def _lone_receipt(given: str) -> Finding:
    """Whether a receipt's file is sound by itself: during the vote, before there is a bundle."""
    receipt = _read_json(given)
    try:
        wrong = receipt_wrong_in_itself(receipt)
        placed = "signed promise" if "root" not in receipt else "place in the signed log"
        told = f"{placed} of {receipt['origin']}; signed with {receipt['public_key']}"
        return Finding(f"Receipt {given}", told, tuple(wrong))
    except BROKEN as error:
        return Finding(f"Receipt {given}", "", (f"it cannot be read: {error}",))


def _saved_roots(given: str, bundle: Bundle) -> Finding:
    """Whether the log goes on from roots that somebody saved during the vote."""
    roots = _read_json(given)
    roots = roots if isinstance(roots, list) else [roots]
    try:
        wrong = roots_wrong(roots, bundle.commitments, bundle.key, bundle.manifest["origin"])
        if not roots:
            wrong = ["there is no root in it"]
    except BROKEN as error:
        wrong = [f"this is no list of signed roots ({error})"]
    told = f"the log goes on from all {len(roots):,} roots that you saved"
    return Finding(f"Saved roots {given}", told, tuple(wrong))


def _rest(given: str, bundle: Bundle) -> Finding:
    """Whether the rare ballots are those of the bundle, and add up to its sums."""
    try:
        wrong = rest_wrong(Path(given).read_bytes(), bundle)
    except OSError as error:
        raise Unusable(f"{given} cannot be read: {error}") from None
    except ValueError as error:
        wrong = [str(error)]
    told = f"{len(bundle.hidden):,} ballots, by fingerprint those of the bundle, add up to its sums"
    return Finding(f"Rare ballots {given}", told, tuple(wrong))


def _unusable(why: str, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"ok": None, "why": why}))
    else:
        print(f"Nothing was checked: {why}", file=sys.stderr)
    return UNUSABLE


def _say(findings: Sequence[Finding], bundle: Bundle | None, as_json: bool) -> int:
    agrees = not any(one.wrong for one in findings)
    if as_json:
        print(json.dumps(_as_json(findings, bundle, agrees), indent=1))
        return AGREES if agrees else DIFFERS
    if bundle is not None:
        print(f"The vote: {_in_words(bundle.manifest.get('question'))}")
        print(f"The key that signed: {bundle.key.hex()}\n")
    for one in findings:
        print(f"{'DIFFERS' if one.wrong else 'agrees '}  {one.name}: {one.told}".rstrip(": "))
        for line in one.wrong:
            print(f"           {line}")
    print()
    if agrees and bundle is not None:
        print(*_result(bundle), sep="\n")
        print(f"\nEverything in this bundle agrees.\n\n{CANNOT}")
        return AGREES
    if agrees:
        print("The receipt is sound. Whether the count has it, the bundle of the count will show.")
        return AGREES
    print("SOMETHING DOES NOT AGREE. Do not trust this; ask the city, and show them this.")
    return DIFFERS


def _as_json(findings: Sequence[Finding], bundle: Bundle | None, agrees: bool) -> dict[str, Any]:
    return {
        "ok": agrees,
        "key": None if bundle is None else bundle.key.hex(),
        "rule": None if bundle is None else bundle.question.rule,
        "winners": bundle.tally.get("winners") if bundle is not None and agrees else None,
        "findings": [
            {"check": one.name, "ok": not one.wrong, "told": one.told, "wrong": list(one.wrong)}
            for one in findings
        ],
    }


def _in_words(texts: Any) -> str:
    """A text that is told in several languages, in the first of them."""
    if isinstance(texts, dict) and texts:
        return str(texts.get("en") or next(iter(texts.values())))
    return str(texts or "?")


def _result(bundle: Bundle) -> list[str]:
    """The result, as it was counted again."""
    names = {one["id"]: _in_words(one.get("name")) for one in bundle.manifest["options"]}
    winners = bundle.tally["winners"]
    lines = ["The result, counted again:"]
    for option, score, _share, place in bundle.tally["standings"]:
        mark = "*" if option in winners else " "
        lines.append(f" {mark} {place:>3}. {names[option]}  ({score})")
    lines.append("(* won; in brackets what this rule puts them in order by)")
    return lines
