"""Whoever changes a bundle is found: by hand, with new digests, even with the city's own key."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from participation.bench.made_up import made_up, packed, signed_roots, signer
from participation.bench.tampering import HANDS, fit_digests, tamper
from participation.bundles.contents import SIGNED_AS, Counted, hidden_lines, pack
from participation.tallies.catalogue import RULES
from tests.participation.bundles.elections import EVERY_RULE, draw_election
from tests.participation.bundles.running import one_file, small_bundle, unpacked, wrong_in

TIMES = {"file": 334, "digests": 333, "key": 333}


def _vote(rule: str = "approval") -> Counted:
    rng = random.Random(8)
    while True:
        election = draw_election(rule, rng, voters=60)
        texts = [text for text, times in election.ballots.items() for _ in range(times)]
        if len(texts) > 20 and len(election.choices) > 3:
            break
    return made_up(rule, election.choices, election.settings, texts, rng)


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_bundle_that_nobody_touched_agrees(rule: str) -> None:
    assert wrong_in(unpacked(small_bundle(rule))) == []


@pytest.mark.parametrize("hand", HANDS)
def test_each_of_a_thousand_changes_is_found(hand: str) -> None:
    rng = random.Random(hand)
    sign = signer()[1]
    for turn in range(TIMES[hand]):
        rule = EVERY_RULE[turn % len(EVERY_RULE)]
        name, changed = tamper(unpacked(small_bundle(rule)), rng, hand, sign)
        assert wrong_in(changed), f"{rule}: {name}"


def test_a_forger_who_signs_everything_anew_has_another_key() -> None:
    """Only the key, as it was known before, tells such a bundle from the true one."""
    public, sign = signer("forger")
    true = _vote()
    roots = signed_roots(true.commitments[1:], sign)
    forged = replace(true, commitments=true.commitments[1:], roots=roots, public_key=public)
    forged.facts.update(events=len(forged.commitments), replaced=true.facts["replaced"] - 1)
    files = unpacked(pack(forged, sign, lambda manifest: {}))
    assert wrong_in(files) == []
    assert wrong_in(files, key=signer()[0].hex()) == ["Signature"]


def test_a_city_that_rewrites_its_log_does_not_match_the_roots_people_saved() -> None:
    sign = signer()[1]
    true = _vote()
    commitments = [bytes(32), *true.commitments[1:]]
    rewritten = replace(true, commitments=commitments, roots=signed_roots(commitments, sign))
    files = unpacked(pack(rewritten, sign, lambda manifest: {}))
    assert wrong_in(files) == []
    assert _roots_wrong(true.roots, files)
    assert not _roots_wrong(true.roots, unpacked(packed(true)))


def _roots_wrong(roots: Any, files: dict[str, bytes]) -> list[str]:
    module = one_file()
    _findings, bundle = module.check_bundle(dict(files))
    found: list[str] = module.roots_wrong(
        roots, bundle.commitments, bundle.key, bundle.manifest["origin"]
    )
    return found


def test_a_result_that_the_ballots_do_not_give_is_found_though_the_city_signed_it() -> None:
    """The city states other winners, and signs: the count of the same ballots says otherwise."""
    true = _vote()
    other = [one["id"] for one in true.options if [one["id"]] != true.tally["winners"]]
    lied = replace(true, tally={**true.tally, "winners": other[:1]})
    assert wrong_in(unpacked(packed(lied))) == ["Count"]


def test_sums_of_rare_ballots_that_the_city_made_up_are_found_by_a_scrutineer() -> None:
    """One more puts the last option above the second last: no figure follows from that."""
    module, sign = one_file(), signer()[1]
    vote = _vote("star")
    files = unpacked(packed(vote))
    rest = json.loads(files["rest.json"])
    assert rest["ballots"] > rest["before"][-1][-2] + rest["before"][-2][-1]
    rest["before"][-1][-2] += 1
    files["rest.json"] = json.dumps(rest).encode()
    fit_digests(files)
    files["manifest.sig"] = sign(SIGNED_AS + files["manifest.json"]).hex().encode()
    findings, bundle = module.check_bundle(files)
    assert [one.name for one in findings if one.wrong] == []
    listed = "".join(f"{line}\n" for line in hidden_lines(vote)).encode()
    assert module.rest_wrong(listed, bundle) == [
        "they do not add up to the sums that the city states"
    ]


@pytest.mark.parametrize("rule", [one for one in EVERY_RULE if not RULES[one].needs_every_ballot])
def test_a_scrutineer_finds_that_rare_ballots_add_up_under_every_rule(rule: str) -> None:
    vote = _vote(rule)
    _findings, bundle = one_file().check_bundle(unpacked(packed(vote)))
    listed = "".join(f"{line}\n" for line in hidden_lines(vote)).encode()
    assert bundle.hidden
    assert one_file().rest_wrong(listed, bundle) == []


def test_rounds_that_rare_ballots_do_not_give_are_found_though_the_city_signed_them() -> None:
    module, sign = one_file(), signer()[1]
    files = unpacked(packed(_vote("instant-runoff")))
    rest = json.loads(files["rest.json"])
    rest["tops"][0][0] += 1
    files["rest.json"] = json.dumps(rest).encode()
    fit_digests(files)
    files["manifest.sig"] = sign(SIGNED_AS + files["manifest.json"]).hex().encode()
    findings, _bundle = module.check_bundle(files)
    assert [one.name for one in findings if one.wrong] == ["Count"]


def test_sums_that_no_ballots_could_add_up_to_are_found() -> None:
    files = unpacked(small_bundle("ranked-pairs"))
    rest = json.loads(files["rest.json"])
    rest["before"][0][1] = rest["ballots"] + 1
    files["rest.json"] = json.dumps(rest).encode()
    assert "Contents" in wrong_in(files)
