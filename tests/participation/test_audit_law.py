"""The audit log settles a dispute: what an edit changed, from what to what, and nothing of people.

Whoever writes a new entry puts its verb into a table of `audited`; a test counts them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from participation import comments
from participation.models import Consultation
from portal.audit import record
from portal.chain import verify
from portal.changes import LONGEST, changed
from portal.models import AuditEntry, User
from tests.participation import audited
from tests.participation.audited import EDITS, HANDED, STEPS, WORDS, World
from tests.participation.audited_verbs import writers
from twin.models import Scenario


@pytest.fixture
def world(
    official: User,
    planner: User,
    verified: User,
    make_question: Callable[..., Consultation],
    scenarios: list[Scenario],
) -> World:
    return World(official, planner, verified, make_question, scenarios)


def test_every_verb_that_writes_an_entry_stands_in_one_of_the_tables() -> None:
    assert writers() == STEPS | HANDED | set(EDITS)


@pytest.mark.parametrize("verb", EDITS)
def test_an_entry_holds_exactly_what_changed_and_nothing_of_people(world: World, verb: str) -> None:
    act, do, fields = EDITS[verb]
    do(world)
    entry = AuditEntry.objects.filter(act=act).latest("pk")
    assert set(entry.done["changed"]) == fields
    assert all(old != new for old, new in entry.done["changed"].values())
    said = json.dumps(entry.facts, ensure_ascii=False)
    assert "@" not in said
    assert WORDS not in said
    assert entry.about["subject"]


@pytest.mark.parametrize("verb", [verb for verb in EDITS if verb.startswith("participation.")])
def test_an_entry_names_its_question(world: World, verb: str) -> None:
    act, do, _fields = EDITS[verb]
    do(world)
    assert AuditEntry.objects.filter(act=act).latest("pk").about["question"] == "streets"


def test_an_option_whose_plan_was_swapped_names_both_plans(world: World) -> None:
    audited.swap_plan(world)
    entry = AuditEntry.objects.get(act="option.edit")
    old, new = entry.done["changed"]["scenario"]
    assert "“carf (revision 1)”" in old
    assert "“onew (revision 1)”" in new
    assert entry.about["subject"] == "option “carf”"


def test_an_edit_says_what_stood_there_before(world: World) -> None:
    audited.edit(world)
    changes = AuditEntry.objects.get(act="consultation.edit").done["changed"]
    assert changes == {"summary.en": [None, "New."], "summary.fr": [None, "Nouveau."]}


def test_a_long_text_is_shortened_and_known_again_by_its_digest() -> None:
    long = "x" * 5_000
    old, new = changed({"text": long}, {"text": long + "y"})["text"]
    assert old != new
    assert len(new) < LONGEST + 120
    assert "5001 characters" in new


def test_addresses_places_and_codes_in_a_text_are_not_kept() -> None:
    text = "Write to a@b.example about 47.21512, -1.55301 with ABCD-EFGH-JKMN"
    assert changed({}, {"text": text})["text"][1] == (
        "Write to (address) about (place) with (code)"
    )


def test_an_officials_act_carries_the_number_of_its_request(
    client: Any, official: User, question: Consultation
) -> None:
    client.force_login(official)
    address = reverse("desk-state", args=[question.slug])
    answer = client.post(address, {"act": "withdraw", "sure": "yes"})
    entry = AuditEntry.objects.get(act="consultation.withdraw")
    assert entry.about["request"] == answer["X-Request-ID"]


def test_a_residents_act_carries_no_number_of_a_request(
    client: Any, verified: User, make_question: Callable[..., Consultation]
) -> None:
    client.force_login(verified)
    said = comments.write_comment(
        actor=verified, consultation=make_question("discuss"), text="A calm street."
    )
    client.post(reverse("comment-withdraw", args=[said.pk]), {"sure": "on"})
    entries = AuditEntry.objects.filter(actor=verified)
    assert entries.exists()
    assert not any("request" in entry.about for entry in entries)


def test_the_log_is_read_by_question(world: World) -> None:
    audited.edit(world)
    record(actor=None, act="consultation.edit", subject=world.make(slug="parks"))
    out = StringIO()
    call_command("audit", question="streets", stdout=out)
    told = out.getvalue()
    assert "parks" not in told
    assert "consultation “Should cars leave the street?”  question streets" in told
    assert "    summary.en\n      - (nothing)\n      + New.\n" in told


@pytest.mark.django_db(transaction=True)
def test_entries_of_before_are_read_and_verified_as_they_are(official: User) -> None:
    AuditEntry.objects.create(
        actor=official,
        who=official.email,
        act="consultation.edit",
        subject_type="participation.consultation",
        subject_id="11",
        facts={"version": 3, "changed": ["question", "summary"]},
    )
    out = StringIO()
    call_command("audit", stdout=out)
    assert "participation.consultation 11\n    question\n    summary\n    version: 3" in (
        out.getvalue()
    )
    assert verify().wrong == []


def test_words_in_the_log_do_not_steer_a_terminal(official: User) -> None:
    record(actor=official, act="test.act", subject=official, changed={"x": [None, "a\x1b[2Jb"]})
    out = StringIO()
    call_command("audit", stdout=out)
    assert "\x1b" not in out.getvalue()
