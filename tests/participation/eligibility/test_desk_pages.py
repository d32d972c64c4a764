"""The desk's pages of who may vote: rule, codes, list; what they refuse, and to whom."""

from __future__ import annotations

import csv
import io
import threading
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation.eligibility.codes import batches
from participation.eligibility.codes.batches import make_batch
from participation.models import CensusKey, CodeBatch, Consultation, VoteBox, VotingCode
from portal.models import User
from tests.participation.eligibility.conftest import who

LIST = "Prénom;Nom;Né le;Code postal\nZoé;Dupré;29/02/1980;44000\nZOE;DUPRE;1980-02-29;44000\n"


@pytest.fixture
def desk(client: Client, official: User) -> Client:
    """A client with an official at it."""
    client.force_login(official)
    return client


def _at(name: str, question: Consultation, *more: Any) -> str:
    return reverse(f"desk-{name}", args=[question.slug, *more])


def _sent(answer: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("page", ["eligibility", "codes", "census"])
def test_residents_are_kept_out(
    client: Client, question: Consultation, resident: User, page: str
) -> None:
    assert client.get(_at(page, question)).status_code == 302
    client.force_login(resident)
    assert client.get(_at(page, question)).status_code == 403
    assert client.post(_at(page, question)).status_code == 403


@pytest.mark.parametrize("kind", ["email", "area", "code", "census"])
def test_every_way_is_shown_with_its_words(desk: Client, question: Consultation, kind: str) -> None:
    answer = desk.get(_at("eligibility", question), {"kind": kind})
    assert answer.status_code == 200
    assert f'value="{kind}" checked' in answer.content.decode()


def test_a_rule_with_residents_by_area_is_stored(desk: Client, question: Consultation) -> None:
    typed = {"kind": "area", "by": "postcode", "names": "44000: 31 200\n44300", "seen": "1"}
    typed |= {"reason": "The council narrowed it."}
    assert desk.post(_at("eligibility", question), typed).status_code == 302
    question.refresh_from_db()
    assert question.eligibility == {
        "kind": "area",
        "area": {"by": "postcode", "names": ["44000", "44300"], "residents": {"44000": 31200}},
    }
    assert "44000: 31200" in desk.get(_at("eligibility", question)).content.decode()


def test_a_colleague_who_was_quicker_is_told_and_nothing_is_lost(
    desk: Client, question: Consultation
) -> None:
    typed = {"kind": "area", "by": "postcode", "names": "44000", "seen": "0"}
    answer = desk.post(_at("eligibility", question), typed)
    assert answer.status_code == 409
    assert "44000" in answer.content.decode()
    question.refresh_from_db()
    assert question.eligibility == {"kind": "email"}


def test_after_the_first_ballot_the_page_offers_no_change(
    desk: Client, question: Consultation
) -> None:
    VoteBox.objects.create(consultation=question, public_key=b"p", private_key=b"k")
    body = desk.get(_at("eligibility", question)).content.decode()
    assert "This is fixed" in body
    assert 'name="seen"' not in body


def test_codes_come_once_as_a_table_that_votes(desk: Client, with_rule: Any) -> None:
    question = with_rule(kind="code")
    answer = desk.post(
        _at("codes", question),
        {"label": "=North", "size": "30", "what": "table", "language": "fr", "once": "a"},
    )
    assert "no-store" in answer["Cache-Control"]
    parcel = _sent(answer)
    assert parcel.namelist() == ["codes.csv", "codes-000001-000030.xlsx"]
    rows = list(csv.DictReader(io.StringIO(parcel.read("codes.csv").decode("utf-8-sig"))))
    assert [row["serial"] for row in rows] == [str(number) for number in range(1, 31)]
    assert who(question, {"code": rows[0]["code"]}).key
    assert rows[0]["address"].endswith("/vote/#code=" + rows[0]["code"].replace("-", ""))


def test_a_double_click_makes_one_batch(desk: Client, with_rule: Any) -> None:
    question = with_rule(kind="code")
    typed = {"label": "N", "size": "3", "what": "table", "language": "en", "once": "same"}
    assert desk.post(_at("codes", question), typed).status_code == 200
    answer = desk.post(_at("codes", question), typed)
    assert answer.status_code == 409
    assert "made already" in answer.content.decode()
    assert CodeBatch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_of_codes_sent_twice_at_once_makes_one_batch(desk: Client, with_rule: Any) -> None:
    question = with_rule(kind="code")
    typed = {"label": "N", "size": "3", "what": "table", "language": "en", "once": "same"}
    begin, statuses = threading.Barrier(2), []

    def send() -> None:
        mine = Client()
        mine.cookies = desk.cookies
        begin.wait()
        statuses.append(mine.post(_at("codes", question), typed).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(statuses) == [200, 409]
    assert CodeBatch.objects.count() == 1


def test_codes_that_were_refused_can_be_asked_for_again_with_the_same_form(
    desk: Client, with_rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = with_rule(kind="code")
    typed = {"label": "N", "size": "3", "what": "table", "language": "en", "once": "same"}
    with monkeypatch.context() as full:
        full.setattr(batches, "MOST_BATCHES", 0)
        assert desk.post(_at("codes", question), typed).status_code == 409
    assert desk.post(_at("codes", question), typed).status_code == 200


def test_letters_have_a_page_for_each_code(desk: Client, with_rule: Any) -> None:
    question = with_rule(kind="code")
    answer = desk.post(
        _at("codes", question),
        {"label": "Île", "size": "12", "what": "letters", "language": "fr", "once": "b"},
    )
    parcel = _sent(answer)
    assert parcel.namelist()[2:] == ["letters-000001-000012.pdf"]
    assert parcel.read("letters-000001-000012.pdf").count(b"/Type /Page\n") == 12


def test_no_page_shows_a_code_again(desk: Client, with_rule: Any, official: User) -> None:
    question = with_rule(kind="code")
    _batch, words = make_batch(actor=official, consultation=question, label="N", size=3)
    body = desk.get(_at("codes", question)).content.decode()
    assert not any(word in body or word[:4] in body for word in words)


def test_letters_are_withdrawn_by_their_numbers(
    desk: Client, with_rule: Any, official: User
) -> None:
    question = with_rule(kind="code")
    batch, _words = make_batch(actor=official, consultation=question, label="N", size=9)
    address = _at("codes-withdraw", question, batch.pk)
    typed = {f"b{batch.pk}-serials": "2, 7", f"b{batch.pk}-reason": "lost"}
    assert desk.post(address, typed).status_code == 302
    gone = VotingCode.objects.filter(revoked=True).values_list("serial", flat=True)
    assert sorted(gone) == [2, 7]
    typed[f"b{batch.pk}-serials"] = "99"
    assert desk.post(address, typed).status_code == 404
    whole = {f"b{batch.pk}-whole": "on"}
    assert desk.post(address, typed | whole).status_code == 400
    assert not CodeBatch.objects.get().revoked_at
    typed[f"b{batch.pk}-serials"] = ""
    assert desk.post(address, typed | whole).status_code == 302
    assert CodeBatch.objects.get().revoked_at


def test_a_span_of_letters_is_withdrawn_whole(desk: Client, with_rule: Any, official: User) -> None:
    batch, _words = make_batch(
        actor=official, consultation=with_rule(kind="code"), label="N", size=9
    )
    typed = {f"b{batch.pk}-serials": "2 – 4; 7", f"b{batch.pk}-reason": "lost"}
    desk.post(_at("codes-withdraw", batch.consultation, batch.pk), typed)
    gone = VotingCode.objects.filter(revoked=True).values_list("serial", flat=True)
    assert sorted(gone) == [2, 3, 4, 7]


@pytest.mark.parametrize("typed", ["3-x", "12345678", "4-2", "1-4-6", "№ 3"])
def test_numbers_that_cannot_be_read_withdraw_nothing(
    desk: Client, with_rule: Any, official: User, typed: str
) -> None:
    batch, _words = make_batch(
        actor=official, consultation=with_rule(kind="code"), label="N", size=9
    )
    sent = {f"b{batch.pk}-serials": typed, f"b{batch.pk}-reason": "lost"}
    answer = desk.post(_at("codes-withdraw", batch.consultation, batch.pk), sent)
    assert answer.status_code == 400
    assert not VotingCode.objects.filter(revoked=True).exists()


def test_a_batch_of_another_question_is_not_there(
    desk: Client, with_rule: Any, official: User, make_question: Any
) -> None:
    batch, _words = make_batch(
        actor=official, consultation=with_rule(kind="code"), label="N", size=1
    )
    other = make_question(slug="other")
    assert desk.post(_at("codes-withdraw", other, batch.pk), {}).status_code == 404


@pytest.fixture
def by_list(with_rule: Any) -> Consultation:
    question: Consultation = with_rule(kind="census", fields=["name", "birth_date", "postcode"])
    return question


def test_a_list_is_loaded_and_its_double_is_told(desk: Client, by_list: Consultation) -> None:
    file = SimpleUploadedFile("list.csv", LIST.encode(), "text/csv")
    answer = desk.post(_at("census", by_list), {"file": file, "order": "day"})
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "1 person is new on the list" in body
    assert "2 = 3" in body
    assert "Zo" not in body


def test_a_list_that_is_too_large_is_refused_in_words(desk: Client, by_list: Consultation) -> None:
    file = SimpleUploadedFile("list.csv", b"x" * 26_000_000, "text/csv")
    answer = desk.post(_at("census", by_list), {"file": file, "order": "day"})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_a_list_never_touches_the_disk(
    desk: Client, by_list: Consultation, monkeypatch: Any
) -> None:
    from django.core.files import uploadedfile

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a file was written")

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", refuse)
    wide = LIST + f"Bo;R;1/1/1990;44000;{'x' * 120_000}\n" * 25
    file = SimpleUploadedFile("list.csv", wide.encode(), "text/csv")
    assert desk.post(_at("census", by_list), {"file": file, "order": "day"}).status_code == 200
    assert CensusKey.objects.exists()


def test_a_list_without_the_forms_token_is_refused(official: User, by_list: Consultation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(official)
    file = SimpleUploadedFile("list.csv", LIST.encode(), "text/csv")
    assert client.post(_at("census", by_list), {"file": file}).status_code == 403
    assert not CensusKey.objects.exists()


def test_an_empty_form_is_answered_in_plain_words(desk: Client, by_list: Consultation) -> None:
    page = desk.post(_at("census", by_list), {"order": "day"}).content.decode()
    assert "Choose the file first." in page
    assert "Fill this in." in desk.post(_at("paper", by_list), {"sheets": "3"}).content.decode()
