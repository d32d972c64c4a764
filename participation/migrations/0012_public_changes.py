"""Triggers that note each change of what pages show, in the transaction that changes it.

A row is added, never counted up in one: writers wait for nobody. A reader who sees as many rows
with the same last number sees the same public tables, since each transaction's rows come into
sight together with what it changed.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# Table -> the column that names the question; "" where the change may concern any.
TABLES = {
    "participation_consultation": "id",
    "participation_option": "consultation_id",
    "participation_phase": "consultation_id",
    "participation_publiccomment": "consultation_id",
    "participation_publiccell": "consultation_id",
    "participation_decision": "consultation_id",
    "participation_countrecord": "consultation_id",
    "participation_logroot": "consultation_id",
    "participation_paperbatch": "consultation_id",
    "participation_kiosk": "consultation_id",
    "participation_anomaly": "consultation_id",
    "participation_codebatch": "consultation_id",
    "participation_releasestate": "consultation_id",
    "twin_twinversion": "",
    "twin_scenario": "",
    "twin_edit": "",
    "twin_indicator": "",
}
FUNCTIONS = """
create function participation_note_change() returns trigger language plpgsql as $$
declare
  named text := coalesce(nullif(tg_argv[0], ''), 'null::bigint');
  seen text := 'select %1$s as c from new_rows union select %1$s from old_rows';
begin
  if tg_op = 'INSERT' then seen := 'select distinct %1$s as c from new_rows';
  elsif tg_op = 'DELETE' then seen := 'select distinct %1$s as c from old_rows';
  end if;
  execute format(
    'insert into participation_publicchange (consultation_id) select c from (' || seen || ') s',
    named);
  -- Kept pages live an hour. Nobody waits for anybody else's sweeping.
  delete from participation_publicchange where id in (
    select id from participation_publicchange where at < now() - interval '1 day'
    order by at limit 200 for update skip locked);
  return null;
end $$;

-- Of a run only its state shows: how far it is changes every second.
create function participation_note_run() returns trigger language plpgsql as $$
begin
  if exists (
    select from new_rows n join old_rows o using (id) where n.status is distinct from o.status
  ) then
    insert into participation_publicchange (consultation_id) values (null);
  end if;
  return null;
end $$;
create trigger note_run after update on twin_analysisrun
  referencing new table as new_rows old table as old_rows
  for each statement execute function participation_note_run();
"""
EVENTS = {
    "insert": "new table as new_rows",
    "update": "new table as new_rows old table as old_rows",
    "delete": "old table as old_rows",
}
TRIGGERS = "\n".join(
    f"create trigger note_{event} after {event} on {table} referencing {rows} "
    f"for each statement execute function participation_note_change('{column}');"
    for table, column in TABLES.items()
    for event, rows in EVENTS.items()
)
UNDO = "\n".join(
    [
        *(f"drop trigger note_{event} on {table};" for table in TABLES for event in EVENTS),
        "drop trigger note_run on twin_analysisrun;",
        "drop function participation_note_change();",
        "drop function participation_note_run();",
    ]
)


class Migration(migrations.Migration):
    """The table and its triggers."""

    dependencies = [
        ("participation", "0011_code_batch_made_once"),
        ("twin", "0005_cell_residents"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), db_index=True
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="participation.consultation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["consultation", "id"], name="public_change_of")],
            },
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO),
    ]
