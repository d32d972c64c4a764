"""Who is signed in is read anew with every request."""

from __future__ import annotations

from django.test import Client

from portal.authentication import ByAddress
from portal.models import User


def test_the_person_who_signed_in_is_the_one_who_is_read(resident: User) -> None:
    read = ByAddress().get_user(resident.pk)
    assert read is not None
    assert [getattr(read, f.attname) for f in User._meta.concrete_fields] == [
        getattr(resident, f.attname) for f in User._meta.concrete_fields
    ]


def test_an_account_that_was_switched_off_is_signed_out(client: Client, resident: User) -> None:
    client.force_login(resident)
    assert client.get("/me/").status_code == 200
    User.objects.filter(pk=resident.pk).update(is_active=False)
    assert client.get("/me/").status_code == 302


def test_an_account_that_is_gone_is_nobody(resident: User) -> None:
    pk = resident.pk
    resident.delete()
    assert ByAddress().get_user(pk) is None
