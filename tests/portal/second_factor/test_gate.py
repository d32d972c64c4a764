"""The desk stays shut for staff who have not shown a second factor, on every way in."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from participation.faces.urls import of_the_desk
from participation.models import Comment, Consultation, Envelope, Option
from portal.models import AuditEntry, Session, User
from portal.second_factor.standing import STRENGTH
from tests.participation.conftest import *  # noqa: F403
from tests.participation.faces.voting import cast
from tests.portal.second_factor.apps import App, code_of, sign_in_with
from tests.portal.sessions.signing import sign_in


@pytest.fixture(autouse=True)
def _asked_for(settings: Settings) -> None:
    settings.SECOND_FACTOR = True


SHUT = ["/desk/", "/desk/queue/", "/desk/consultations/", "/desk/consultations/new/"]


@pytest.mark.parametrize("path", SHUT)
def test_staff_without_a_second_factor_are_led_to_set_one_up(
    client: Client, official: User, path: str
) -> None:
    sign_in(client, official)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")


@pytest.mark.parametrize("role", ["official", "planner", "operator"])
def test_every_role_of_staff_needs_one(client: Client, official: User, role: str) -> None:
    User.objects.update(role=role)
    sign_in(client, official)
    assert client.get("/desk/").status_code == 302


def test_a_session_of_before_it_was_asked_for_opens_nothing(
    client: Client, official: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = False
    sign_in(client, official)
    assert client.get("/desk/").status_code == 200
    settings.SECOND_FACTOR = True
    assert client.get("/desk/").status_code == 302


def test_what_they_send_does_nothing_and_is_kept(
    client: Client, official: User, question: Consultation
) -> None:
    """The attack: a stolen password, and the forms of the desk without its pages."""
    sign_in(client, official)
    before = AuditEntry.objects.count()
    answer = client.post(
        "/desk/consultations/new/", {"question_en": "Shall we sell the town hall?"}
    )
    assert answer["Location"] == "/account/2fa/"
    assert (
        client.post(f"/desk/consultations/{question.slug}/state/", {"act": "close"}).status_code
        == 302
    )
    assert Consultation.objects.count() == 1
    assert AuditEntry.objects.count() == before


def test_programs_are_told_in_json(client: Client, planner: User) -> None:
    sign_in(client, planner)
    answer = client.post("/api/scenarios/", {}, content_type="application/json")
    assert answer.status_code in (403, 405)


def test_at_a_private_question_they_are_led_too(
    client: Client, official: User, make_question: Any
) -> None:
    make_question(slug="soon", status="draft")
    sign_in(client, official)
    assert client.get("/c/soon/")["Location"] == "/account/2fa/"


@pytest.mark.django_db(transaction=True)
def test_they_set_up_an_app_and_come_to_where_they_were_going(
    client: Client, official: User
) -> None:
    sign_in(client, official)
    client.get("/desk/queue/?page=2")
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done["Location"] == "/account/2fa/recovery-codes/"
    codes = client.get(done["Location"])
    assert "/account/2fa/done/" in codes.content.decode()
    assert client.get("/account/2fa/done/")["Location"] == "/desk/queue/?page=2"
    assert client.get("/desk/queue/").status_code == 200
    text = client.get("/account/2fa/recovery-codes/download/").content.decode()
    assert sum(line[:5].isdigit() for line in text.splitlines()) == 10


def test_whoever_signs_in_with_one_works(client: Client, official: User) -> None:
    app = App(official)
    sign_in_with(client, official, app.code())
    assert client.get("/desk/").status_code == 200


def test_a_code_by_mail_alone_does_not_open_the_desk(
    client: Client, official: User, mailoutbox: list[Any]
) -> None:
    """The attack: somebody reads an official's mail."""
    App(official)
    sign_in(Client(), official)
    client.post("/account/login/code/", {"email": official.email})
    code = next(
        word for word in mailoutbox[-1].body.split() if word.count("-") == 1 and word.isupper()
    )
    client.post("/account/login/code/confirm/", {"code": code})
    assert client.get("/desk/").status_code == 302
    assert not Session.objects.filter(person=official).exists()


def test_removing_the_last_one_shuts_the_desk_at_once(client: Client, official: User) -> None:
    app = App(official)
    sign_in_with(client, official, app.code())
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=official).exists()
    assert client.get("/desk/")["Location"] == "/account/2fa/"


def test_residents_are_not_asked(client: Client, resident: User) -> None:
    sign_in(client, resident)
    assert client.get("/me/").status_code == 200


def test_staff_vote_as_residents_do(
    client: Client, official: User, question: Consultation, options: list[Option]
) -> None:
    sign_in(client, official)
    assert cast(client, question, {"ticks": [options[1].pk]}).status_code == 302
    assert Envelope.objects.count() == 1


def _with_account(client: Client, person: User, uid: str, **said: Any) -> None:
    sign_in(client, person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "uid": uid, "at": 1}]
    session["account_authentication_methods_user"] = str(person.pk)
    session[STRENGTH] = {"sub": "s-1", "acr": "", "amr": [], **said}
    session.save()


@pytest.mark.parametrize(
    ("said", "uid", "opens"),
    [
        ({"acr": "high"}, "s-1", True),
        ({"amr": ["pwd", "otp"]}, "s-1", True),
        ({"acr": "low", "amr": ["pwd"]}, "s-1", False),
        # The attack: one's own strong city account first, then an official's stolen password.
        ({"acr": "high"}, "s-2", False),
        ({"amr": "otp"}, "s-1", False),
    ],
)
def test_the_identity_services_word_counts_for_its_own_account_only(
    client: Client, official: User, settings: Settings, said: Any, uid: str, opens: bool
) -> None:
    settings.SECOND_FACTOR_ACR, settings.SECOND_FACTOR_AMR = ["high"], ["otp"]
    _with_account(client, official, uid, **said)
    assert (client.get("/desk/").status_code == 200) is opens


def test_without_a_setting_the_identity_services_word_counts_for_nothing(
    client: Client, official: User
) -> None:
    _with_account(client, official, "s-1", acr="", amr=["otp"])
    assert client.get("/desk/").status_code == 302


def test_the_server_takes_away_what_was_lost(
    client: Client, official: User, mailoutbox: list[Any]
) -> None:
    app = App(official)
    sign_in_with(client, official, app.code())
    out = StringIO()
    call_command("second_factor", official.email, "--remove", stdout=out)
    assert not Authenticator.objects.filter(user=official).exists()
    assert client.get("/me/").status_code == 302
    assert AuditEntry.objects.filter(act="second-factor.remove-all").exists()
    assert "All second factors" in mailoutbox[-1].subject
    call_command("second_factor", stdout=out)
    assert f"{official.email}  none" in out.getvalue()


def test_the_server_says_when_nobody_has_that_address(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody"):
        call_command("second_factor", "nobody@example.org", "--remove")


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_and_taking_it_away_is_written_down_and_mailed(
    client: Client, official: User, mailoutbox: list[Any]
) -> None:
    sign_in(client, official)
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    client.post("/account/2fa/totp/deactivate/")
    acts = AuditEntry.objects.filter(act__startswith="second-factor").values_list("act", flat=True)
    assert list(acts.order_by("pk")) == ["second-factor.add", "second-factor.remove"]
    subjects = " ".join(mail.subject for mail in mailoutbox)
    assert "factor was added" in subjects
    assert "factor was removed" in subjects


def test_a_comment_is_not_hidden_without_one(
    client: Client, official: User, question: Consultation, resident: User
) -> None:
    one = Comment.objects.create(consultation=question, author=resident, text="Trees, please.")
    sign_in(client, official)
    client.post(f"/desk/queue/{one.pk}/", {"act": "hide", "reason": "insult"})
    one.refresh_from_db()
    assert one.status != Comment.Status.HIDDEN


def _of_the_desk(question: Consultation) -> list[str]:
    given = {"slug": question.slug, "pk": 1, "language": "en"}
    found = []
    for pattern in of_the_desk:
        kinds = pattern.pattern.converters
        found.append(reverse(str(pattern.name), kwargs={name: given[name] for name in kinds}))
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_desk_opens_without_one(
    client: Client, official: User, question: Consultation, method: str
) -> None:
    """The attack: a stolen password of an operator, and every address that the desk has."""
    User.objects.update(role=User.Role.OPERATOR)
    sign_in(client, official)
    asked = [reverse("scenario-new"), *_of_the_desk(question)]
    answers = {path: getattr(client, method)(path) for path in asked}
    led = {"/account/2fa/"}
    opened = {
        path: answer.status_code
        for path, answer in answers.items()
        if not (answer.status_code in (403, 404, 405) or answer.get("Location") in led)
    }
    assert len(asked) > 25
    assert opened == {}


@pytest.mark.parametrize("path", ["/api/consultations/", "/api/scenarios/", "/api/runs/"])
def test_the_api_tells_them_what_it_tells_residents(
    client: Client, planner: User, resident: User, make_question: Any, path: str
) -> None:
    make_question(slug="soon", status="draft")
    other = Client()
    sign_in(client, planner)
    sign_in(other, resident)
    assert client.get(path).json() == other.get(path).json()
