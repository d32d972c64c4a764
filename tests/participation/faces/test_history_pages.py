"""The public history of a question, its feed, and the desk's field for the reason."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.deciding import decide
from participation.eligibility.rules import set_rule
from participation.models import Change, Consultation, CountRecord
from participation.retelling import lines_of
from participation.withdrawals import withdraw_consultation
from portal.models import User
from tests.participation.faces.test_api_description import require_as_described
from tests.participation.faces.test_desk_pages import texts
from tests.participation.test_history import edit, later

ATOM = "{http://www.w3.org/2005/Atom}"


def shown(client: Client, name: str, *args: Any, **more: Any) -> str:
    """A page's words."""
    return client.get(reverse(name, args=args), **more).content.decode()


def entries(client: Client, name: str, *args: Any) -> dict[str, str]:
    """Ids of a feed's entries -> their titles and words."""
    feed = ElementTree.fromstring(client.get(reverse(name, args=args)).content)
    return {
        entry.findtext(f"{ATOM}id") or "": f"{entry.findtext(f'{ATOM}title')} "
        f"{entry.findtext(f'{ATOM}summary')}"
        for entry in feed.iter(f"{ATOM}entry")
    }


def test_the_history_shows_old_and_new_with_the_reason_and_the_role_and_no_name(
    client: Client, question: Consultation, official: User
) -> None:
    User.objects.filter(pk=official.pk).update(name="Odile Marchand")
    edit(official, question, "A slip.", question={"en": "Closed every day?"})
    page = shown(client, "history", question.slug)
    for words in ("Should cars leave the street?", "Closed every day?", "A slip.", "Version 2"):
        assert words in page
    assert "by an official of the city" in page
    assert "Odile" not in page
    assert official.email not in page


def test_dates_of_a_change_are_told_in_words(
    client: Client, question: Consultation, official: User
) -> None:
    later(official, question)
    page = shown(client, "history", question.slug)
    assert "Voting closes" in page
    assert "T00:" not in page
    assert "+00:00" not in page


def test_the_history_is_told_in_french(
    client: Client, question: Consultation, official: User
) -> None:
    later(official, question)
    page = shown(client, "history", question.slug, headers={"accept-language": "fr"})
    assert "Clôture du vote" in page
    assert "par un agent de la ville" in page


def test_a_reason_is_words_and_no_markup(
    client: Client, question: Consultation, official: User
) -> None:
    edit(official, question, "<script>alert(1)</script>")
    assert "<script>alert" not in shown(client, "history", question.slug)


@pytest.mark.parametrize("name", ["consultation", "checks", "vote"])
def test_pages_of_a_question_lead_to_its_history(
    client: Client, question: Consultation, verified: User, name: str
) -> None:
    client.force_login(verified)
    assert reverse("history", args=[question.slug]) in shown(client, name, question.slug)


@pytest.mark.parametrize("name", ["desk-consultation", "desk-texts", "desk-dates", "desk-paper"])
def test_the_desk_leads_to_the_history(
    client: Client, question: Consultation, official: User, name: str
) -> None:
    client.force_login(official)
    assert reverse("history", args=[question.slug]) in shown(client, name, question.slug)


@pytest.mark.parametrize("name", ["history", "question-feed"])
def test_the_history_of_a_withdrawn_question_is_there_for_officials_only(
    client: Client, question: Consultation, official: User, name: str
) -> None:
    edit(official, question)
    withdraw_consultation(actor=official, consultation=question)
    address = reverse(name, args=[question.slug])
    assert client.get(address).status_code == 404
    client.force_login(official)
    assert "The shops asked for it." in client.get(address).content.decode()


def test_without_a_reason_the_form_says_so_and_nothing_typed_is_lost(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    address = reverse("desk-texts", args=[question.slug])
    sent = texts(question, summary_en="Every day.", reason="")
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say why you change this" in page
    assert "Every day.</textarea>" in page
    assert not Change.objects.exists()


def test_a_form_from_before_the_start_is_told_of_the_reason_and_then_asks_for_it(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    sent = texts(question, summary_en="Every day.")
    del sent["reason"]
    page = client.post(reverse("desk-texts", args=[question.slug]), sent).content.decode()
    assert "Say why you change this" in page
    assert 'name="reason"' in page
    assert "Every day.</textarea>" in page


def test_a_draft_is_not_asked_for_a_reason(
    client: Client, question: Consultation, official: User
) -> None:
    Consultation.objects.filter(pk=question.pk).update(status="draft")
    client.force_login(official)
    assert 'name="reason"' not in shown(client, "desk-texts", question.slug)


def test_taking_an_option_off_asks_for_a_reason_too(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    option = question.options.last()
    assert option is not None
    address = reverse("desk-option-remove", args=[question.slug, option.pk])
    assert client.post(address).status_code == 400
    assert client.post(address, {"remove-reason": "Built."}).status_code == 302
    assert Change.objects.get().pieces[0]["old"]["name"] == option.name


def test_taking_the_ballot_paper_away_begins_the_history(
    client: Client, question: Consultation, official: User
) -> None:
    Consultation.objects.filter(pk=question.pk).update(status="draft")
    client.force_login(official)
    assert client.get(reverse("desk-paper-ballot", args=[question.slug, "en"])).status_code == 200
    assert 'name="reason"' in shown(client, "desk-texts", question.slug)


def test_the_feed_of_a_question_tells_opening_phases_changes_count_and_decision(
    client: Client, question: Consultation, official: User
) -> None:
    edit(official, question)
    question.phases.filter(kind="vote").update(closes_at=timezone.now())
    told = {"rule": "approval", "ballots_root": b"r" * 32, "counted_at": timezone.now()}
    CountRecord.objects.create(consultation=question, digest="ab" * 32, **told)
    decide(actor=official, consultation=question, option=None, text={"en": "Later."})
    found = entries(client, "question-feed", question.slug)
    names = {
        "open",
        "phase:inform",
        "phase:discuss",
        "phase:vote",
        "change:2",
        "counted",
        "decided",
    }
    assert set(found) == {f"civic-twin:streets:{name}" for name in names}
    assert "Every day." in found["civic-twin:streets:change:2"]
    assert "The shops asked for it." in found["civic-twin:streets:change:2"]


def test_feeds_for_readers_hold_no_hashes(client: Client, question: Consultation) -> None:
    told = {"rule": "approval", "ballots_root": b"r" * 32, "counted_at": timezone.now()}
    CountRecord.objects.create(consultation=question, digest="ab" * 32, **told)
    for page in (shown(client, "feed"), shown(client, "question-feed", question.slug)):
        assert "Counted" in page
        assert "ab" * 32 not in page
        assert (b"r" * 32).hex() not in page


def test_home_and_question_show_a_link_to_their_feed(
    client: Client, question: Consultation
) -> None:
    assert f'<a class="more" href="{reverse("feed")}">' in shown(client, "home")
    own = reverse("question-feed", args=[question.slug])
    assert f'<a class="more" href="{own}">' in shown(client, "consultation", question.slug)


@pytest.mark.parametrize("name", ["trust", "log"])
def test_what_the_pages_promise_of_signed_roots_leads_to_the_feed_that_keeps_it(
    client: Client, question: Consultation, name: str
) -> None:
    args = [question.slug] if name == "log" else []
    assert reverse("witness-feed") in shown(client, name, *args)


def test_the_history_is_there_for_programs(
    client: Client, question: Consultation, official: User
) -> None:
    edit(official, question)
    (row,) = client.get(reverse("api-history", args=[question.slug])).json()["results"]
    assert (row["version"], row["role"]) == (2, "official")
    assert row["changes"] == [{"what": "summary", "old": {}, "new": {"en": "Every day."}}]
    require_as_described(
        client, "/api/consultations/{slug}/history/", f"/api/consultations/{question.slug}/history/"
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {"kind": "census", "fields": ["name", "birth_date"]},
            {"kind": "census", "fields": ["name", "birth_date", "postcode"]},
            "Date of birth, Postcode",
        ),
        (
            {"kind": "claim", "claim": "address.locality", "values": ["Nantes"]},
            {"kind": "claim", "claim": "address.region", "values": ["Nantes"]},
            "address.region: Nantes",
        ),
    ],
)
def test_whatever_changes_of_who_may_vote_can_be_told_from_before(
    client: Client,
    question: Consultation,
    official: User,
    settings: Any,
    before: dict[str, Any],
    after: dict[str, Any],
    told: str,
) -> None:
    settings.OIDC_ORIGINS = ["https://id.example"]
    Consultation.objects.filter(pk=question.pk).update(eligibility={"provider": "city", **before})
    set_rule(actor=official, consultation=question, rule=after, seen_version=1, reason="Asked for.")
    (line,) = lines_of(Change.objects.get())
    assert line.old != line.new
    assert told in shown(client, "history", question.slug)
