"""Redis stops in the middle of a day, or hangs: people sign in, vote, comment and moderate on."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from participation.ballots import new_secret
from participation.models import Comment, Consultation, Envelope, Option, Reaction
from portal.circuit import REST_S
from portal.models import User
from tests.own_redis import OwnRedis
from tests.participation.faces.kiosk_device import choose, enter, last_form, open_as, start
from tests.participation.faces.test_resident_pages import draft
from tests.participation.faces.voting import page_of

PASSWORD = "a long pass phrase"
MOST_S = 2.0
"""What one request may take here, beside other tests; the time-outs together are below one."""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_redis(settings: Settings) -> Iterator[OwnRedis]:
    """The site's cache, limits and queue are in a Redis that this test may stop."""
    found = OwnRedis()
    found.start()
    settings.REDIS_URL = found.url
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": found.url}}
    broker, pool = current_app.conf.broker_url, current_app.amqp._producer_pool
    _speak_to(found.url.removesuffix("0") + "1", None)
    yield found
    found.stop()
    _speak_to(broker, pool)


def _speak_to(broker: str, pool: Any) -> None:
    current_app.conf.broker_url = current_app.conf.broker_write_url = broker
    current_app._pool = None
    current_app.amqp._producer_pool = pool


class Visitor(Client):
    """A browser that notes how long each answer took and how it ended."""

    def request(self, **words: Any) -> Any:
        began = time.monotonic()
        answer = super().request(**words)
        self.seen = [*getattr(self, "seen", []), (words["PATH_INFO"], answer.status_code)]
        assert answer.status_code < 500, words["PATH_INFO"]
        assert time.monotonic() - began < MOST_S, words["PATH_INFO"]
        return answer


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def _sign_in(visitor: Visitor, person: User) -> None:
    sent = {"login": person.email, "password": PASSWORD}
    answer = visitor.post(reverse("account_login"), sent)
    assert (answer.status_code, visitor.get("/me/").status_code) == (302, 200)


def _vote(visitor: Visitor, question: Consultation, option: Option) -> None:
    visitor.get(reverse("vote", args=[question.slug]))
    page = page_of(visitor.post(reverse("vote-review", args=[question.slug]), {"tick": option.pk}))
    given = {"content": json.dumps({"ticks": [option.pk]}), "secret": new_secret(), "token": "t"}
    token = re.search(r'name="token" value="([^"]*)"', page)
    answer = visitor.post(
        reverse("vote-cast", args=[question.slug]),
        given | ({"token": token[1]} if token else {}),
        follow=True,
    )
    assert answer.status_code == 200
    assert Envelope.objects.filter(consultation=question).count() == 1


def _comment(visitor: Visitor, question: Consultation) -> None:
    step = draft(visitor, question, text="More trees, please.")
    visitor.get(step.url)
    visitor.post(step.url)
    assert Comment.objects.filter(text="More trees, please.").count() == 1


def _down(own_redis: OwnRedis, how: str) -> None:
    cache.set("asked", 1)
    (own_redis.hang if how == "hangs" else own_redis.stop)()


@pytest.mark.parametrize("how", ["stops", "hangs"])
def test_a_resident_signs_in_votes_and_comments(
    how: str,
    visitor: Visitor,
    question: Consultation,
    options: list[Option],
    verified: User,
    people_speak: Callable[..., list[Comment]],
    own_redis: OwnRedis,
) -> None:
    said = people_speak(question, 1)[0]
    verified.set_password(PASSWORD)
    verified.save()
    _down(own_redis, how)
    _sign_in(visitor, verified)
    _vote(visitor, question, options[0])
    react = reverse("comment-react", args=[question.slug])
    visitor.post(react, {"react": f"{said.public_id}:1"})
    assert Reaction.objects.count() == 1
    _comment(visitor, question)
    for name in ("consultation", "consultation-map", "comments", "vote", "log", "result", "report"):
        visitor.get(reverse(name, args=[question.slug]))


@pytest.mark.parametrize("how", ["stops", "hangs"])
def test_a_guest_reads_every_page(
    how: str, visitor: Visitor, question: Consultation, own_redis: OwnRedis
) -> None:
    _down(own_redis, how)
    for name in ("consultation", "consultation-map", "comments", "log", "result"):
        assert visitor.get(reverse(name, args=[question.slug])).status_code == 200
    for address in ("/", "/models/", "/account/login/", "/account/signup/"):
        assert visitor.get(address).status_code == 200


def test_an_official_clears_the_queue_and_opens_a_kiosk(
    visitor: Visitor,
    question: Consultation,
    options: list[Option],
    official: User,
    planner: User,
    people_speak: Callable[..., list[Comment]],
    own_redis: OwnRedis,
) -> None:
    said = people_speak(question, 1)[0]
    visitor.force_login(official)
    _down(own_redis, "stops")
    for name in ("desk", "desk-queue", "desk-consultations", "desk-anomalies"):
        assert visitor.get(reverse(name)).status_code == 200
    visitor.get(reverse("desk-item", args=[said.pk]))
    hide = {"act": "hide", "reason": "insult", "seen": 0}
    visitor.post(reverse("desk-item", args=[said.pk]), hide)
    start(visitor, question, official, "assisted")
    open_as(planner)
    review = choose(visitor, enter(visitor), tick=[options[1].pk])
    assert "Your vote is in the box" in page_of(
        visitor.post(reverse("kiosk-cast"), last_form(review))
    )


def test_wrong_passwords_are_counted_while_redis_is_away(
    visitor: Visitor, verified: User, own_redis: OwnRedis
) -> None:
    verified.set_password(PASSWORD)
    verified.save()
    _down(own_redis, "stops")
    for _try in range(12):
        visitor.post(reverse("account_login"), {"login": verified.email, "password": "guess-guess"})
    visitor.post(reverse("account_login"), {"login": verified.email, "password": PASSWORD})
    assert "_auth_user_id" not in visitor.session


def test_a_message_that_cannot_be_sent_holds_nobody_up_and_is_told_once(
    question: Consultation, own_redis: OwnRedis, caplog: pytest.LogCaptureFixture
) -> None:
    _down(own_redis, "hangs")
    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        for _person in range(50):
            current_app.send_task("participation.tasks.release", args=[question.pk])
    assert time.monotonic() - began < MOST_S
    assert [one.getMessage()[:13] for one in caplog.records] == ["Redis is away"]


def test_the_site_is_well_again_by_itself(question: Consultation, own_redis: OwnRedis) -> None:
    cache.set("before", 1)
    own_redis.stop()
    assert cache.get("before", "nothing") == "nothing"
    assert not cache.add("before", 1)
    own_redis.start()
    time.sleep(REST_S + 0.1)
    cache.set("after", 2)
    assert cache.get("after") == 2
    assert current_app.send_task("participation.tasks.release", args=[question.pk]) is not None
