"""What a cast leaves behind, and where: nothing readable before the opening, no key after it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation import ballots
from participation.ballots import opening, shredding
from participation.ballots.secret import slot_of
from participation.models import Ballot, Consultation, Envelope, VoteBox
from portal.models import Session, User
from tests.participation.secrecy.dump import Log
from tests.participation.voting import cast, close_and_open

# What the attack of test_linking looks at. A table that comes in here must go in there, too.
TOUCHED_BY_A_CAST = {
    "participation_rollentry",
    "participation_envelope",
    "participation_logevent",
    "participation_votebox",
}

pytestmark = pytest.mark.django_db(transaction=True)


def _prints() -> dict[str, str]:
    """A fingerprint of every table."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) "
                f'from "{table}" t'
            )
            found[table] = cursor.fetchone()[0]
        return found


def _sequences() -> dict[str, int | None]:
    with connection.cursor() as cursor:
        cursor.execute("select sequencename, last_value from pg_sequences")
        return dict(cursor.fetchall())


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Everything that any logger says, from DEBUG on."""
    kept: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(f"{record.getMessage()} {record.args} {record.__dict__}")

    root, handler = logging.getLogger(), Keeping(logging.DEBUG)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.setLevel(level)
    root.removeHandler(handler)


def _vote_by_web(voter: User, question: Consultation, given: dict) -> tuple[str, str]:
    """The receipt's code and the secret."""
    client = Client()
    client.force_login(voter)
    before = set(Session.objects.values_list())
    fields = {
        "content": json.dumps(given),
        "secret": ballots.new_secret(),
        "token": "form",
        "how": "",
    }
    answer = client.post(reverse("vote-cast", args=[question.slug]), fields)
    assert answer.status_code == 302
    assert set(Session.objects.values_list()) == before
    code, secret, *_more = client.cookies["done"].value.split(".")
    return code, secret


def test_cast_touches_the_roll_the_box_and_the_log_and_nothing_else(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    first, second = make_voters(2)
    ids = [option.pk for option in question.options.all()]
    cast(first, question, ids[:1])
    before, numbers = _prints(), _sequences()
    mine = cast(second, question, ids[:1])
    cast(second, question, ids[1:], secret=mine.secret)
    cast(second, question, ids[1:], again=True)
    after = _prints()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == TOUCHED_BY_A_CAST - {"participation_votebox"} | {"participation_undonote"}
    assert _sequences() == numbers


def test_session_and_log_lines_say_nothing_of_a_vote(
    make_voters: Callable[[int], list[User]], question: Consultation, lines: list[str]
) -> None:
    [voter] = make_voters(1)
    ids = [option.pk for option in question.options.all()]
    code, secret = _vote_by_web(voter, question, {"ticks": ids[1:]})
    told = "\n".join(lines)
    slot = slot_of(secret)
    for word in (code, code.replace("-", ""), secret, secret.replace("-", ""), slot.hex()):
        assert word not in told
    assert f'"ticks":{json.dumps(ids[1:])}' not in told.replace("\\", "").replace(" ", "")


def test_no_choice_is_written_anywhere_before_the_opening(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    """The files of the write-ahead log, which hold all that any table ever held."""
    log = Log()
    ids = [option.pk for option in question.options.all()]
    for voter in make_voters(3):
        cast(voter, question, ids)
    content = json.dumps({"ticks": sorted(ids)}, separators=(",", ":")).encode()
    # One of them may lie across two pages of the log.
    assert any(log.holds(bytes(one.sealed)) for one in Envelope.objects.all())
    assert not log.holds(content)
    close_and_open(question)
    assert Ballot.objects.filter(content=content.decode()).count() == 3
    assert log.holds(content)
    log.close()


def _pages_hold(word: bytes) -> bool:
    """Whether the pages of the boxes' table hold these bytes, in dead rows too."""
    with connection.cursor() as cursor:
        cursor.execute("create extension if not exists pageinspect")
        cursor.execute(
            "select coalesce(bool_or(position(%s::bytea in get_raw_page("
            "'participation_votebox', page::int)) > 0), false) "
            "from generate_series(0, pg_relation_size('participation_votebox') / 8192 - 1) page",
            [word],
        )
        return cursor.fetchone()[0]


def test_shredding_gives_up_when_the_table_is_busy(
    make_voters: Callable[[int], list[User]],
    question: Consultation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Casts of other votes must not queue behind it."""
    monkeypatch.setattr(shredding, "PAUSE_S", 0.01)
    cast(make_voters(1)[0], question, [question.options.all()[0].pk])
    reads = connection.copy()
    with reads.cursor() as cursor:
        cursor.execute("begin; select from participation_votebox")
        assert not shredding.shred_keys()
    reads.close()
    assert shredding.shred_keys()


def test_shredding_gives_up_while_somebody_could_still_see_the_key(
    make_voters: Callable[[int], list[User]],
    question: Consultation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A backup, or a long report: rows that its snapshot sees go along into the new table."""
    monkeypatch.setattr(shredding, "PAUSE_S", 0.01)
    cast(make_voters(1)[0], question, [question.options.all()[0].pk])
    wrapped = bytes(VoteBox.objects.get().private_key)
    backup = connection.copy()
    with backup.cursor() as cursor:
        cursor.execute("begin isolation level repeatable read; select from portal_user")
        VoteBox.objects.update(private_key=b"")
        assert not shredding.shred_keys()
        assert _pages_hold(wrapped)
    backup.close()
    assert shredding.shred_keys()
    assert not _pages_hold(wrapped)


@pytest.mark.parametrize("shred", [True, False])
def test_wrapped_key_is_gone_from_the_tables_pages(
    make_voters: Callable[[int], list[User]],
    question: Consultation,
    monkeypatch: pytest.MonkeyPatch,
    shred: bool,
) -> None:
    """An update alone leaves the old row in its page, as the second case shows."""
    if not shred:
        monkeypatch.setattr(opening, "shred_keys", lambda: False)
    cast(make_voters(1)[0], question, [question.options.all()[0].pk])
    wrapped = bytes(VoteBox.objects.get().private_key)
    assert _pages_hold(wrapped)
    close_and_open(question)
    assert _pages_hold(wrapped) is not shred
