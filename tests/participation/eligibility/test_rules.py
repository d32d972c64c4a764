"""Who may vote: what a rule must hold, when it is fixed, and voting by address, area and claim."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from participation.eligibility import KINDS, needs_account, questions_for
from participation.eligibility.keys import keyed
from participation.eligibility.rules import cleaned_rule, missing, set_rule
from participation.models import Consultation, VoteBox
from portal.errors import BadInput, CivicError, Conflict, NotAllowed, NotNow
from portal.models import User
from portal.network import network_of
from tests.participation.eligibility.conftest import Come, who

CITY_SAYS = {"userinfo": {"sub": "7", "address": {"locality": "Nantes"}, "groups": ["a", "Ö-b"]}}
CLAIM = {"kind": "claim", "provider": "city", "claim": "address.locality", "values": ["NANTES"]}
POSTCODES = {"by": "postcode", "names": ["44000", "44 300"]}


@pytest.fixture
def identity(resident: User) -> SocialAccount:
    """Signed in while a vote asked for all of this."""
    made = SocialAccount.objects.create(user=resident, provider="city", uid="7")
    SocialAccount.objects.update(extra_data=CITY_SAYS)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_is_and_what_it_is_worth(kind: str) -> None:
    words = KINDS[kind]
    assert all(str(text) for text in (words.title, words.how, words.who))
    assert needs_account({"kind": kind}) == words.needs_account


def test_a_guest_is_asked_to_sign_in(come: Come) -> None:
    with pytest.raises(NotAllowed, match="Sign in"):
        come()


def test_an_address_must_be_confirmed(come: Come, resident: User) -> None:
    with pytest.raises(NotAllowed, match="Confirm your e-mail"):
        come(actor=resident)


def test_recognising_an_address_takes_one_query(
    question: Consultation, verified: User, django_assert_num_queries: Any
) -> None:
    from participation.eligibility import recognise

    with django_assert_num_queries(1):
        voter = recognise(
            consultation_id=question.pk,
            eligibility=question.eligibility,
            actor=verified,
            answers={},
            network="",
        )
    assert voter.person_id == verified.pk


def test_a_voters_key_is_another_in_another_vote(
    question: Consultation, make_question: Any, verified: User
) -> None:
    other = make_question(slug="other")
    assert who(question, {}, actor=verified).key != who(other, {}, actor=verified).key


def test_a_declared_postcode_is_the_voters_area(with_rule: Any, verified: User, come: Come) -> None:
    with_rule(kind="area", area=POSTCODES)
    assert come(actor=verified, postcode=" 44300 ").area == "44 300"


def test_another_postcode_is_told_whose_vote_it_is(
    with_rule: Any, verified: User, come: Come
) -> None:
    with_rule(kind="area", area=POSTCODES)
    with pytest.raises(NotAllowed, match="people of 44000, 44 300"):
        come(actor=verified, postcode="75001")


def test_no_postcode_is_asked_for(with_rule: Any, verified: User, come: Come) -> None:
    with_rule(kind="area", area=POSTCODES)
    with pytest.raises(BadInput, match="Write your postcode"):
        come(actor=verified)


def test_a_district_is_chosen_from_the_rules_own() -> None:
    rule = {"kind": "area", "area": {"by": "district", "names": ["Nord", "Sud"]}}
    (asked,) = questions_for(rule)
    assert (asked.name, asked.choices) == ("district", (("Nord", "Nord"), ("Sud", "Sud")))


def test_a_list_with_postcodes_asks_for_the_postcode_once() -> None:
    rule = {"kind": "census", "fields": ["name", "postcode"], "area": POSTCODES}
    assert [asked.name for asked in questions_for(rule)] == ["name", "postcode"]


@pytest.mark.parametrize(
    ("claim", "values"),
    [("address.locality", ["nantes"]), ("groups", ["o b", "x"]), ("sub", ["7"])],
)
def test_what_the_identity_service_says_is_enough(
    with_rule: Any, come: Come, identity: SocialAccount, claim: str, values: list[str]
) -> None:
    with_rule(**CLAIM | {"claim": claim, "values": values})
    assert come(actor=identity.user).person_id == identity.user.pk


@pytest.mark.parametrize("claim", ["address", "address.street", "locality", "a.b.c", ""])
def test_what_it_does_not_say_is_refused_with_a_way_out(
    with_rule: Any, come: Come, identity: SocialAccount, claim: str
) -> None:
    with_rule(**CLAIM | {"claim": claim})
    with pytest.raises(NotAllowed, match="put it right there"):
        come(actor=identity.user)


def test_without_a_city_account_one_is_asked_for(
    with_rule: Any, come: Come, verified: User
) -> None:
    with_rule(**CLAIM)
    with pytest.raises(NotAllowed, match="Sign in with your city account"):
        come(actor=verified)


def test_an_identity_moved_to_another_account_is_the_same_voter(
    with_rule: Any, come: Come, identity: SocialAccount, neighbour: User
) -> None:
    with_rule(**CLAIM)
    before = come(actor=identity.user).key
    identity.user = neighbour
    identity.save()
    assert come(actor=neighbour).key == before


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({}, "kind"),
        ({"kind": "id-number"}, "kind"),
        (CLAIM, "kind"),
        ({"kind": "area"}, "names"),
        ({"kind": "area", "area": {"by": "postcode", "names": []}}, "names"),
        ({"kind": "area", "area": {"by": "postcode", "names": ["--"]}}, "names"),
        ({"kind": "area", "area": {"by": "star sign", "names": ["a"]}}, "by"),
        ({"kind": "code", "area": {"by": "postcode", "names": ["44000"] * 9 + ["44 100"]}}, ""),
        ({"kind": "area", "area": {**POSTCODES, "residents": {"44000": "many"}}}, "names"),
        ({"kind": "census", "fields": ["name"]}, "fields"),
        ({"kind": "census", "fields": ["birth_date", "postcode"]}, "fields"),
    ],
)
def test_a_rule_that_lacks_something_says_where(rule: dict[str, Any], field: str) -> None:
    if field:
        with pytest.raises(BadInput) as caught:
            cleaned_rule(rule)
        assert caught.value.field == field
    else:
        assert cleaned_rule(rule)["area"]["names"] == ["44000", "44 100"]


def test_a_value_of_signs_alone_would_let_in_everybody_without_the_claim(
    settings: Settings,
) -> None:
    settings.OIDC_ORIGINS = ["https://id.city.example"]
    with pytest.raises(BadInput) as caught:
        cleaned_rule(CLAIM | {"values": ["Nantes", "–"]})
    assert caught.value.field == "values"


def test_a_rule_keeps_nothing_that_its_kind_does_not_need() -> None:
    assert cleaned_rule({"kind": "email", "area": POSTCODES, "x": 1}) == {"kind": "email"}


def test_residents_stand_by_the_areas_own_name() -> None:
    area = cleaned_rule({"kind": "area", "area": {**POSTCODES, "residents": {"44300": "31200"}}})
    assert area["area"]["residents"] == {"44 300": 31200}


def test_an_official_sets_the_rule_and_a_colleague_is_told(
    question: Consultation, official: User
) -> None:
    told = {"actor": official, "consultation": question, "reason": "Letters go out."}
    set_rule(**told, rule={"kind": "code"}, seen_version=1)
    with pytest.raises(Conflict):
        set_rule(**told, rule={"kind": "email"}, seen_version=1)
    question.refresh_from_db()
    assert question.eligibility == {"kind": "code"}


def test_the_rule_is_fixed_at_the_first_ballot(question: Consultation, official: User) -> None:
    VoteBox.objects.create(consultation=question, public_key=b"p", private_key=b"k")
    with pytest.raises(NotNow):
        set_rule(actor=official, consultation=question, rule={"kind": "code"}, seen_version=1)


def test_a_resident_sets_no_rule(question: Consultation, resident: User) -> None:
    with pytest.raises(NotAllowed):
        set_rule(actor=resident, consultation=question, rule={"kind": "code"}, seen_version=1)


@pytest.mark.parametrize(("kind", "number"), [("email", 0), ("code", 1), ("census", 1)])
def test_what_a_vote_still_needs_is_said(with_rule: Any, kind: str, number: int) -> None:
    assert len(missing(with_rule(kind=kind))) == number


def test_an_unknown_kind_lets_nobody_vote(with_rule: Any, come: Come, verified: User) -> None:
    with_rule(kind="from a later version")
    with pytest.raises(CivicError, match="not set up yet"):
        come(actor=verified)


def test_a_network_is_a_keyed_word_for_its_neighbourhood(settings: Any) -> None:
    def word(address: str) -> str:
        return network_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert word("93.184.216.34") == word("93.184.216.99") != word("93.184.217.34")
    assert word("2a01:e0a:1:2::3") == word("2a01:e0a:1:ffff::9") != word("2a01:e0a:2::3")
    assert word("::ffff:93.184.216.34") == word("93.184.216.34")
    assert {word("10.0.0.7"), word("127.0.0.1"), word("::1"), word("nonsense")} == {""}
    assert "93" not in word("93.184.216.34") or len(word("93.184.216.34")) == 16


def test_only_trusted_proxies_are_believed(settings: Any) -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="8.8.8.8, 93.184.216.34"
    )
    assert network_of(request) == ""
    settings.TRUSTED_PROXIES = 1
    told = network_of(request)
    assert told == network_of(RequestFactory().get("/", REMOTE_ADDR="93.184.216.1"))


@given(st.lists(st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6), max_size=4))
def test_no_two_lists_of_facts_have_one_hash(one: list[str], other: list[str]) -> None:
    assert (keyed("a", *one) == keyed("a", *other)) == (one == other)
    assert keyed("a", *one) != keyed("b", *one)


def test_without_a_ballot_key_nobody_votes_and_nobody_is_hashed_in_clear(
    settings: Any, come: Come, verified: User
) -> None:
    settings.BALLOT_KEY = ""
    with pytest.raises(NotNow, match="key is missing"):
        come(actor=verified)
