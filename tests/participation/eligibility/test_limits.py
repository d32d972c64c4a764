"""How often one may miss: slips never count, guesses do, and a lock-out says until when."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache

from participation.eligibility import limits
from participation.eligibility.codes.words import make
from participation.models import CodeBatch
from portal.errors import BadInput, TooOften
from portal.models import User
from tests.participation.eligibility.conftest import Come

TOWN_HALL, PHONE = "a" * 16, "b" * 16
Batch = tuple[CodeBatch, list[str]]


def _guess(come: Come, times: int, **facts: Any) -> None:
    for word in make(times):
        with pytest.raises(BadInput, match="do not know"):
            come(code=word, **facts)


def test_a_hundred_slips_lock_nobody_out(come: Come, batch: Batch) -> None:
    code = batch[1][0]
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    for _time in range(100):
        with pytest.raises(BadInput, match="slip"):
            come(code=slip, network=TOWN_HALL)
    assert come(code=code, network=TOWN_HALL)


def test_an_account_that_guesses_waits_and_is_told_until_when(
    come: Come, batch: Batch, resident: User
) -> None:
    _guess(come, limits.PERSON.most, actor=resident)
    with pytest.raises(TooOften, match=r"Wait until (.+, )?\d\d:\d\d.*not lost.*participation@"):
        come(code=batch[1][0], actor=resident)


def test_others_at_the_town_hall_go_on(come: Come, batch: Batch, resident: User) -> None:
    _guess(come, limits.PERSON.most, actor=resident, network=TOWN_HALL)
    assert come(code=batch[1][0], network=TOWN_HALL)


def test_a_network_that_guesses_waits_and_another_does_not(come: Come, batch: Batch) -> None:
    _guess(come, limits.NETWORK.most, network=TOWN_HALL)
    with pytest.raises(TooOften, match="from another one, such as a phone"):
        come(code=batch[1][0], network=TOWN_HALL)
    assert come(code=batch[1][0], network=PHONE)


def test_an_unknown_network_does_not_lock_all_who_share_it(come: Come, batch: Batch) -> None:
    _guess(come, limits.NETWORK.most + 5, network="")
    assert come(code=batch[1][0], network="")


def test_a_lock_out_ends(come: Come, batch: Batch, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "NETWORK", replace(limits.NETWORK, most=2, span_s=1))
    _guess(come, 2, network=TOWN_HALL)
    with pytest.raises(TooOften):
        come(code=batch[1][0], network=TOWN_HALL)
    time.sleep(1.1)
    assert come(code=batch[1][0], network=TOWN_HALL)


def test_right_answers_are_no_wrong_tries(come: Come, batch: Batch) -> None:
    for _voter in range(limits.NETWORK.most + 1):
        assert come(code=batch[1][0], network=TOWN_HALL)


def test_no_key_in_redis_holds_a_network_or_a_name(
    with_rule: Any, come: Come, resident: User
) -> None:
    with_rule(kind="census", fields=["name", "birth_date"])
    with pytest.raises(BadInput):
        come(name="Zoe X", birth_date="1/1/1980", network=TOWN_HALL, actor=resident)
    keys = b" ".join(cache._cache.get_client(None).keys("civic:limit:*"))
    assert keys.count(b"civic:limit:") == 3
    assert TOWN_HALL.encode() not in keys
    assert b"zoe" not in keys.lower()
