"""The demo's voices: there once, all marked as invented, shaped like a real consultation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from participation import ballots
from participation.demo import fill, load, phrases_en, phrases_fr
from participation.demo.people import LOGINS
from participation.demo.questions import QUESTIONS, STRASBOURG
from participation.demo.small import FOOTBRIDGE, MARKET, SMALL, Small
from participation.eligibility.codes.words import read
from participation.models import (
    Comment,
    Consultation,
    CountRecord,
    Envelope,
    LogEvent,
    LogRoot,
    PublicCell,
    PublicComment,
    RollEntry,
    VotingCode,
)
from participation.results import tally_of
from participation.tallies.catalogue import RULES
from portal.models import User
from twin.models import Scenario, TwinVersion


@pytest.fixture
def loaded(
    monkeypatch: pytest.MonkeyPatch, version: TwinVersion, scenarios: list[Scenario]
) -> Consultation:
    """The main question on the test city; the others need the real city's streets."""
    monkeypatch.setattr(load, "QUESTIONS", (STRASBOURG,))
    monkeypatch.setattr(fill, "SMALL", ())
    fourth = Scenario.objects.create(
        base=version,
        name={"en": "slow"},
        status="published",
        visibility="public",
        digest="slow" * 16,
    )
    load.ensure_participation(version, [*scenarios, fourth], say=lambda _words: None)
    return Consultation.objects.get()


def test_voices_and_ballots_are_as_many_as_planned_and_all_marked(loaded: Consultation) -> None:
    assert Comment.objects.filter(parent=None).count() == STRASBOURG.voices + 2
    assert Envelope.objects.count() == RollEntry.objects.count() == STRASBOURG.voters
    assert LogEvent.objects.exclude(place=None).count() == STRASBOURG.voters
    assert not Comment.objects.filter(synthetic=False).exists()
    assert not User.objects.filter(synthetic=False).exists()
    assert loaded.synthetic


def test_loading_again_changes_nothing(
    loaded: Consultation, version: TwinVersion, scenarios: list[Scenario]
) -> None:
    before = (Comment.objects.count(), Envelope.objects.count(), User.objects.count())
    load.ensure_participation(version, scenarios, say=lambda _words: None)
    assert (Comment.objects.count(), Envelope.objects.count(), User.objects.count()) == before


def test_vote_is_open_and_closes_on_a_sunday_evening(loaded: Consultation) -> None:
    vote = loaded.phases.get(kind="vote")
    closes = timezone.localtime(vote.closes_at)
    assert vote.opens_at < timezone.now() < vote.closes_at
    assert (closes.weekday(), closes.hour) == (6, 18)
    assert ballots.turnout(loaded) == ballots.Turnout(600, False)


def test_some_comments_wait_in_the_queue_and_areas_are_released(loaded: Consultation) -> None:
    assert Comment.objects.filter(status="held").count() == 3
    assert Comment.objects.filter(reports__settled=False).distinct().count() == 4
    assert PublicCell.objects.count() >= 3
    assert PublicComment.objects.exclude(cell="").count() > 100


def test_every_question_speaks_both_languages() -> None:
    for plan in QUESTIONS:
        texts = [*plan.texts.values(), *(text for option in plan.options for text in option)]
        assert all(set(text) == {"en", "fr"} and all(text.values()) for text in texts)


def test_every_small_question_speaks_both_languages() -> None:
    for plan in SMALL:
        texts = [plan.question, plan.summary, *(answer.name for answer in plan.answers)]
        texts += [answer.summary for answer in plan.answers if answer.summary]
        assert all(set(text) == {"en", "fr"} and all(text.values()) for text in texts)


def test_every_form_of_ballot_can_be_tried() -> None:
    rules = {"approval", *(plan.rule for plan in SMALL if plan.days[1] > 7)}
    forms = {RULES[rule].form for rule in rules}
    assert forms == {RULES[rule].form for rule in RULES}
    assert any(RULES[rule].budget for rule in rules)


@pytest.fixture
def small(
    monkeypatch: pytest.MonkeyPatch, version: TwinVersion, scenarios: list[Scenario]
) -> Callable[[Small], Consultation]:
    """small(MARKET) -> that small question, loaded alone."""

    def load_one(plan: Small) -> Consultation:
        monkeypatch.setattr(load, "QUESTIONS", ())
        monkeypatch.setattr(fill, "SMALL", (plan,))
        load.ensure_participation(version, scenarios, say=lambda _words: None)
        return Consultation.objects.get()

    return load_one


@pytest.mark.parametrize("plan", SMALL, ids=lambda plan: plan.slug)
def test_a_small_question_is_filled_and_a_closed_one_counted(
    small: Callable[[Small], Consultation], plan: Small
) -> None:
    question = small(plan)
    assert question.synthetic
    assert RollEntry.objects.count() == plan.voters
    closed = plan.days[1] < 0
    assert CountRecord.objects.count() == closed
    assert Envelope.objects.count() == (0 if closed else plan.voters)
    if closed:
        tally = tally_of(question)
        assert tally.ballots + tally.abstentions == plan.voters
        assert tally.winner is not None


def test_a_counted_vote_has_its_last_root_and_its_bundle(
    small: Callable[[Small], Consultation],
) -> None:
    small(FOOTBRIDGE)
    assert LogRoot.objects.get(final=True).size == FOOTBRIDGE.voters
    assert CountRecord.objects.get().bundle


def test_the_codes_to_try_are_codes_of_the_letters_vote(
    small: Callable[[Small], Consultation],
) -> None:
    question = small(MARKET)
    for code in fill.demo_codes():
        digest = fill.digest_of(read(code).word)
        assert VotingCode.objects.get(digest=digest).batch.consultation == question


def test_phrases_of_both_languages_cover_every_theme_and_stance() -> None:
    for phrases in (phrases_en, phrases_fr):
        assert set(phrases.CLAIMS) == set(Comment.Theme.values)
        for stances in phrases.CLAIMS.values():
            assert set(stances) == set(Comment.Stance.values)
            assert all(stances.values())


def test_no_text_shows_a_gap_that_was_not_filled(loaded: Consultation) -> None:
    assert not [text for text in Comment.objects.values_list("text", flat=True) if "{" in text]
    assert not Comment.objects.filter(text__regex=r"\s{2,}").exists()


def test_command_tells_the_three_logins(capsys: pytest.CaptureFixture[str], db: None) -> None:
    call_command("demo", "--logins")
    said = capsys.readouterr().out
    for login in LOGINS:
        assert re.search(rf"{login.role}\s+{login.email}\s+{login.password}", said)
    assert all(code in said for code in fill.demo_codes())


def test_command_refuses_on_a_site_that_is_no_demo(settings: object, db: None) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="not a demo site"):
        call_command("demo", "--logins")
