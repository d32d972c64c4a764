"""A public history of questions, whose rows nobody alters; and when a question became public."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = """
create function participation_change_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the history of a question is append-only: % is refused', lower(tg_op)
    using errcode = 'insufficient_privilege';
end $$;
create trigger change_kept before update or delete on participation_change
  for each row execute function participation_change_refuse();
"""
FORGET = """
drop trigger change_kept on participation_change;
drop function participation_change_refuse();
"""
# Of questions that were public before, the log knows when; the others began when they were made.
OPENED = """
update participation_consultation c set opened_at = coalesce((
  select min(e.at) from portal_auditentry e
  where e.act = 'consultation.open' and e.subject_type = 'participation.consultation'
    and e.subject_id = c.id::text), c.created_at)
where c.status <> 'draft' and c.opened_at is null;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0012_public_changes"),
        ("portal", "0004_append_only_audit"),
    ]

    operations = [
        migrations.AddField("consultation", "opened_at", models.DateTimeField(null=True)),
        migrations.AddField("consultation", "printed_at", models.DateTimeField(null=True)),
        migrations.AddField("reminder", "told", models.PositiveIntegerField(default=1)),
        migrations.AddField("reminder", "sent_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("role", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(max_length=500)),
                ("pieces", models.JSONField()),
                ("moves_dates", models.BooleanField(default=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="participation.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "version"), name="change_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 2)), name="change_after_the_first"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")), name="change_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pieces", []), _negated=True),
                        name="change_of_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, FORGET),
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
    ]
