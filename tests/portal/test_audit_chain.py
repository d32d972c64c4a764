"""The audit log: nobody changes it unseen, whoever holds the database or an account."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.audit import record
from portal.chain import forget, verify
from portal.heads import Head, NotAHead, export_head, head_now, read_head
from portal.logs import Lines
from portal.models import AuditAnchor, AuditEntry, AuditLink, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_heads() -> Iterator[None]:
    """Heads that another test exported are none of this log's."""
    yield
    store = storages["artefacts"]
    if store.exists("audit"):
        for name in store.listdir("audit")[1]:
            store.delete(f"audit/{name}")


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """As whoever owns the database can: with no trigger in the way."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        yield


def write(person: User, number: int = 3) -> list[AuditEntry]:
    """So many entries, written now."""
    return [record(actor=person, act="comment.hide", subject=person, n=n) for n in range(number)]


def write_days_ago(days: int, person: User, number: int) -> list[AuditEntry]:
    """So many entries of so many days ago; in threads it would not put the clock back."""
    then = timezone.now() - timedelta(days=days)
    with mock.patch.object(timezone, "now", return_value=then):
        return write(person, number)


def checked(*words: str) -> str:
    out = StringIO()
    call_command("audit", "--verify", *words, stdout=out)
    return out.getvalue()


def test_an_official_who_is_erased_keeps_their_name_in_the_audit_log(official: User) -> None:
    address, number = official.email, official.pk
    [entry] = write(official, 1)
    official.delete()
    entry = AuditEntry.objects.get(pk=entry.pk)
    assert (entry.who, entry.actor_id) == (address, number)
    assert not verify().wrong


def test_of_a_resident_the_log_keeps_a_number_and_no_address(resident: User) -> None:
    [entry] = write(resident, 1)
    assert (entry.who, entry.actor_id) == ("", resident.pk)


@pytest.mark.parametrize(
    "attack",
    [
        "update portal_auditentry set who = ''",
        "delete from portal_auditentry",
        "update portal_auditlink set hash = null",
        "delete from portal_auditlink",
        "insert into portal_auditanchor select position, hash, 1, now() from portal_auditlink",
    ],
)
def test_the_site_itself_cannot_change_or_remove_an_entry(official: User, attack: str) -> None:
    write(official, 1)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_site_itself_cannot_empty_the_log(official: User) -> None:
    write(official, 1)
    attack = """
        alter table portal_auditentry enable trigger audit_never_emptied;
        truncate portal_auditentry"""
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(attack)


def test_a_changed_entry_is_named(official: User) -> None:
    entries = write(official)
    with past_the_triggers():
        AuditEntry.objects.filter(pk=entries[1].pk).update(who="somebody@else.example")
    [sentence] = verify().wrong
    assert sentence.startswith(f"Entry {entries[1].pk} (comment.hide, ")
    assert sentence.endswith("at place 2 was changed after it was written.")


def test_a_removed_entry_is_named(official: User) -> None:
    entries = write(official)
    with past_the_triggers():
        AuditEntry.objects.filter(pk=entries[1].pk).delete()
    assert verify().wrong == [f"Entry {entries[1].pk} at place 2 was removed."]


def test_an_entry_removed_with_its_link_leaves_a_gap(official: User) -> None:
    entries = write(official)
    with past_the_triggers():
        AuditLink.objects.filter(pk=entries[1].pk).delete()
        AuditEntry.objects.filter(pk=entries[1].pk).delete()
    assert verify().wrong[0] == "The entry at place 2 was removed, with its link."


def test_an_inserted_entry_is_named(official: User) -> None:
    write(official)
    with past_the_triggers():
        [extra] = write(official, 1)
    [sentence] = verify().wrong
    assert sentence.startswith(f"Entry {extra.pk} ")
    assert "was inserted past the chain" in sentence


def test_a_chain_written_anew_does_not_fit_the_exported_head(official: User) -> None:
    write(official, 2)
    early = head_now()
    entries = write(official, 3)
    late = head_now()
    with past_the_triggers(), connection.cursor() as cursor:
        AuditEntry.objects.filter(pk=entries[0].pk).update(act="comment.keep")
        AuditLink.objects.filter(position__gt=2).update(position=None)
        for entry in entries:
            cursor.execute("select portal_audit_append(%s)", [entry.pk])
    assert not verify().wrong
    [sentence] = verify([early, late]).wrong
    assert "between places 3 and 5 were changed, removed or inserted" in sentence


def test_entries_cut_off_the_end_are_missed_by_the_exported_head(official: User) -> None:
    entries = write(official, 3)
    late = head_now()
    with past_the_triggers():
        for rows in (AuditEntry, AuditLink):
            rows.objects.filter(pk=entries[2].pk).delete()
    [sentence] = verify([late]).wrong
    assert "counts 3 entries; the log ends at place 2" in sentence


def test_the_command_says_so_and_ends_with_an_error(official: User) -> None:
    entries = write(official)
    assert "3 entries, places 1 to 3, 0 exported heads" in checked()
    export_head()
    assert "1 exported heads: nothing was changed" in checked()
    with past_the_triggers():
        AuditEntry.objects.filter(pk=entries[0].pk).delete()
    with pytest.raises(CommandError, match="not as it was written"):
        checked()


def test_a_head_is_exported_once_a_day_and_signed(official: User, tmp_path: Path) -> None:
    write(official)
    line = export_head()
    assert export_head() == ""
    assert read_head(line) == Head(read_head(line).at, 3, head_now().hash)
    with pytest.raises(NotAHead):
        read_head(re.sub(r" 3 ", " 2 ", line, count=1))
    kept = tmp_path / "heads.txt"
    kept.write_text(line.replace(" 3 ", " 2 ", 1))
    with pytest.raises(CommandError):
        checked("--heads", str(kept))


def test_heads_are_read_out_of_the_log_that_was_shipped(
    official: User, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(official)
    with caplog.at_level(logging.INFO, "portal.heads"):
        export_head()
    [told] = caplog.records
    line = Lines("%(asctime)s %(levelname)s %(name)s %(message)s").format(told)
    kept = tmp_path / "workers.log"
    kept.write_text(f"2026-11-30 04:00:00 INFO celery ready\n{line} [0a1b2c3d]\n")
    assert "2 exported heads: nothing was changed" in checked("--heads", str(kept))
    kept.write_text(line.replace(" 3 ", " 2 ", 1))
    with pytest.raises(CommandError):
        checked("--heads", str(kept))


def test_a_file_without_a_head_proves_nothing(official: User, tmp_path: Path) -> None:
    write(official)
    (tmp_path / "workers.log").write_text("2026-11-30 04:00:00 INFO celery ready\n")
    with pytest.raises(CommandError, match="not as it was written"):
        checked("--heads", str(tmp_path / "workers.log"))
    with pytest.raises(CommandError, match="cannot be read"):
        checked("--heads", str(tmp_path / "nowhere"))


def test_eight_at_once_make_one_chain_without_a_fork(official: User) -> None:
    def act(_number: int) -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    write(official, 2)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    assert (verify().entries, verify().wrong) == (80, [])
    places = AuditLink.objects.order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(1, 81))


def test_an_act_that_is_taken_back_leaves_no_gap(official: User) -> None:
    write(official, 1)
    with transaction.atomic():
        write(official, 1)
        transaction.set_rollback(True)
    write(official, 1)
    assert (verify().last, verify().wrong) == (2, [])


def test_old_entries_are_dropped_from_the_front_and_the_rest_still_verifies(
    official: User,
) -> None:
    write_days_ago(900, official, 3)
    old = head_now()
    write(official, 2)
    assert forget(timezone.now() - timedelta(days=800)) == 3
    assert forget(timezone.now() - timedelta(days=800)) == 0
    report = verify([old, head_now()])
    assert (report.first, report.last, report.entries, report.wrong) == (4, 5, 2, [])
    assert AuditAnchor.objects.get().dropped == 3
    write(official, 1)
    assert not verify().wrong


def test_a_log_of_which_all_is_old_goes_on_where_it_stood(official: User) -> None:
    write_days_ago(900, official, 2)
    assert forget(timezone.now() - timedelta(days=800)) == 2
    write(official, 1)
    assert (verify().first, verify().last, verify().wrong) == (3, 3, [])


def test_nothing_young_is_dropped_whatever_the_period(official: User) -> None:
    write_days_ago(100, official, 2)
    with pytest.raises(DatabaseError, match="an anchor is the hash of an old entry"):
        forget(timezone.now())
    assert verify().entries == 2
