"""Sessions in a table of our own; who is signed in stays so."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import django.db.models.deletion
from django.conf import settings
from django.core import signing
from django.db import migrations, models

_OLD = "django_session"
_SALT = "django.contrib.sessions.SessionStore"


def carry_over(apps, schema_editor):
    """Copy what still runs, then drop the table that nothing ever purged."""
    connection = schema_editor.connection
    if _OLD not in connection.introspection.table_names():
        return
    Session = apps.get_model("portal", "Session")
    people = set(apps.get_model("portal", "User").objects.values_list("pk", flat=True))
    lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    with connection.cursor() as cursor:
        cursor.execute(
            "select session_key, session_data, expire_date from django_session"
            " where expire_date > now()"
        )
        while rows := cursor.fetchmany(2_000):
            found = [_carried(Session, people, lasts, *row) for row in rows]
            Session.objects.bulk_create([one for one in found if one is not None])
        cursor.execute("drop table django_session")


def _carried(Session, people, lasts, key, data, expires):
    try:
        person = signing.loads(data, salt=_SALT).get("_auth_user_id")
    except Exception:
        return None
    if person is not None and int(person) not in people:
        return None
    begun = (expires - lasts).replace(minute=0, second=0, microsecond=0)
    return Session(
        session_key=sha256(key.encode()).hexdigest()[:40],
        session_data=data,
        expire_date=expires.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1),
        person_id=None if person is None else int(person),
        since=begun,
        seen=begun.replace(hour=0),
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_append_only_audit")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                (
                    "expire_date",
                    models.DateTimeField(db_index=True, verbose_name="expire date"),
                ),
                ("was", models.CharField(blank=True, max_length=40)),
                ("device", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField()),
                ("seen", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("was", ""), _negated=True),
                        fields=["was"],
                        name="session_was",
                    )
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
