"""Forms of residents and voters, and of everybody's own account."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from participation import reminders
from participation.ballots import new_secret
from participation.models import Consultation, Kiosk
from portal.sessions.keys import digest
from tests.participation.faces.kiosk_device import PIN
from tests.participation.faces.test_comment_drafts import walk
from tests.participation.faces.voting import asked, page_of
from tests.participation.left_out.world import Sent, form, signed_in
from tests.participation.sent_forms import Site
from tests.participation.voting import cast
from tests.portal.second_factor.apps import App

PHRASE = "a long pass phrase"


def _ticks(found: Consultation, place: int) -> str:
    return json.dumps({"ticks": [list(found.options.all())[place].pk]})


def _voted(site: Site, **more: str) -> Sent:
    """Somebody whose ballot is in the box changes it from another device."""
    found, person = site.question(), site.people["resident"]
    first = new_secret()
    cast(person, found, [found.options.all()[0].pk], secret=first)
    what = {"content": _ticks(found, 1), "secret": new_secret(), "token": "t", "until": "1"}
    what |= {name: first if value == "KEY" else value for name, value in more.items()}
    to = reverse("vote-cast", args=[found.slug])
    return Sent(signed_in(site, "resident"), to, what)


@form("vote-cast: with the key")
def _changed(site: Site) -> Sent:
    return _voted(site, how="key", key="KEY")


@form("vote-cast: the key is lost")
def _again(site: Site) -> Sent:
    return _voted(site, how="again")


@form("vote-remind: ask")
def _remind(site: Site) -> Sent:
    to = reverse("vote-remind", args=[site.question().slug])
    return Sent(signed_in(site, "resident"), to, {"act": "ask", "next": "/"})


@form("vote-remind: cancel")
def _no_reminder(site: Site) -> Sent:
    found = site.question()
    reminders.ask(actor=site.people["resident"], consultation=found)
    to = reverse("vote-remind", args=[found.slug])
    return Sent(signed_in(site, "resident"), to, {"act": "cancel", "next": "/"})


def _booth(site: Site) -> tuple[Client, Consultation]:
    found, device = site.question(), signed_in(site, "official")
    to = reverse("desk-kiosk", args=[found.slug])
    device.post(to, {"mode": "assisted", "pin": PIN, "pin_again": PIN})
    kiosk = Kiosk.objects.latest("pk")
    opened = reverse("desk-kiosk-open", args=[found.slug, kiosk.pk])
    assert signed_in(site, "planner").post(opened, {"number": kiosk.number}).status_code == 302
    return device, found


@form("kiosk-enter")
def _entered(site: Site) -> Sent:
    device, _found = _booth(site)
    return Sent(device, reverse("kiosk-enter"), {"pin": PIN, "language": "fr"})


@form("kiosk-cast")
def _in_the_box(site: Site) -> Sent:
    device, found = _booth(site)
    sheet = page_of(device.post(reverse("kiosk-enter"), {"pin": PIN}, follow=True))
    what = {"booth": asked(sheet, "booth"), "content": _ticks(found, 1)}
    what |= {"secret": new_secret(), "token": "t"}
    return Sent(device, reverse("kiosk-cast"), what)


@form("comment-preview")
def _comment(site: Site) -> Sent:
    browser = signed_in(site, "resident")
    return Sent(browser, walk(browser, site.question("discuss")), {"once": "x"})


@form("device-end: one")
def _one_device(site: Site) -> Sent:
    browser, other = signed_in(site, "resident"), signed_in(site, "resident")
    which = digest(str(other.session.session_key))
    return Sent(browser, reverse("device-end"), {"which": which})


@form("device-end: all others")
def _devices(site: Site) -> Sent:
    browser = signed_in(site, "resident")
    signed_in(site, "resident")
    return Sent(browser, reverse("device-end"), {"which": "others"})


def _address(act: str, *, which: str = "second") -> Any:
    def case(site: Site) -> Sent:
        person = site.people["resident"]
        EmailAddress.objects.create(user=person, email=f"second.{person.email}", verified=True)
        what = {"email": f"{which}.{person.email}", act: ""}
        return Sent(signed_in(site, "resident"), reverse("account_email"), what)

    return case


form("account_email: remove")(_address("action_remove"))
form("account_email: main")(_address("action_primary"))
form("account_email: send")(_address("action_send"))
form("account_email: add")(_address("action_add", which="third"))


@form("account_change_password")
def _password(site: Site) -> Sent:
    what = {"oldpassword": PHRASE, "password1": "another long phrase"}
    what["password2"] = what["password1"]
    return Sent(signed_in(site, "resident"), reverse("account_change_password"), what)


def _second(name: str, what: dict[str, str], *, key: bool = False) -> Any:
    def case(site: Site) -> Sent:
        person = site.people["resident"]
        App(person)
        row = Authenticator(user=person, type="webauthn", data={"name": "My phone"})
        if key:
            row.save()
        browser = signed_in(site, "resident")
        return Sent(browser, reverse(name, args=[row.pk] if key else []), dict(what))

    return case


form("mfa_edit_webauthn")(_second("mfa_edit_webauthn", {"name": "My new phone"}, key=True))
form("mfa_activate_totp")(_second("mfa_activate_totp", {"code": "123456"}))
form("mfa_add_webauthn")(_second("mfa_add_webauthn", {"name": "Another", "credential": "{}"}))
form("socialaccount_connections")(_second("socialaccount_connections", {"account": "1"}))
