"""Invented comments, answers, agreements and ballots, all from one seed and all marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from participation.demo import phrases_en, phrases_fr
from participation.demo.fill import account_key
from participation.demo.places import choose, near
from participation.demo.questions import Question
from participation.demo.sealed import Invented, fill_box
from participation.demo.votes import invent_contents
from participation.disclosure.redact import redact
from participation.filters import held_because
from participation.models import (
    Comment,
    CommentReport,
    Consultation,
    Option,
    Reaction,
)
from portal.models import User

THEMES = ["traffic", "noise-air", "walking", "cycling", "green", "shops", "access", "other"]
WEIGHTS = [24, 14, 18, 12, 12, 8, 8, 4]
PHRASES = {"en": phrases_en, "fr": phrases_fr}
WAITING = 14  # this many of the newest wait in the queue


@dataclass(frozen=True)
class Stage:
    """What the inventing needs: a question in the database, its options, people, and a seed."""

    plan: Question
    consultation: Consultation
    options: list[Option]
    people: list[User]
    chance: Random
    now: datetime


def invent_comments(stage: Stage) -> list[Comment]:
    """Store the plan's comments (a few held), spread over the days since the discussion opened."""
    plan, chance = stage.plan, stage.chance
    first = stage.now + timedelta(days=plan.days[1])
    last = min(stage.now, stage.now + timedelta(days=plan.days[3]))
    moments = sorted(first + (last - first) * chance.random() for _ in range(plan.voices))
    rows = [_comment(stage, moment) for moment in moments]
    if plan.decision is None:
        for row in rows[-WAITING:]:
            row.looked_at = None
        for row, text in zip(rows[-12::4], _held_texts(), strict=False):
            row.text, row.held_because = text, held_because(text)
            row.status = Comment.Status.HELD
    moments_of = [row.created_at for row in rows]
    stored = Comment.objects.bulk_create(rows)
    for row, moment in zip(stored, moments_of, strict=True):
        row.created_at = moment
    Comment.objects.bulk_update(stored, ["created_at"], batch_size=500)
    return stored


def _held_texts() -> list[str]:
    return [phrases_fr.HELD[0], phrases_en.HELD[1], phrases_fr.HELD[2]]


def _comment(stage: Stage, moment: datetime) -> Comment:
    chance, spots = stage.chance, stage.plan.spots
    language = chance.choices(["fr", "en"], [6, 4])[0]
    theme = chance.choices(THEMES, WEIGHTS)[0]
    option = chance.choices(stage.options, [1] + [3] * (len(stage.options) - 1))[0]
    mood = chance.choices(["for", "against", "neutral"], [45, 38, 17])[0]
    spot = choose(chance, spots)
    placed = chance.random() < 0.82
    return Comment(
        consultation=stage.consultation,
        option=option,
        scenario_id=option.scenario_id,
        author=chance.choice(stage.people),
        text=redact(_text(chance, language, theme, mood, spot[0])).text,
        language=language,
        stance=_stance(mood, option),
        theme=theme,
        geometry=near(chance, spot) if placed else None,
        about_home=placed and chance.random() < 0.12,
        looked_at=moment + timedelta(hours=chance.uniform(1, 20)),
        synthetic=True,
        created_at=moment,
    )


def _stance(mood: str, option: Option) -> str:
    """Who is for the change is against keeping things as they are."""
    if not option.is_baseline:
        return mood
    return {"for": "against", "against": "for"}.get(mood, mood)


def _text(chance: Random, language: str, theme: str, mood: str, spot: str) -> str:
    words = PHRASES[language]
    parts = [
        chance.choice(words.OPENERS),
        chance.choice(words.CLAIMS[theme][mood]),
        chance.choice(words.CLAIMS[theme][mood]) if chance.random() < 0.25 else "",
        chance.choice(words.CLOSERS),
    ]
    kept = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
    return words.fill(" ".join(kept), spot)


def invent_answers(stage: Stage, comments: list[Comment]) -> None:
    """Answers, agreements and a few reports on comments that can be seen."""
    chance = stage.chance
    shown = [comment for comment in comments if comment.status == Comment.Status.VISIBLE]
    parents = chance.sample(shown, len(shown) // 6)
    answers = [_answer(stage, parent) for parent in parents]
    stored = Comment.objects.bulk_create(answers)
    for answer, parent in zip(stored, parents, strict=True):
        answer.created_at = min(stage.now, parent.created_at + timedelta(hours=5))
    Comment.objects.bulk_update(stored, ["created_at"], batch_size=500)
    reactions = {
        (comment.pk, person.pk): Reaction(
            comment=comment, person=person, value=chance.choices([1, -1], [7, 3])[0]
        )
        for comment in shown
        for person in chance.sample(stage.people, min(int(chance.expovariate(0.25)), 40))
        if person.pk != comment.author_id
    }
    Reaction.objects.bulk_create(reactions.values(), batch_size=2000)
    if stage.plan.decision is None:
        CommentReport.objects.bulk_create(
            CommentReport(comment=comment, person=person, reason=reason)
            for comment, reason in zip(
                shown[-60:-50:2], ["off-topic", "insult", "other", "off-topic"], strict=False
            )
            for person in chance.sample(stage.people, 2)
        )


def _answer(stage: Stage, parent: Comment) -> Comment:
    return Comment(
        consultation=stage.consultation,
        option=parent.option,
        scenario_id=parent.scenario_id,
        parent=parent,
        author=stage.chance.choice(stage.people),
        text=stage.chance.choice(PHRASES[parent.language].REPLIES),
        language=parent.language,
        theme=parent.theme,
        looked_at=stage.now,
        synthetic=True,
    )


def invent_ballots(stage: Stage) -> None:
    """The plan's number of voters on the roll, and their ballots in the box."""
    plan, consultation = stage.plan, stage.consultation
    if not plan.voters:
        return
    contents = invent_contents(stage.chance, consultation, plan.liking, plan.voters)
    voters = stage.chance.sample(stage.people, plan.voters)
    fill_box(
        consultation.pk,
        [
            Invented(account_key(consultation.pk, voter.pk), text, voter.pk)
            for voter, text in zip(voters, contents, strict=True)
        ],
    )
