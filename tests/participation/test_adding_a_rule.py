"""The recipe of the floor's README for a tally rule, followed here with a tiny one, to the end."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import participation
from participation.bundles import build_bundle, open_bundle, verifier_text
from participation.bundles.assemble import MODULES
from participation.demo.votes import FILL
from participation.faces.counts.pictures import _BY_FORM
from participation.faces.desk.rules import FORM_WORDS
from participation.faces.resident.vote.sheet import TITLES
from participation.models import Consultation, Option
from participation.results import count_box
from participation.results.sensitivity import MEASURES
from participation.tallies.approval import approval, ticked_sheet
from participation.tallies.catalogue import RULES
from participation.tallies.content import FORMS, Choice
from participation.tallies.laws import Law
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import TIES, nobody, standings
from participation.tallies.sheets import contents_of, in_order
from participation.verifier.ballots import FORM_OF_RULE, Question
from participation.verifier.checks import check_bundle
from participation.verifier.recount import RECOUNTS
from participation.verifier.recount import standings as as_told
from participation.verifier.sums import FIELDS, Sums
from portal.models import User
from tests.participation.laws.lawful import hold
from tests.participation.voting import cast, close_and_open

ROOM = Path(participation.__file__).parent
NAME = "plain-ticks"


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Most ticks win."""
    sheet = ticked_sheet(contents_of(contents, "ticks"), in_order(choices))
    found = approval(sheet)
    ticks = [found.approvals[one] for one in sheet.options]
    detail = {"options": list(sheet.options), "approvals": ticks}
    if not sheet.ballots:
        return nobody(NAME, sheet, detail)
    winner = found.order[0]
    return Tally(
        rule=NAME,
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(found.order, found.approvals, sheet.ballots),
        winners=(winner,),
        tied=found.tied,
        story=(Line("%(option)s is ticked on most ballots.", {"option": winner}),),
        detail=detail,
    )


RULE = TallyRule(
    name=NAME,
    form="ticks",
    title="Plain ticks",
    how_to_vote="Tick what you like.",
    how_counted="Most ticks win.",
    ties=TIES,
    weakness="It has no minimum.",
    counter=count,
)


def recounted(question: Question, sums: Sums, _groups: object) -> dict[str, Any]:
    """The same a second time, from the sums of a bundle."""
    ids, ticks = question.options, sums.ticks
    order = sorted(range(len(ids)), key=lambda one: (-ticks[one], one))
    best = [ids[one] for one in order if ticks[one] == ticks[order[0]]]
    return {
        "standings": [[ids[row[0]], *row[1:]] for row in as_told(order, ticks, sums.ballots)],
        "winners": [ids[order[0]]],
        "tied": best if len(best) > 1 else [],
        "detail": {"options": list(ids), "approvals": ticks},
    }


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> str:
    """The lines of the recipe: one in the catalogue, two in the verifier."""
    monkeypatch.setitem(RULES._items, NAME, RULE)
    monkeypatch.setitem(FORM_OF_RULE, NAME, RULE.form)
    monkeypatch.setitem(RECOUNTS, NAME, recounted)
    return NAME


@pytest.fixture
def counted(
    tiny: str, question: Consultation, options: list[Option], verified: User
) -> Consultation:
    """A question that was voted on and counted by it; the second option won."""
    Consultation.objects.filter(pk=question.pk).update(ballot_rule=tiny, ballot_settings={})
    question.refresh_from_db()
    cast(verified, question, [options[1].pk])
    close_and_open(question)
    count_box(question.pk)
    return question


def test_a_new_rule_is_offered_and_explained(
    client: Client, official: User, question: Consultation, tiny: str
) -> None:
    client.force_login(official)
    page = client.get(reverse("desk-rule", args=[question.slug]), {"rule": tiny}).content.decode()
    assert f'name="rule" value="{tiny}" checked' in page
    assert "Most ticks win." in page
    assert "It has no minimum." in page


def test_a_new_rule_has_its_ballot_without_another_line(
    client: Client, question: Consultation, tiny: str
) -> None:
    Consultation.objects.filter(pk=question.pk).update(ballot_rule=tiny, ballot_settings={})
    page = client.get(reverse("vote", args=[question.slug])).content.decode()
    assert "Tick what you like." in page
    assert 'name="tick"' in page


def test_a_new_rule_has_its_result_and_its_report(client: Client, counted: Consultation) -> None:
    for page in ("result", "report"):
        told = client.get(reverse(page, args=[counted.slug])).content.decode()
        assert "B carf is ticked on most ballots." in told
        assert "It has no minimum." in told


def test_a_new_rule_is_counted_again_from_its_bundle(counted: Consultation) -> None:
    stored = open_bundle(build_bundle(counted.pk))
    assert stored is not None
    with stored, zipfile.ZipFile(io.BytesIO(stored.read())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    findings, _bundle = check_bundle(files)
    assert [(one.name, one.wrong) for one in findings if one.wrong] == []


@pytest.mark.parametrize("law", Law)
def test_a_new_rule_is_held_to_every_law(tiny: str, law: Law) -> None:
    for seed in range(20):
        hold(law, tiny, random.Random(seed))


def test_the_recipe_names_files_that_are_there() -> None:
    """And all that instant runoff, the last rule to be added, needed."""
    text = (ROOM / "README.md").read_text()
    recipe = text[text.index("### A tally rule") :].split("\n### ")[0].split("\n- *")[0]
    named = re.findall(r"`((?:tallies|verifier|bundles|faces)/[\w/]+\.py)`", recipe)
    assert len(set(named)) >= 5
    assert [name for name in named if not (ROOM / name).exists()] == []


def test_every_form_of_ballot_is_in_every_table_by_form() -> None:
    """A new form would else fail where somebody first meets it."""
    for table in (FORM_WORDS, TITLES, MEASURES, FILL, _BY_FORM):
        assert {*FORMS} <= {*table}
    assert {*FORMS} <= {*FIELDS}
    assert {*FORM_OF_RULE.values()} == {*FORMS}


def test_every_module_of_the_verifier_is_in_the_one_file() -> None:
    room = ROOM / "verifier"
    there = {str(path.relative_to(room)).removesuffix(".py") for path in room.rglob("*.py")}
    assert {one for one in there if not one.endswith("__init__")} == {*MODULES}
    assert verifier_text().count("\n# " + "-" * 97) == 2 * len(MODULES)
