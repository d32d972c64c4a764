"""The ballots benchmark still posts what the vote page takes, and cleans up after itself."""

from __future__ import annotations

import pytest
from django.core.wsgi import get_wsgi_application

from participation.ballots import count_box
from participation.bench.arena import arena
from participation.bench.ballots import _post
from participation.models import Ballot, Consultation
from portal.models import User
from twin.models import TwinVersion

# The handler ends each request's connection, so nothing here can live in one transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_each_prepared_request_is_a_ballot_in_the_box(city: TwinVersion) -> None:
    application = get_wsgi_application()
    with arena(3) as ground:
        statuses = [_post(application, ground.path, voter) for voter in ground.voters]
        assert statuses == ["302"] * 3
        assert count_box(ground.consultation).ballots == 3
    assert not Consultation.objects.exists()
    assert not Ballot.objects.exists()
    assert not User.objects.exists()


def test_request_without_its_token_is_refused(city: TwinVersion) -> None:
    with arena(1) as ground:
        [voter] = ground.voters
        bare = type(voter)(voter.cookie, voter.body.replace(b"csrfmiddlewaretoken", b"other"))
        assert _post(get_wsgi_application(), ground.path, bare) == "403"
        assert count_box(ground.consultation).ballots == 0


def test_arena_without_a_city_says_what_to_do() -> None:
    with pytest.raises(LookupError, match="Load the demo city first"), arena(1):
        pass
