"""A list of people: one form for every spelling, hostile files, hashes at rest, collisions told."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from participation.eligibility.census.keeping import load_list
from participation.eligibility.census.normal import normal_date, normal_name, normal_postcode
from participation.eligibility.census.reading import Flaws, people
from participation.models import CensusKey, Consultation, VoteBox
from portal.errors import BadInput, NotAllowed, NotNow, TooLarge
from portal.models import AuditEntry, User
from tests.participation.eligibility.conftest import Come, who

FIELDS = ["name", "birth_date", "postcode"]
FRENCH = (
    "Prénom;Nom;Né le;Code postal;Quartier\n"
    "Zoé;L'Hermite-Dupré;29/02/1980;44 000;Nord\n"
    "Jean Luc;D ARTAGNAN;01.12.1999;44300;Sud\n"
)


@pytest.fixture
def listed(with_rule: Any, official: User) -> Consultation:
    """A vote by a list of two people."""
    question: Consultation = with_rule(kind="census", fields=FIELDS)
    load_list(actor=official, consultation=question, data=FRENCH.encode())
    return question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean-Luc D'Artagnan", "DARTAGNAN jean luc"),
        ("Jean-Luc D’Artagnan", "D ARTAGNAN Jean Luc"),
        ("Zoé L'Hermite", "ZOE LHERMITE"),
        ("François Œuvrard", "oeuvrard francois"),
        ("Đặng Thị Nhung", "Dang Thi Nhung"),
        ("Łukasz Żak", "lukasz zak"),
        ("Straße Maß", "STRASSE MASS"),
        ("  Ana   Q ", "Q. Ana"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Ana Q", "Anna Q"), ("Li Na Wei", "Li Nan Wei"), ("山田 花子", "山田 太郎")]
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize(
    "typed",
    [
        *("1980-02-29", "29/02/1980", "29.2.1980", "29 02 1980", "19800229", "29021980"),
        *("29-02-1980", "1980/02/29", "1980-02-29 00:00:00", "29. 2. 1980"),
    ],
)
def test_a_day_is_the_same_however_it_is_written(typed: str) -> None:
    assert normal_date(typed) == "1980-02-29"


@pytest.mark.parametrize("typed", ["29/02/1981", "29/02/80", "", "1/1", "01/01/1800", "a/b/1980"])
def test_what_is_no_day_of_birth_is_none(typed: str) -> None:
    assert normal_date(typed) == ""


def test_a_day_to_come_is_no_day_of_birth() -> None:
    assert normal_date("2020-01-02", today=dt.date(2020, 1, 1)) == ""


def test_the_month_may_stand_first() -> None:
    assert normal_date("02/29/1980", month_first=True) == "1980-02-29"


def test_a_postcode_is_the_same_with_spaces() -> None:
    assert normal_postcode("SW1A 1AA") == normal_postcode("sw1a1aa")


def test_somebody_on_the_list_is_recognised(listed: Consultation, come: Come) -> None:
    voter = come(name="L’HERMITE DUPRE Zoe", birth_date="1980-02-29", postcode="44000")
    again = come(name="Zoé L'Hermite-Dupré", birth_date="29.02.1980", postcode="44000")
    assert voter == again
    assert (voter.area, voter.person_id) == ("Nord", None)


def test_somebody_else_is_told_what_to_check(listed: Consultation, come: Come) -> None:
    with pytest.raises(BadInput, match="not find you on the list"):
        come(name="Zoé L'Hermite", birth_date="1980-02-29", postcode="44000")


@pytest.mark.parametrize("left_out", FIELDS)
def test_what_is_left_out_is_asked_for(listed: Consultation, come: Come, left_out: str) -> None:
    given = {"name": "Zoé X", "birth_date": "1980-02-29", "postcode": "44000"} | {left_out: ""}
    with pytest.raises(BadInput) as caught:
        come(**given)
    assert caught.value.field == left_out


def test_the_list_narrowed_to_a_district_refuses_the_other(
    listed: Consultation, come: Come
) -> None:
    listed.eligibility["area"] = {"by": "district", "names": ["Nord"]}
    listed.save()
    with pytest.raises(NotAllowed, match="people of Nord"):
        come(name="Jean-Luc d'Artagnan", birth_date="1999-12-01", postcode="44300")


def test_nothing_of_a_person_is_stored_in_clear(listed: Consultation) -> None:
    kept = " ".join(f"{bytes(row.digest).hex()} {row.area}" for row in CensusKey.objects.all())
    assert "1980" not in str(AuditEntry.objects.get(act="census.load").facts)
    assert not any(word in kept.lower() for word in ("zo", "hermite", "44000"))


def test_the_same_person_has_another_hash_in_another_vote(
    listed: Consultation, make_question: Any, official: User
) -> None:
    other = make_question(slug="other")
    other.eligibility = listed.eligibility
    other.save()
    load_list(actor=official, consultation=other, data=FRENCH.encode())
    digests = {bytes(row.digest) for row in CensusKey.objects.all()}
    assert len(digests) == 4


def test_two_people_who_look_the_same_are_told_of(listed: Consultation, official: User) -> None:
    twice = FRENCH + "ZOE;LHERMITE DUPRE;1980-02-29;44000;Sud\n"
    loaded = load_list(actor=official, consultation=listed, data=twice.encode(), replace=True)
    assert (loaded.stored, loaded.same, loaded.same_number) == (2, ((2, 4),), 1)


def test_rows_that_cannot_be_read_are_told_by_number_and_left_out(
    listed: Consultation, official: User
) -> None:
    flawed = FRENCH + "A;B;31/02/1980;44000;Sud\n;;01/01/1980;44000;\nA;B\n\nC;D;1/1/1980;-;\n"
    loaded = load_list(actor=official, consultation=listed, data=flawed.encode())
    assert loaded.flaws.rows == {"birth_date": [4], "name": [5], "columns": [6], "postcode": [8]}
    assert (loaded.stored, loaded.known) == (0, 2)


def test_a_missing_column_is_named_with_those_there_are(
    listed: Consultation, official: User
) -> None:
    with pytest.raises(BadInput, match=r"Date of birth.*Vorname, Familienname, PLZ"):
        load_list(
            actor=official,
            consultation=listed,
            data=b"Vorname,Familienname,PLZ\nA,B,1\n",
            columns={"given": "Vorname", "family": "Familienname", "postcode": "plz"},
        )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"\x00" * 1_000,
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)) * 4,
        b'name,date of birth,postcode\n"' + b"a" * 200_000,
        b"name,date of birth,postcode\n",
        b"," * 100_000,
    ],
    ids=["empty", "half-bom", "nuls", "zip", "huge-cell", "nobody", "commas"],
)
def test_a_file_that_is_no_list_is_refused_and_the_old_list_stays(
    listed: Consultation, official: User, data: bytes
) -> None:
    with pytest.raises(BadInput):
        load_list(actor=official, consultation=listed, data=data, replace=True)
    assert CensusKey.objects.count() == 2


MANY = "".join(f"A{chr(97 + place)};Dupré;29/02/1980;44000;Nord\n" for place in range(26))


@pytest.mark.parametrize(
    "flawed",
    ['"Jean;Du;01/01/1980;44000;Nord\n' + MANY, '"Jean;Du\n' + MANY + 'C;D";01/01/1980;44000;N\n'],
    ids=["never closed", "closed far below"],
)
def test_a_lone_quotation_mark_swallows_nobody_in_silence(
    listed: Consultation, official: User, flawed: str
) -> None:
    with pytest.raises(BadInput, match="from line 4 on, and nobody was loaded"):
        load_list(actor=official, consultation=listed, data=(FRENCH + flawed).encode())


def test_a_line_break_within_a_name_is_told_by_its_row(
    listed: Consultation, official: User
) -> None:
    flawed = FRENCH + '"Jean\nLuc";Du;01/01/1980;44000;Nord\n'
    loaded = load_list(actor=official, consultation=listed, data=flawed.encode())
    assert loaded.flaws.rows == {"lines": [4]}


@pytest.mark.parametrize("before", ["sep=;\n", "\n;;;;\n"], ids=["sep", "empty rows"])
def test_what_office_programs_put_before_the_header_is_passed_over(
    with_rule: Any, official: User, before: str
) -> None:
    question = with_rule(kind="census", fields=FIELDS)
    data = (before + FRENCH).encode()
    assert load_list(actor=official, consultation=question, data=data).stored == 2


def test_a_list_whose_dates_are_read_the_wrong_way_loads_nobody_and_says_why(
    with_rule: Any, official: User
) -> None:
    question = with_rule(kind="census", fields=FIELDS)
    with pytest.raises(BadInput, match=r"how dates are written.*Date of birth: 2, 4, 5"):
        load_list(
            actor=official, consultation=question, data=(FRENCH + MANY).encode(), month_first=True
        )
    assert not CensusKey.objects.exists()


def test_a_file_over_the_limit_is_refused_unread(listed: Consultation, official: User) -> None:
    with pytest.raises(TooLarge, match="25 MB"):
        load_list(actor=official, consultation=listed, data=b"a" * 25_000_001)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encodings_of_office_programs_are_read(
    with_rule: Any, official: User, encoding: str
) -> None:
    question = with_rule(kind="census", fields=FIELDS)
    load_list(actor=official, consultation=question, data=FRENCH.encode(encoding))
    given = {"name": "Zoé L'Hermite-Dupré", "birth_date": "29/02/1980", "postcode": "44000"}
    assert who(question, given).area == "Nord"


def test_nobody_is_taken_off_the_list_after_the_first_ballot(
    listed: Consultation, official: User
) -> None:
    VoteBox.objects.create(consultation=listed, public_key=b"p", private_key=b"k")
    with pytest.raises(NotNow):
        load_list(actor=official, consultation=listed, data=FRENCH.encode(), replace=True)
    more = FRENCH + "Bo;R;01/01/1990;44000;Sud\n"
    assert load_list(actor=official, consultation=listed, data=more.encode()).stored == 1


def test_residents_load_no_list(listed: Consultation, resident: User) -> None:
    with pytest.raises(NotAllowed):
        load_list(actor=resident, consultation=listed, data=FRENCH.encode())


@given(st.binary(max_size=400))
def test_whatever_bytes_come_are_read_or_refused_in_words(data: bytes) -> None:
    for start in (b"", b"name;date of birth;postcode\n"):
        with suppress(BadInput):
            list(people(start + data, FIELDS, flaws=Flaws()))


def test_nobody_comes_onto_the_list_once_the_vote_has_closed(
    listed: Consultation, official: User
) -> None:
    listed.phases.filter(kind="vote").update(closes_at=timezone.now())
    with pytest.raises(NotNow, match="stays as it was"):
        load_list(actor=official, consultation=listed, data=FRENCH.encode())
