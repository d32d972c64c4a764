"""From accepted ballots to a public ruling: evidence, roles, words, and what never leaks."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from participation.anomalies import (
    KINDS,
    RULINGS,
    find_all,
    find_in,
    label_of,
    note_cast,
    rule_on,
    sentence_of,
)
from participation.eligibility import counters
from participation.models import Anomaly, Consultation
from portal.errors import BadInput, Conflict, NotAllowed
from portal.models import AuditEntry, User
from portal.network import network_of
from portal.rediscache import client_of

LIBRARY = "0123456789abcdef"


@pytest.fixture
def odd(question: Consultation) -> Anomaly:
    """Sixty ballots from one network within this hour."""
    for _ballot in range(60):
        note_cast(LIBRARY, question.pk)
    find_in(question.pk)
    return Anomaly.objects.get()


def test_many_ballots_from_one_network_are_found_once(question: Consultation, odd: Anomaly) -> None:
    assert (odd.kind, odd.evidence["number"]) == ("network", 50)
    assert find_in(question.pk) == 0
    assert Anomaly.objects.count() == 1


def test_the_evidence_grows_while_nobody_has_ruled(
    question: Consultation, odd: Anomaly, official: User
) -> None:
    for _ballot in range(60):
        note_cast(LIBRARY, question.pk)
    find_in(question.pk)
    odd.refresh_from_db()
    assert odd.evidence["number"] == 100
    rule_on(actor=official, anomaly=odd, ruling="counts", reason="The library's day.")
    for _ballot in range(60):
        note_cast(LIBRARY, question.pk)
    find_in(question.pk)
    odd.refresh_from_db()
    assert odd.evidence["number"] == 100


def test_only_votes_that_are_open_or_just_closed_are_looked_at(
    question: Consultation, make_question: Any
) -> None:
    later = make_question(phase="discuss", slug="later")
    for _ballot in range(60):
        note_cast(LIBRARY, question.pk)
        note_cast(LIBRARY, later.pk)
    assert find_all() == 1
    assert Anomaly.objects.get().consultation == question


def test_the_evidence_holds_no_network_word_and_no_fine_number(
    question: Consultation, odd: Anomaly
) -> None:
    kept = json.dumps(odd.evidence) + odd.key
    assert LIBRARY not in kept
    assert label_of(question.pk, LIBRARY) in kept
    assert label_of(question.pk, LIBRARY) != label_of(question.pk + 1, LIBRARY)
    assert odd.evidence["minutes"] == 60
    assert odd.evidence["from"].endswith(":00:00+00:00")


def test_redis_forgets_the_counts_within_days(question: Consultation, odd: Anomaly) -> None:
    client = client_of(settings.REDIS_URL)
    keys = client.keys("civic:counts:*")
    assert keys
    assert all(0 < client.ttl(key) <= counters.KEEP_S for key in keys)


def test_a_redis_that_is_away_fails_no_vote(
    question: Consultation, monkeypatch: Any, caplog: Any
) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    note_cast(LIBRARY, question.pk)
    assert "goes on without" in caplog.text
    assert LIBRARY not in caplog.text


def test_noting_a_ballot_takes_one_command(question: Consultation) -> None:
    client = client_of(settings.REDIS_URL)
    note_cast(LIBRARY, question.pk)
    before = client.info("commandstats").get("cmdstat_hincrby", {}).get("calls", 0)
    start = time.process_time()
    for _ballot in range(200):
        note_cast(LIBRARY, question.pk)
    spent_ms = (time.process_time() - start) / 200 * 1_000
    after = client.info("commandstats")["cmdstat_hincrby"]["calls"]
    assert after - before >= 200
    assert spent_ms < 1


def test_a_ruling_is_public_with_its_reason_and_without_a_network(
    client: Client, question: Consultation, odd: Anomaly, official: User
) -> None:
    reason = "A workshop in the library, ask 06 12 34 56 78 or anna@example.org."
    rule_on(actor=official, anomaly=odd, ruling="counts", reason=reason)
    body = client.get(reverse("checks", args=[question.slug])).content.decode()
    assert "A workshop in the library" in body
    assert str(RULINGS["counts"]) in body
    assert "at least 50" in body
    for hidden in ("anna@example.org", "06 12 34 56 78", odd.evidence["network"], LIBRARY):
        assert hidden not in body


def test_what_waits_is_counted_in_public_and_not_described(
    client: Client, question: Consultation, odd: Anomaly
) -> None:
    body = client.get(reverse("checks", args=[question.slug])).content.decode()
    assert "1 thing is being looked at" in body
    assert "at least 50" not in body


def test_a_ruling_to_keep_looking_stays_beside_the_last_one(
    client: Client, question: Consultation, odd: Anomaly, official: User
) -> None:
    rule_on(actor=official, anomaly=odd, ruling="watch", reason="We ask the library first.")
    rule_on(actor=official, anomaly=odd, ruling="reported", reason="It was not the library.")
    with pytest.raises(Conflict):
        rule_on(actor=official, anomaly=odd, ruling="counts", reason="Once more.")
    body = client.get(reverse("checks", args=[question.slug])).content.decode()
    assert body.index("We ask the library first.") < body.index("It was not the library.")


def test_who_ruled_is_in_the_audit_log_without_the_reason(odd: Anomaly, official: User) -> None:
    rule_on(actor=official, anomaly=odd, ruling="counts", reason="The library's day.")
    entry = AuditEntry.objects.get(act="anomaly.rule")
    assert entry.actor == official
    assert entry.done == {"changed": {"ruling": ["", "counts"], "state": ["open", "ruled"]}}


@pytest.mark.parametrize(("ruling", "reason"), [("drop", "x"), ("counts", "  ")])
def test_a_ruling_needs_a_known_verdict_and_a_reason(
    odd: Anomaly, official: User, ruling: str, reason: str
) -> None:
    with pytest.raises(BadInput):
        rule_on(actor=official, anomaly=odd, ruling=ruling, reason=reason)


def test_residents_neither_see_nor_rule(client: Client, odd: Anomaly, resident: User) -> None:
    with pytest.raises(NotAllowed):
        rule_on(actor=resident, anomaly=odd, ruling="counts", reason="x")
    client.force_login(resident)
    assert client.get(reverse("desk-anomalies")).status_code == 403
    assert client.get(reverse("desk-anomaly", args=[odd.pk])).status_code == 403


def test_an_official_rules_on_the_page(client: Client, odd: Anomaly, official: User) -> None:
    client.force_login(official)
    assert sentence_of(odd) in client.get(reverse("desk-anomalies")).content.decode()
    address = reverse("desk-anomaly", args=[odd.pk])
    assert odd.evidence["network"] in client.get(address).content.decode()
    assert client.post(address, {"ruling": "counts", "reason": ""}).status_code == 400
    assert client.post(address, {"ruling": "counts", "reason": "Ours."}).status_code == 302
    odd.refresh_from_db()
    assert (odd.state, odd.ruled_by) == ("ruled", official)


def test_the_kiosk_is_told_that_it_is_the_one(
    client: Client, question: Consultation, official: User, rf: Any
) -> None:
    here = network_of(rf.get("/", REMOTE_ADDR="93.184.216.34"))
    for _ballot in range(50):
        note_cast(here, question.pk)
    find_in(question.pk)
    client.force_login(official)
    address = reverse("desk-anomaly", args=[Anomaly.objects.get().pk])
    ours = client.get(address, REMOTE_ADDR="93.184.216.99").content.decode()
    theirs = client.get(address, REMOTE_ADDR="8.8.8.8").content.decode()
    assert "using right now" in ours
    assert "using right now" not in theirs


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_sentence_and_its_harmless_reasons(kind: str) -> None:
    evidence = {"number": 150, "of": 200, "minutes": 60, "from": "2026-11-23T10:00:00+00:00"}
    assert "150" in sentence_of(Anomaly(kind=kind, evidence=evidence))
    assert str(KINDS[kind].often)
