"""Every list has a next page, keeps its filters, and answers odd page numbers kindly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import (
    Anomaly,
    CodeBatch,
    Comment,
    Consultation,
    LogRoot,
    PaperBatch,
    Phase,
    PublicComment,
)
from participation.releases import release_consultation
from portal.models import User
from twin.models import Scenario, TwinVersion

ODD = ["0", "-1", "x", "999999", "99999999999999999999999", "1.5", "", "\u0664", "1;drop"]
NEXT = re.compile(r'<a href="([^"]*)" rel="next"')


def walk(client: Client, address: str, name: str = "page") -> list[str]:
    """The bodies of all pages, reached by the links to the next one of that list."""
    bodies, at = [], address
    while at:
        answer = client.get(at)
        assert answer.status_code == 200
        bodies.append(answer.content.decode())
        links = [one.replace("&amp;", "&") for one in NEXT.findall(bodies[-1])]
        link = next((one for one in links if f"{name}=" in one.split("#")[0]), "")
        # A link of another list keeps this one's page; only ours goes on.
        ours = [one for one in links if re.search(rf"[?&]{name}={len(bodies) + 1}(?:&|#|$)", one)]
        at = address.split("?")[0] + (ours[0] if ours else "") if ours else ""
        assert not link or len(bodies) < 100
    return bodies


@pytest.fixture
def many(make_question: Callable[..., Consultation]) -> list[Consultation]:
    """310 open questions and 30 whose result is out."""
    first, over = make_question("vote", slug="first"), make_question("result", slug="over")
    made = []
    for like, number in ((first, 309), (over, 29)):
        kinds = list(like.phases.values("kind", "opens_at", "closes_at"))
        rows = Consultation.objects.bulk_create(
            Consultation(slug=f"{like.slug}-{n}", question={"en": f"Question {like.slug} {n}"},
                         status="open", decision_date=like.decision_date,
                         decision_maker=like.decision_maker)
            for n in range(number)
        )  # fmt: skip
        for row in rows:
            made.append(row)
        Phase.objects.bulk_create(Phase(consultation=row, **kind) for row in rows for kind in kinds)
    return made


def slugs(bodies: list[str], pattern: str) -> list[str]:
    return [one for body in bodies for one in re.findall(pattern, body)]


def test_every_one_of_310_questions_is_reached_from_the_home_page(
    client: Client, many: list[Consultation]
) -> None:
    opened = slugs(walk(client, "/", "open"), r'<h3 class="card__title"><a href="/c/([\w-]+)/">')
    closed = slugs(
        walk(client, "/", "closed"), r'<h3 class="card__title"><a href="/c/([\w-]+)/result/">'
    )
    assert len(opened) == len(set(opened)) == 310
    assert len(closed) == len(set(closed)) == 30


def test_every_question_is_reached_at_the_desk(
    client: Client, many: list[Consultation], official: User
) -> None:
    client.force_login(official)
    found = walk(client, reverse("desk-consultations"))
    listed = slugs(found, r'<th scope="row"><a href="/desk/consultations/([\w-]+)/">')
    assert len(set(listed)) == 340
    rows = slugs(walk(client, reverse("desk")), r'<h3><a href="/desk/consultations/([\w-]+)/">')
    assert len(set(rows)) == 340


def test_a_filter_stays_on_the_next_page(
    client: Client, many: list[Consultation], official: User
) -> None:
    client.force_login(official)
    address = reverse("desk-consultations") + "?state=open&q=question"
    bodies = walk(client, address)
    assert len(bodies) > 1
    assert len(slugs(bodies, r'<th scope="row"><a href="/desk/consultations/')) == 338


def test_words_of_a_title_find_it_whatever_its_accents(
    client: Client, many: list[Consultation]
) -> None:
    Consultation.objects.filter(slug="first-7").update(
        question={"fr": "L’Été à l’Île-aux-Vaches ?"}
    )
    body = client.get("/?q=ETE+ile vaches").content.decode()
    assert "/c/first-7/" in body
    assert "/c/first-8/" not in body


@pytest.mark.parametrize("page", ODD)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/twin/scenarios/",
        "/c/first/comments/",
        "/c/first/log/",
        "/desk/",
        "/desk/queue/",
        "/desk/queue/done/",
        "/desk/consultations/",
        "/desk/anomalies/",
        "/desk/consultations/first/codes/",
        "/desk/consultations/first/paper/",
        "/me/",
    ],
)
def test_an_odd_page_number_is_answered_kindly(
    client: Client, make_question: Callable[..., Consultation], official: User, path: str, page: str
) -> None:
    make_question(slug="first")
    client.force_login(official)
    names = ("page", "open", "closed", "tasks", "answers")
    assert client.get(path, dict.fromkeys(names, page)).status_code == 200


def test_all_plans_are_reached(client: Client, version: TwinVersion) -> None:
    Scenario.objects.bulk_create(
        Scenario(
            base=version,
            name={"en": f"Plan {n}"},
            status="published",
            visibility="public",
            digest=f"{n:064}",
            published_at=timezone.now(),
        )
        for n in range(210)
    )
    found = slugs(
        walk(client, "/twin/scenarios/"), r'card__title"><a href="/twin/scenarios/([0-9a-f-]{36})'
    )
    assert len(set(found)) == 210
    body = client.get("/twin/scenarios/?q=plan 199").content.decode()
    assert "Plan 199" in body
    assert "Plan 198" not in body


def test_all_that_waits_is_reached_in_the_queue(
    client: Client, question: Consultation, official: User, resident: User
) -> None:
    Comment.objects.bulk_create(
        Comment(consultation=question, author=resident, text=f"Words {n}") for n in range(70)
    )
    client.force_login(official)
    found = slugs(walk(client, reverse("desk-queue")), r'queue__item"><a href="/desk/queue/(\d+)/')
    assert len(set(found)) == 70


def test_after_a_ruling_an_official_stays_on_the_page_of_the_queue(
    client: Client, question: Consultation, official: User, resident: User
) -> None:
    made = Comment.objects.bulk_create(
        Comment(consultation=question, author=resident, text=f"Words {n}") for n in range(70)
    )
    client.force_login(official)
    answer = client.post(
        f"/desk/queue/{made[40].pk}/?page=2", {"act": "keep", "note": "", "seen": 0}
    )
    assert answer["Location"] == "/desk/queue/?page=2"


def test_all_batches_patterns_and_piles_are_reached(
    client: Client, question: Consultation, official: User
) -> None:
    CodeBatch.objects.bulk_create(
        CodeBatch(consultation=question, label=f"batch {n:03}", size=1) for n in range(45)
    )
    Anomaly.objects.bulk_create(
        Anomaly(consultation=question, kind="network", key=f"k{n}", evidence=EVIDENCE)
        for n in range(120)
    )
    PaperBatch.objects.bulk_create(
        PaperBatch(consultation=question, label=f"pile {n:03}", first_by=official, sheets=1)
        for n in range(110)
    )
    client.force_login(official)
    codes = walk(client, reverse("desk-codes", args=[question.slug]))
    assert len(set(slugs(codes, r"batch \d{3}"))) == 45
    odd = walk(client, reverse("desk-anomalies"))
    assert len(set(slugs(odd, r"/desk/anomalies/(\d+)/"))) == 120
    piles = walk(client, reverse("desk-paper", args=[question.slug]))
    assert len(set(slugs(piles, r"pile \d{3}"))) == 110


EVIDENCE = {
    "network": "ABC123",
    "number": 12,
    "of": 60,
    "minutes": 60,
    "from": "2026-11-01T10:00:00+00:00",
}


def test_every_signed_root_is_reached(client: Client, question: Consultation) -> None:
    LogRoot.objects.bulk_create(
        LogRoot(
            consultation=question,
            size=50 * n,
            root=bytes([n]) * 32,
            signature=b"s" * 64,
            signed_at=timezone.now(),
        )
        for n in range(1, 48)
    )
    bodies = walk(client, reverse("log", args=[question.slug]))
    assert len(set(slugs(bodies, r'<code class="code">([0-9a-f]{64})</code>')) - {""}) >= 47
    proofs = slugs(bodies, r"consistency.json\?first=(\d+)")
    assert len(set(proofs)) == 46


def test_one_finds_all_of_ones_own_comments(
    client: Client, question: Consultation, resident: User
) -> None:
    Comment.objects.bulk_create(
        Comment(consultation=question, author=resident, text=f"Mine {n:03}") for n in range(210)
    )
    client.force_login(resident)
    assert len(set(slugs(walk(client, "/me/"), r"<p>Mine (\d{3})"))) == 210


def test_a_comment_with_many_answers_shows_a_few_and_leads_to_all(
    client: Client, question: Consultation, resident: User
) -> None:
    said = Comment.objects.create(consultation=question, author=resident, text="Said")
    Comment.objects.bulk_create(
        Comment(consultation=question, author=resident, parent=said, text=f"Answer {n:03}")
        for n in range(45)
    )
    release_consultation(question.pk)
    assert PublicComment.objects.get(pk=said.public_id).replies_count == 45
    listed = client.get(reverse("comments", args=[question.slug])).content.decode()
    assert len(re.findall(r"Answer \d{3}", listed)) == 5
    assert "All 45 answers" in listed
    own = walk(client, reverse("comment", args=[question.slug, said.public_id]), "answers")
    assert len(set(slugs(own, r"<p>Answer (\d{3})"))) == 45


@pytest.mark.parametrize(
    "path",
    [
        "consultations/",
        "scenarios/",
        "runs/",
        "models/",
        "edit-kinds/",
        "consultations/first/comments/",
    ],
)
def test_every_list_of_the_api_says_where_it_goes_on(
    client: Client, many: list[Consultation], path: str
) -> None:
    answer = client.get(f"/api/{path}", {"page_size": 1}).json()
    assert {"count", "next", "previous", "results"} <= answer.keys()
    past = client.get(f"/api/{path}", {"page": 99999})
    assert past.status_code == 404
    assert past["Content-Type"] == "application/problem+json"
