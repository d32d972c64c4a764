"""A code is good once, near its time, and few may be wrong."""

from __future__ import annotations

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import connection
from django.test import Client
from pytest_django import Settings

from portal.errors import TooOften
from portal.models import Session, User
from portal.second_factor.codes import WRONG, use_code
from tests.portal.second_factor.apps import App, code_of, sign_in_with
from tests.portal.sessions.signing import sign_in


@pytest.fixture
def app(official: User) -> App:
    return App(official)


def _is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_password_alone_signs_nobody_in_who_has_a_second_factor(
    client: Client, official: User, app: App
) -> None:
    sign_in(client, official)
    assert not _is_in(client)


def test_a_code_of_the_app_signs_in(client: Client, official: User, app: App) -> None:
    assert sign_in_with(client, official, app.code()) == 302
    assert _is_in(client)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_one_step(official: User, app: App, steps: int, taken: bool) -> None:
    assert (use_code(official, app.code(steps)) is not None) is taken


def test_a_code_seen_over_the_shoulder_is_worth_nothing(official: User, app: App) -> None:
    """The attack: the same code again, while its time still runs."""
    code = app.code(1)
    assert use_code(official, code)
    assert use_code(official, code) is None
    assert use_code(official, app.code()) is None


def test_a_code_is_not_taken_again_when_the_cache_was_emptied(official: User, app: App) -> None:
    from django.core.cache import cache

    code = app.code()
    assert use_code(official, code)
    cache.clear()
    assert use_code(official, code) is None


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_a_code_sent_eight_times_at_once_is_taken_once(
    transactional_db: None, kind: str, settings: Settings
) -> None:
    person = User.objects.create_user("race@example.net", "x", role=User.Role.OFFICIAL)
    app = App(person)
    code = app.code() if kind == "app" else app.recovery.get_unused_codes()[0]
    taken: list[bool] = []

    def send() -> None:
        try:
            taken.append(use_code(person, code) is not None)
        except TooOften:
            taken.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(taken) == 1


def test_a_recovery_code_works_once(client: Client, official: User, app: App) -> None:
    code = app.recovery.get_unused_codes()[3]
    assert sign_in_with(client, official, f"{code[:5]} {code[5:]}") == 302
    assert _is_in(client)
    assert sign_in_with(Client(), official, code) == 200


def test_wrong_codes_are_limited_and_then_not_even_the_right_one_is_taken(
    client: Client, official: User, app: App
) -> None:
    """The attack: guessing, with the password known."""
    sign_in(client, official)
    for _try in range(WRONG.most):
        client.post("/account/2fa/authenticate/", {"code": app.wrong()})
    answer = client.post("/account/2fa/authenticate/", {"code": app.code()})
    assert "too many wrong codes" in answer.content.decode()
    assert not _is_in(client)


def test_guesses_at_once_are_counted_one_by_one(official: User, app: App) -> None:
    for _try in range(WRONG.most):
        assert use_code(official, app.wrong()) is None
    with pytest.raises(TooOften):
        use_code(official, app.wrong())


@pytest.mark.django_db(transaction=True)
def test_the_code_that_sets_the_app_up_signs_nobody_in(client: Client, official: User) -> None:
    sign_in(client, official)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = code_of(secret)
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    assert sign_in_with(Client(), official, code) == 200


def test_a_copy_of_the_database_makes_nobodys_codes(official: User, app: App) -> None:
    stored = str(Authenticator.objects.get(pk=app.row.pk).data)
    assert app.secret not in stored
    assert decrypt(Authenticator.objects.get(pk=app.row.pk).data["secret"]) == app.secret


def test_with_another_key_of_the_server_no_code_fits(
    official: User, app: App, settings: Settings
) -> None:
    """Above all not the code of an empty secret, which anybody can work out."""
    settings.SECRET_KEY = "another-key-of-the-server-0123456789-abcdefghijklmnop"
    assert use_code(official, app.code()) is None
    assert use_code(official, code_of("")) is None


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        "7",
        '"x"',
        "null",
        '{"response": 1}',
        '{"id": [], "rawId": {}}',
        "\x00",
        "{" * 999,
        "[" * 19_000,
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30",'
        '"authenticatorData":"AA","signature":"AA"}}',
    ],
)
def test_a_made_up_answer_of_a_browser_is_refused_without_an_error(
    client: Client, official: User, app: App, credential: str
) -> None:
    sign_in(client, official)
    client.get("/account/2fa/authenticate/")
    answer = client.post("/account/2fa/authenticate/", {"credential": credential})
    assert answer.status_code == 200
    assert not Session.objects.filter(person=official).exists()


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "7", '{"response": {"x": 1}}', "x" * 30_000]
)
def test_a_made_up_passkey_is_not_set_up(client: Client, official: User, credential: str) -> None:
    sign_in(client, official)
    client.get("/account/2fa/webauthn/add/")
    fields = {"name": "mine", "credential": credential}
    assert client.post("/account/2fa/webauthn/add/", fields).status_code == 200
    assert not Authenticator.objects.filter(user=official).exists()
