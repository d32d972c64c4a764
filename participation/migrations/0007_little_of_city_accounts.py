"""Of what the city's accounts said, keep what a vote that is not over asks for."""

from django.db import migrations
from django.utils import timezone


def _part(part, claims):
    """As participation.eligibility.claims has it; a migration stays as it was written."""
    kept = {"sub": part["sub"]} if "sub" in part else {}
    for claim in claims:
        if claim in part:
            kept[claim] = part[claim]
            continue
        found, inner = part, kept
        *way, last = claim.split(".")
        for name in (*way, last):
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None:
            for name in way:
                inner = inner.setdefault(name, {})
            inner[last] = found
    return kept


def reduced(data, claims):
    if not isinstance(data, dict):
        return {}
    names = [name for name in ("userinfo", "id_token") if isinstance(data.get(name), dict)]
    return {name: _part(data[name], claims) for name in names} or _part(data, claims)


def strip(apps, schema_editor):
    over = apps.get_model("participation", "Phase").objects.filter(
        kind="vote", closes_at__lte=timezone.now()
    )
    asked = {}
    rules = (
        apps.get_model("participation", "Consultation")
        .objects.filter(status__in=("draft", "open"), eligibility__kind="claim")
        .exclude(pk__in=over.values("consultation_id"))
    )
    for rule in rules.values_list("eligibility", flat=True):
        asked.setdefault(rule.get("provider"), set()).add(str(rule.get("claim")))
    accounts = apps.get_model("socialaccount", "SocialAccount").objects
    for account in accounts.iterator():
        accounts.filter(pk=account.pk).update(
            extra_data=reduced(account.extra_data, sorted(asked.get(account.provider, ())))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0006_kiosks"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [migrations.RunPython(strip, migrations.RunPython.noop)]
