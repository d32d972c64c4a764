"""Nothing private is in any public page, tile, feed, export, header or log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from participation.models import Comment, Consultation, PublicComment
from portal.models import User
from tests.participation.crawling import Walk, addresses, crawl
from tests.participation.planting import WORD, Planted, plant
from twin.models import TwinVersion

FEWEST_SECRETS = 200
FEWEST_PAGES = 60


class _Kept(logging.Handler):
    """Keeps every line that any logger writes."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s %(args)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


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


@pytest.fixture
def walk(planted: Planted, question: Consultation, version: TwinVersion) -> Walk:
    """A guest's walk through all there is, hidden comments' addresses included."""
    ids = list(Comment.objects.values_list("public_id", flat=True)[:40])
    return crawl(
        [
            "/",
            *addresses(
                {
                    "slug": [question.slug, "a-draft"],
                    "public_id": ids,
                    "pk": [1, *Comment.objects.values_list("pk", flat=True)[:10]],
                    "id": [1, *ids[:10]],
                    "key": ["A", "B"],
                    "kind": ["street", "building"],
                    "name": ["traffic", "access"],
                    "digest": [version.digest[:16]],
                    "z": [15],
                    "x": [16241],
                    "y": [11466],
                    "path": ["x"],
                }
            ),
        ]
    )


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


def test_no_secret_is_in_anything_that_a_guest_can_open_nor_in_the_log(
    planted: Planted, walk: Walk, log: list[str]
) -> None:
    """One walk, four questions: it takes long enough once."""
    assert planted.count >= FEWEST_SECRETS
    leaks = {path: found for path, text in walk.words.items() if (found := _found(planted, text))}
    assert leaks == {}
    assert _found(planted, "\n".join(log)) == set()
    assert walk.broken == []
    assert len(walk.good) >= FEWEST_PAGES
    assert "I would like a bench" in " ".join(walk.words.values())


def test_the_search_would_find_what_it_looks_for(planted: Planted, official: User) -> None:
    """The same search does find secrets where they may be: on the official's own pages."""
    client = Client()
    client.force_login(official)
    seen = client.get("/desk/queue/").content.decode()
    assert _found(planted, seen + str(list(Comment.objects.values_list("text"))))
    assert PublicComment.objects.exclude(cell="").exists()
