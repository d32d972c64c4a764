"""Voting, the desk and a guest's page while Redis is away: nobody is sent off."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.models import Consultation, Envelope, Option
from portal.models import User
from tests.participation.faces.voting import cast
from tests.redis_fixture import OwnRedis


def test_a_signed_in_vote_is_cast_while_redis_is_away(
    own_redis: OwnRedis,
    client: Client,
    question: Consultation,
    options: list[Option],
    verified: User,
) -> None:
    client.force_login(verified)
    own_redis.stop()
    answer = cast(client, question, {"ticks": [options[1].pk]})
    assert (answer.status_code, Envelope.objects.count()) == (302, 1)


@pytest.mark.parametrize("path", ["/desk/", "/desk/queue/", "/me/", "/"])
def test_who_is_signed_in_stays_so_while_redis_is_away(
    own_redis: OwnRedis, client: Client, official: User, path: str
) -> None:
    client.force_login(official)
    own_redis.stop()
    assert client.get(path).status_code == 200


def test_a_vote_costs_three_queries_with_its_session_read_from_the_database(
    client: Client, question: Consultation, options: list[Option], make_voters
) -> None:
    first, second = make_voters(2)
    client.force_login(first)
    cast(client, question, {"ticks": [options[0].pk]})
    client.force_login(second)
    with CaptureQueriesContext(connection) as seen:
        cast(client, question, {"ticks": [options[1].pk]})
    sent = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(sent) == 3, sent
