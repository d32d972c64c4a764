"""The ballots benchmark still posts what the vote page takes, and cleans up after itself."""

from __future__ import annotations

import json

import pytest
from django.core.wsgi import get_wsgi_application

from participation.bench.ballots import load, run
from participation.bench.ballots.arena import arena
from participation.bench.ballots.posting import post
from participation.bench.ballots.racing import Form, Racer
from participation.bench.ballots.reckoning import reckon
from participation.bench.ballots.web import Answer
from participation.models import Ballot, Consultation, Envelope, LogEvent
from portal.models import User
from twin.models import TwinVersion

# The handler ends each request's connection, so nothing here can live in one transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_each_prepared_request_is_a_ballot_in_the_box(city: TwinVersion) -> None:
    application = get_wsgi_application()
    with arena(3) as ground:
        statuses = [post(application, ground, voter) for voter in ground.voters]
        assert statuses == ["302"] * 3
        assert Envelope.objects.count() == 3
    assert not Consultation.objects.exists()
    assert not Envelope.objects.exists()
    assert not User.objects.exists()


def test_request_without_its_token_is_refused(city: TwinVersion) -> None:
    with arena(1) as ground:
        [voter] = ground.voters
        bare = type(voter)(voter.cookie, "other", voter.secret)
        assert post(get_wsgi_application(), ground, bare) == "403"
        assert not Envelope.objects.exists()


def test_arena_without_a_city_says_what_to_do() -> None:
    with pytest.raises(LookupError, match="Load the demo city first"), arena(1):
        pass


def test_a_part_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["rase"])
    assert "no part is called rase" in capsys.readouterr().err


def test_the_reckoning_sees_a_ballot_that_is_not_the_last_one(city: TwinVersion) -> None:
    with arena(1) as ground:
        [voter] = ground.voters
        assert post(get_wsgi_application(), ground, voter) == "302"
        code = LogEvent.objects.get().code
        first = Form(ground.content(1), voter.secret, "a", answers=[Answer(302, code, 0.0, 1.0)])
        second = Form(ground.content(2), voter.secret, "b", answers=[Answer(302, "GONE", 2.0, 3.0)])
        found = reckon(ground, [Racer(voter, "steady", [first, second], [[0, 1]])])
        # The second choice does not stand, and its receipt is not in the log.
        assert found["lost"] == 2
        assert found["doubled"] == 0
        assert found["opened"]["same_ballots"]


def test_a_load_is_counted_whole(city: TwinVersion, capsys: pytest.CaptureFixture[str]) -> None:
    load.measure(120, verbs=5)
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["counted_ballots"] == said["counted_events"] == 125
    assert said["counted_unreadable"] == 0
    assert not Ballot.objects.exists()
