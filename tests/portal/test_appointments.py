"""The site keeps an operator, whatever is done at once."""

from __future__ import annotations

from io import StringIO
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections

from portal.appointments import give_role
from portal.erasure import erase_account
from portal.errors import CivicError, Conflict
from portal.models import Session, User


def operator(name: str, *, confirmed: bool = True, active: bool = True) -> User:
    person = User.objects.create_user(f"{name}@example.net", role="operator", is_active=active)
    EmailAddress.objects.create(user=person, email=person.email, verified=confirmed, primary=True)
    return person


def test_the_first_operator_that_the_server_makes_can_be_named_in_commands(db: None) -> None:
    made = User.objects.create_superuser("first@example.net", "a long pass phrase")
    assert EmailAddress.objects.get(user=made).verified


@pytest.mark.django_db
def test_the_last_operator_cannot_be_made_something_else() -> None:
    operator("one")
    with pytest.raises(CommandError, match="last operator"):
        call_command("role", "one@example.net", "official")
    assert User.objects.get().role == "operator"


@pytest.mark.django_db
@pytest.mark.parametrize("flaw", [{"confirmed": False}, {"active": False}])
def test_an_operator_who_cannot_sign_in_does_not_count(flaw: dict[str, bool]) -> None:
    operator("one")
    operator("two", **flaw)
    with pytest.raises(Conflict):
        give_role(actor=None, address="one@example.net", role="resident")


@pytest.mark.django_db
def test_with_another_one_an_operator_may_go() -> None:
    one = operator("one")
    operator("two")
    call_command("role", one.email, "resident", stdout=StringIO())
    one.refresh_from_db()
    assert one.role == "resident"


@pytest.mark.django_db
def test_the_last_operator_cannot_be_erased() -> None:
    one = operator("one")
    with pytest.raises(CivicError):
        erase_account(actor=None, person=one)
    assert User.objects.filter(pk=one.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_commands_at_once_do_not_take_both_operators() -> None:
    people = [operator("one"), operator("two")]
    start, refused = Barrier(2), []

    def demote(person: User) -> None:
        start.wait()
        try:
            give_role(actor=None, address=person.email, role="resident")
        except Conflict as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=demote, args=[one]) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(role="operator").count() == 1
    assert len(refused) == 1


@pytest.mark.django_db
def test_whoever_gets_a_role_is_told_and_signs_in_anew(client: object, resident: User) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    client.force_login(resident)  # type: ignore[attr-defined]
    call_command("role", resident.email, "planner", stdout=StringIO())
    assert mail.outbox[-1].to == [resident.email]
    assert "Planner" in mail.outbox[-1].body
    assert not Session.objects.filter(person=resident).exists()
