"""Whatever anyone writes stays words in every format that the site speaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from xml.etree import ElementTree

import pytest
from django.contrib.gis.geos import Point
from django.core import mail
from django.test import Client

from participation import reminders, tasks
from participation.comments import reply, write_comment
from participation.models import Comment, Consultation, Decision, Option
from participation.models import Reminder as Asked
from participation.releases import release_consultation
from portal.models import User
from tests.participation.crawling import addresses
from tests.participation.hostile import (
    ATOM,
    COMPUTED,
    MARK,
    READERS,
    WORDS,
    file_name,
    read_offline_map,
)
from tests.participation.voting import close
from twin.models import Scenario, TwinVersion

TEXTS = ("question", "summary", "background", "can_change", "cannot_change", "decision_maker")
# Formats without a word of a person's, and what is not ours to parse.
UNREAD = (
    "application/zip",
    "application/vnd.mapbox-vector-tile",
    "text/x-python",
    "font/",
    "image/png",
)
FORMATS = {
    "text/html",
    "application/atom+xml",
    "image/svg+xml",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/json",
    "application/geo+json",
    "application/problem+json",
}


@pytest.fixture
def written(
    question: Consultation, make_voters: Callable[[int], list[User]], official: User
) -> Consultation:
    """A question of which an official, a planner and residents wrote every text with malice."""
    texts = {"en": WORDS, "fr": WORDS}
    for name in TEXTS:
        setattr(question, name, texts)
    question.save()
    Option.objects.filter(consultation=question).update(name=texts, summary=texts)
    Scenario.objects.update(name=texts)
    people = make_voters(12)
    for person in people:
        said = write_comment(
            actor=person,
            consultation=question,
            text=f"{person.pk} {WORDS}",
            option=question.options.first(),
            geometry=Point(-1.555, 47.215, srid=4326),
            language='"><i>',
        )
        Comment.objects.update(status="visible")
    reply(actor=people[0], parent=said, text=WORDS)
    Comment.objects.update(status="visible")
    Decision.objects.create(consultation=question, text=texts, decided_by=official)
    release_consultation(question.pk)
    return question


def _everything(question: Consultation, version: TwinVersion, scenario: Scenario) -> list[str]:
    ids = list(Comment.objects.values_list("public_id", flat=True)[:2])
    values: dict[str, list[object]] = {
        "slug": [question.slug],
        "public_id": [ids[0], WORDS[:60]],
        "pk": list(Comment.objects.values_list("pk", flat=True)[:2]),
        "key": ["A"],
        "code": ['"><img src=x onerror=alert(1)>'],
        "series": [scenario.series],
        "revision": [1],
        "digest": [version.digest[:16]],
        "language": ["en", "fr"],
    }
    return ["/", f"/twin/search/?q={MARK}<script>", *addresses(values)]


@pytest.mark.parametrize("who", ["guest", "official", "planner"])
def test_hostile_words_stay_words_in_every_page_and_file(
    written: Consultation, version: TwinVersion, scenarios: list[Scenario], who: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    close(written, timedelta(hours=1))
    tasks.finish_vote(written.pk)
    client = Client(raise_request_exception=True)
    met: set[str] = set()
    wrong: dict[str, list[str]] = {}
    for path in _everything(written, version, scenarios[0]):
        # The city of these tests has no artefact behind it, which this page reads.
        if "logout" in path or path == "/data/":
            continue
        if who != "guest":
            client.force_login(request.getfixturevalue(who))
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        if body and not kind.startswith(UNREAD):
            read = read_offline_map if path.endswith("map.html") else READERS[kind]
            if answer.status_code == 200 or kind != "text/html":
                met |= {kind}
            found = read(body) + (["5xx"] if answer.status_code in (500, 502) else [])
            found += ["computed"] if COMPUTED in body.decode("utf-8", "replace") else []
            if found:
                wrong[path] = found
        for name, value in answer.headers.items():
            assert not re.search(r"[\r\n]|X-Evil", f"{name}{value}"), path
        if said := answer.headers.get("Content-Disposition"):
            assert re.fullmatch(r"[\w .-]{5,120}", file_name(said)), path
    assert wrong == {}
    assert met >= FORMATS


def test_a_feed_says_that_the_words_of_officials_are_text(
    written: Consultation, client: Client
) -> None:
    feed = ElementTree.fromstring(client.get("/feed.atom").content)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    summary, title = entry.find(f"{ATOM}summary"), entry.find(f"{ATOM}title")
    assert summary is not None
    assert summary.attrib["type"] == "text"
    assert "<script>" in (summary.text or "")
    assert title is not None
    assert title.attrib.get("type", "text") == "text"


def test_a_sign_that_xml_cannot_hold_does_not_stop_the_feed(
    question: Consultation, client: Client
) -> None:
    Consultation.objects.update(summary={"en": "a\x0bb\ufffe"})
    assert b'<summary type="text">ab<' in client.get("/feed.atom").content


def test_a_mail_is_plain_text_and_has_no_header_that_someone_wrote(
    written: Consultation, verified: User
) -> None:
    Asked.objects.create(consultation=written, person=verified, language="en")
    for asked in Asked.objects.all():
        assert reminders.send_reminder(asked.pk)
    read = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert not read.is_multipart()
    assert read.get_content_type() == "text/plain"
    assert {"bcc", "x-evil", "cc"} & {name.lower() for name in read} == set()
    assert "\n" not in str(read["Subject"])
    assert "<script>" in read.get_content()
