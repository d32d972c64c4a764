"""One table says what is kept of people; pages, the record and the clock go by it."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.models import BinaryField, EmailField, GenericIPAddressField, Model
from django.test import Client
from django.utils import timezone

from portal.audit import record
from portal.models import AuditEntry, RetentionRun, User
from portal.privacy import privacy_of
from portal.retention import CATEGORIES, Clock, categories, run_due, standing, tables

# Tables with a link to people, or with fields that often are about them, and why they are not.
ABOUT_NOBODY = {
    "portal.user_groups": "unused tables of Django",
    "portal.user_user_permissions": "unused tables of Django",
    "portal.retentionrun": "numbers by day",
    "twin.result": "what a model computed for the city",
}


def _names_people(model: type[Model]) -> bool:
    """A link to an account, an address, a network, or something sealed or hashed."""
    for field in model._meta.get_fields():
        if getattr(field, "related_model", None) is User and field.concrete:
            return True
        if isinstance(field, EmailField | GenericIPAddressField | BinaryField):
            return True
    fields = {field.name for field in model._meta.get_fields()}
    return "session_data" in fields


# Sealed or hashed, and about nobody: a log everyone may read, keys of votes, heads of trees.
PUBLIC_BYTES = {"participation.votebox", "participation.logroot", "participation.countrecord"}


def test_every_table_with_a_persons_data_has_a_category() -> None:
    models = [model for model in apps.get_models() if _names_people(model)]
    named = {model._meta.label_lower for model in models}
    assert len(named) > 15
    missing = named - tables() - PUBLIC_BYTES - ABOUT_NOBODY.keys()
    assert not missing, f"say in a module `kept` how long these are kept: {sorted(missing)}"


def test_places_of_people_have_a_category_too() -> None:
    """Of the twin's own shapes the city's people are no part."""
    found = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label == "participation"
        and any(isinstance(field, GeometryField) for field in model._meta.get_fields())
    }
    assert found - tables() <= {"participation.consultation"}


def test_every_category_says_all_that_a_person_may_ask() -> None:
    for name, one in categories():
        assert all(map(str, (one.holds, one.why, one.basis, one.ends, one.period))), name
        assert not one.clock or one.clock.setting in settings.KEPT_DAYS
        assert "%" not in one.period


def _old_acts(official: User) -> None:
    then = timezone.now() - timedelta(days=settings.KEPT_DAYS["audit"] + 1)
    with mock.patch.object(timezone, "now", return_value=then):
        record(actor=official, act="codes.make", subject=official)


@pytest.mark.django_db(transaction=True)
def test_the_clock_deletes_what_is_due_once_a_day_and_says_how_much(official: User) -> None:
    _old_acts(official)
    record(actor=official, act="codes.make", subject=official)
    due = {one.name: one.due for one in standing()}
    assert due["audit"] == 1
    assert run_due()["audit"] == 1
    assert run_due() == {}
    assert AuditEntry.objects.filter(act="codes.make").count() == 1
    assert RetentionRun.objects.get(category="audit").number == 1


@pytest.mark.django_db(transaction=True)
def test_one_category_that_cannot_be_deleted_keeps_no_other_beyond_its_time(
    official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_before: datetime) -> int:
        raise OSError("no")

    name, first = next((name, one) for name, one in categories() if one.clock)
    clock = Clock("audit", fail, fail)
    monkeypatch.setitem(CATEGORIES._items, name, dataclasses.replace(first, clock=clock))
    with pytest.raises(OSError, match="no"):
        run_due()
    ran = set(RetentionRun.objects.values_list("category", flat=True))
    assert ran == {other for other, one in categories() if one.clock} - {name}


@pytest.mark.django_db(transaction=True)
def test_the_command_shows_what_is_due_and_what_was_done(official: User) -> None:
    _old_acts(official)
    out = StringIO()
    call_command("retention", stdout=out)
    assert f"audit: {settings.KEPT_DAYS['audit']} days, 1 due" in out.getvalue()
    call_command("retention", "--run", stdout=out)
    assert "audit: 1 deleted" in out.getvalue()
    call_command("retention", stdout=out)
    assert "0 due, last" in out.getvalue()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_record_of_processing_is_written_from_the_same_table(language: str) -> None:
    out = StringIO()
    call_command("retention", "--record", "--language", language, stdout=out)
    for name in CATEGORIES:
        assert f"## {name}\n" in out.getvalue()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_privacy_page_says_who_why_how_long_and_what_one_may_ask(
    client: Client, db: None, language: str
) -> None:
    page = client.get("/privacy/", headers={"accept-language": language}).content.decode()
    assert page.count("<dt>") == 4 * len(list(categories()))
    for words in {
        "en": ("Controller", "Legal basis", "Your rights", "30 days at most"),
        "fr": ("Responsable du traitement", "Base légale", "Vos droits", "30 jours au plus"),
    }[language]:
        assert words in page


def test_a_city_says_in_a_file_who_answers_for_the_data(tmp_path: Path) -> None:
    file = tmp_path / "privacy.toml"
    file.write_text('controller = "City of X"\n[recipients]\nen = "Us"\nfr = "Nous"\n')
    said = privacy_of(str(file), {"name": "X", "contact": "x@x.example"})
    assert (said["controller"], said["officer"]) == ("City of X", "x@x.example")
    assert said["recipients"]["fr"] == "Nous"


@pytest.mark.parametrize("text", ["controller = 3", "wrong = ", '[recipients]\nen = ["a"]', "x=1"])
def test_a_file_that_says_something_else_keeps_the_site_from_starting(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "privacy.toml"
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match="CIVIC_PRIVACY_FILE"):
        privacy_of(str(file), {"name": "X", "contact": "x@x.example"})
