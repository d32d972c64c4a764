"""Nothing private is in any public page, tile, feed, export, header or log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from participation import tasks
from participation.models import Comment, Consultation, PublicComment
from portal.models import User
from tests.participation.crawling import Walk, addresses, crawl
from tests.participation.planting import WORD, Planted, plant
from tests.participation.voting import close
from twin.models import TwinVersion

FEWEST_SECRETS = 200
FEWEST_PAGES = 60
# Of a question with a result; a page that moves must be found again by this test.
MUST_BE_SEEN = [
    "",
    "comments/",
    "map/",
    "result/",
    "report/",
    "report/comments.csv",
    "report/comments.xlsx",
    "report/areas.geojson",
    "report/map.html",
]


class _Kept(logging.Handler):
    """Keeps every line that any logger writes."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s %(args)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def version(city: TwinVersion) -> TwinVersion:
    """Real streets and houses, so that tiles, cards and pictures have something to show."""
    return city


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything that is logged from INFO on while the test runs."""
    handler = _Kept()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.lines
    root.removeHandler(handler)


@pytest.fixture
def planted(
    log: list[str],
    make_voters: Callable[[int], list[User]],
    question: Consultation,
    official: User,
    version: TwinVersion,
) -> Planted:
    return plant(question, make_voters(40), official, version)


def _start(question: Consultation, version: TwinVersion) -> list[str]:
    """All addresses of the site, filled with what there is, hidden comments included."""
    ids = list(Comment.objects.order_by("pk").values_list("public_id", flat=True))
    values: dict[str, list[object]] = {
        "slug": [question.slug, "a-draft"],
        "public_id": [*ids[:4], *ids[-6:]],
        "pk": [1, *Comment.objects.order_by("-pk").values_list("pk", flat=True)[:6]],
        "id": [1, *ids[-6:]],
        "key": ["A", "B"],
        "kind": ["street", "building"],
        "name": ["traffic", "access"],
        "digest": [version.digest[:16]],
        "z": [15],
        "x": [16242],
        "y": [11496],
        "path": ["x"],
    }
    return ["/", *addresses(values)]


@pytest.fixture
def walks(
    planted: Planted, question: Consultation, version: TwinVersion, resident: User
) -> list[Walk]:
    """A guest while the vote is open, and a resident, in French, when there is a result."""
    vote = crawl(_start(question, version))
    close(question, timedelta(hours=1))
    tasks.finish_vote(question.pk)
    result = crawl(_start(question, version), language="fr", reader=resident)
    return [vote, result]


def _found(planted: Planted, text: str) -> set[str]:
    """Secrets in a text: words in any case; numbers also without their spaces and hyphens."""
    words = {word.lower() for word in re.findall(rf"{WORD}\d{{3}}", text, re.IGNORECASE)}
    squeezed = re.sub(r"[\s-]", "", text)
    numbers = {
        secret
        for secret in planted.literals
        if secret in text or (len(secret) > 12 and re.sub(r"[\s-]", "", secret) in squeezed)
    }
    return words | numbers


def test_no_secret_is_in_anything_that_others_can_open_nor_in_the_log(
    planted: Planted, walks: list[Walk], log: list[str], question: Consultation
) -> None:
    """Two walks, asked everything at once: they take long enough."""
    assert planted.count >= FEWEST_SECRETS
    leaks = {
        path: found
        for walk in walks
        for path, text in walk.words.items()
        if (found := _found(planted, text))
    }
    assert leaks == {}
    assert _found(planted, "\n".join(log)) == set()
    for walk in walks:
        assert walk.broken == []
        assert len(walk.good) >= FEWEST_PAGES
        assert "I would like a bench" in " ".join(walk.words.values())
    missing = [path for path in MUST_BE_SEEN if f"/c/{question.slug}/{path}" not in walks[1].good]
    assert missing == []
    assert any(path.endswith(".mvt") for path in walks[0].good)


def test_the_search_would_find_what_it_looks_for(planted: Planted, official: User) -> None:
    """The same search does find secrets where they may be: on the official's own pages."""
    client = Client()
    client.force_login(official)
    seen = client.get("/desk/queue/").content.decode()
    assert _found(planted, seen + str(list(Comment.objects.values_list("text"))))
    assert PublicComment.objects.exclude(cell="").exists()
