"""Guests get kept pages, and never what is no longer so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation import comments as said
from participation.guests.pages import PLACES
from participation.guests.versions import good_until, version_of
from participation.models import Comment, Consultation, Phase
from participation.releases import release_consultation
from portal.models import User
from tests.participation.voting import cast

pytestmark = pytest.mark.django_db

Speak = Callable[..., list[Comment]]
OF_A_QUESTION = ["", "map/", "comments/", "result/"]
# Counted by the version's own question, see participation.guests.versions.
COUNTED = {"participation_rollentry", "participation_votebox", "participation_publicchange"}


def queries(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in asked]


def addresses(question: Consultation) -> list[str]:
    return ["/", *(f"/c/{question.slug}/{page}" for page in OF_A_QUESTION)]


def said_by(client: Client, address: str) -> str:
    """A page without the token of its forms."""
    return re.sub(
        r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", client.get(address).content.decode()
    )


def noted() -> set[str]:
    """Tables whose changes are noted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct tgrelid::regclass::text from pg_trigger where tgname like 'note\\_%%'"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def heard(question: Consultation, people_speak: Speak) -> Consultation:
    people_speak(question, 12)
    return question


def test_a_guest_costs_one_question_of_the_database_once_a_page_is_kept(
    client: Client, heard: Consultation, make_question: Callable[..., Consultation]
) -> None:
    make_question("result", slug="done")
    for address in [*addresses(heard), "/c/done/report/"]:
        client.get(address)
        assert len(queries(client, address)) == 1, address


def test_whatever_a_guests_page_reads_is_noted_when_it_changes(
    client: Client,
    heard: Consultation,
    make_question: Callable[..., Consultation],
    people_speak: Speak,
) -> None:
    """The law that keeps pages from growing stale: no table is read that could change unseen."""
    done = make_question("result", slug="done")
    people_speak(done, 2)
    read: set[str] = set()
    for address in [*addresses(heard), *addresses(done), f"/c/{done.slug}/report/"]:
        cache.clear()
        for sql in queries(client, address):
            read |= set(re.findall(r'"?((?:participation|twin|portal)_[a-z]+)"?', sql))
    tables = set(connection.introspection.table_names())
    assert (read & tables) - noted() - COUNTED == set()


def test_a_new_comment_is_there_as_soon_as_it_is_released(
    client: Client, heard: Consultation, people_speak: Speak
) -> None:
    address = f"/c/{heard.slug}/comments/"
    assert "12 comments" in client.get(address).content.decode()
    people_speak(heard, 1)
    assert "13 comments" in client.get(address).content.decode()


def test_a_comment_that_an_official_hides_is_gone_at_once(
    client: Client, heard: Consultation, official: User
) -> None:
    address = f"/c/{heard.slug}/comments/"
    one = heard.comments.first()
    before = client.get(address).content.decode()
    assert str(one.public_id) in before
    Comment.objects.filter(pk=one.pk).update(status="hidden")
    release_consultation(heard.pk)
    assert str(one.public_id) not in client.get(address).content.decode()


def test_a_comment_that_its_author_withdraws_is_gone_at_once(
    client: Client, heard: Consultation
) -> None:
    address = f"/c/{heard.slug}/comments/"
    one = heard.comments.first()
    assert str(one.public_id) in client.get(address).content.decode()
    said.withdraw_comment(actor=one.author, comment=one)
    release_consultation(heard.pk)
    assert str(one.public_id) not in client.get(address).content.decode()


def test_words_of_a_question_change_on_every_page(client: Client, heard: Consultation) -> None:
    for address in addresses(heard):
        client.get(address)
    Consultation.objects.filter(pk=heard.pk).update(question={"en": "Another title?"})
    for address in addresses(heard):
        assert "Another title?" in client.get(address).content.decode(), address


def test_a_full_block_of_votes_shows_and_single_votes_change_nothing(
    client: Client,
    question: Consultation,
    make_voters: Callable[[int], list[User]],
) -> None:
    option = question.options.first()
    voters = make_voters(50)
    address = f"/c/{question.slug}/result/"
    for voter in voters[:48]:
        cast(voter, question, [option.pk])
    before = said_by(client, address)
    cast(voters[48], question, [option.pk])
    assert said_by(client, address) == before
    cast(voters[49], question, [option.pk])
    counted_anew(question)
    assert said_by(client, address) != before


def counted_anew(question: Consultation) -> None:
    """As after ten seconds: until then the last count of the roll holds."""
    cache.delete(f"votes-counted:{question.pk}")


def test_the_roll_of_a_large_city_is_not_counted_for_each_guest(
    client: Client, heard: Consultation
) -> None:
    for address in ["/", f"/c/{heard.slug}/"]:
        client.get(address)
        assert not [sql for sql in queries(client, address) if "rollentry" in sql]


def test_a_change_that_comes_into_sight_late_and_sweeps_another_away_is_seen(
    heard: Consultation,
) -> None:
    """Two notes are two notes, and 9 the last of them, before and after 7 came and 2 went."""
    with connection.cursor() as cursor:
        words = []
        for ids in ([2, 9], [7, 9]):
            cursor.execute("delete from participation_publicchange")
            cursor.execute(
                "insert into participation_publicchange (id, consultation_id)"
                " select unnest(%s::bigint[]), %s",
                [ids, heard.pk],
            )
            words += [version_of(slug) for slug in (heard.slug, None)]
    assert len({version.word for version in words if version}) == 4


def test_inventing_addresses_fills_no_cache(client: Client, heard: Consultation) -> None:
    """Counts of who tried how often lie in the same Redis, and would go to make room."""
    for number in range(120):
        client.get(f"/?x={number}")
        client.get(f"/c/{heard.slug}/comments/?page={number}")
    assert len(_keys()) <= 2 * PLACES


def test_changes_do_not_pile_up_pages_of_before(client: Client, heard: Consultation) -> None:
    for _time in range(5):
        client.get(f"/c/{heard.slug}/")
        Consultation.objects.filter(pk=heard.pk).update(synthetic=True)
    assert len(_keys()) == 1


def test_addresses_that_share_a_place_have_pages_of_their_own(
    client: Client, heard: Consultation
) -> None:
    for _round in range(2):
        for theme in ("traffic", "noise-air", "walking", "green", "access"):
            for page in range(1, 5):
                address = f"/c/{heard.slug}/comments/?theme={theme}&page={page}"
                chosen = f'<option value="{theme}" selected>'
                assert chosen in client.get(address).content.decode(), address


def test_a_page_is_made_anew_when_a_phase_begins_or_ends(question: Consultation) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    Phase.objects.filter(consultation=question, kind="vote").update(
        closes_at=noon + timedelta(seconds=30)
    )
    assert good_until(noon) == noon + timedelta(seconds=30)


def test_a_page_is_made_anew_every_day(question: Consultation) -> None:
    Phase.objects.all().delete()
    until = timezone.localtime(good_until(timezone.now()))
    assert (until.hour, until.minute) == (0, 0)
    assert timedelta(0) < until - timezone.now() <= timedelta(hours=25)


def test_what_the_clock_made_untrue_is_not_given_out(
    client: Client, heard: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = timezone.now() - timedelta(seconds=1)
    monkeypatch.setattr("participation.guests.pages.good_until", lambda now: past)
    client.get(f"/c/{heard.slug}/")
    assert len(queries(client, f"/c/{heard.slug}/")) > 1


def test_who_is_signed_in_gets_a_page_of_their_own(
    client: Client, heard: Consultation, resident: User
) -> None:
    address = f"/c/{heard.slug}/"
    guest = said_by(client, address)
    client.force_login(resident)
    assert said_by(client, address) != guest
    client.cookies.clear()
    assert said_by(client, address) == guest


def test_who_has_a_draft_on_the_device_gets_a_page_of_their_own(
    client: Client, heard: Consultation
) -> None:
    client.get("/")
    client.cookies["drafts"] = "anything"
    assert len(queries(client, "/")) > 1


def test_each_guest_has_a_token_of_their_own_and_it_is_taken(heard: Consultation) -> None:
    tokens = set()
    for _guest in range(2):
        guest = Client(enforce_csrf_checks=True)
        page = guest.get(f"/c/{heard.slug}/").content.decode()
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
        sent = {"csrfmiddlewaretoken": token, "language": "fr", "next": "/"}
        assert guest.post("/i18n/setlang/", sent).status_code == 302
        tokens.add(guest.cookies["csrftoken"].value)
    assert len(tokens) == 2


def test_no_token_lies_in_the_cache(client: Client, heard: Consultation) -> None:
    page = client.get(f"/c/{heard.slug}/").content.decode()
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
    kept = [cache._cache.get_client(None).get(key) for key in _keys()]
    assert kept
    assert not any(token.encode() in one for one in kept if one)


def _keys() -> list[bytes]:
    found: list[bytes] = cache._cache.get_client(None).keys("*guests:*")
    return found


def test_each_language_has_its_page(client: Client, heard: Consultation) -> None:
    pages = [
        client.get(f"/c/{heard.slug}/", headers={"Accept-Language": language})
        for language in ("en", "fr", "en")
    ]
    assert [page["Content-Language"] for page in pages] == ["en", "fr", "en"]
    assert 'lang="fr"' in pages[1].content.decode()


def test_what_is_kept_between_site_and_reader_varies_by_who_asks(
    client: Client, heard: Consultation
) -> None:
    for _time in range(2):
        vary = client.get(f"/c/{heard.slug}/")["Vary"]
        assert {"Cookie", "Accept-Language"} <= {one.strip() for one in vary.split(",")}


def test_changes_are_swept_after_a_day(heard: Consultation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update participation_publicchange set at = now() - interval '25 hours'")
    Consultation.objects.filter(pk=heard.pk).update(synthetic=True)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from participation_publicchange")
        assert cursor.fetchone() == (1,)
