"""The audit log becomes append-only, and every entry a link of a chain of hashes.

Entries of before are named and chained here, in the order of their numbers.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.migrating import Refused

# What a link's hash is over, beside the hash before it. jsonb writes keys in one order.
SAID = """jsonb_build_object(
  'id', e.id, 'actor', e.actor_id, 'who', e.who, 'act', e.act, 'facts', e.facts,
  'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  'subject', e.subject_type || ' ' || e.subject_id)::text"""

NAME_THOSE_OF_BEFORE = """
update portal_auditentry e set who = p.email
from portal_user p where p.id = e.actor_id and p.role <> 'resident';
"""

FUNCTIONS = f"""
create function portal_audit_append(entry bigint) returns void language plpgsql as $$
declare
  before record;
  said text;
begin
  -- Held until this commit is on the disk, and taken last of all its locks: nobody who waits for
  -- it holds anything that its holder still needs.
  perform pg_advisory_xact_lock(418565451124);
  select position, hash into before from portal_auditlink
    where position is not null order by position desc limit 1;
  if not found then
    select position, hash into before from portal_auditanchor order by position desc limit 1;
  end if;
  select {SAID} into said from portal_auditentry e where e.id = entry;
  update portal_auditlink set position = coalesce(before.position, 0) + 1,
    hash = sha256(coalesce(before.hash, decode(repeat('00', 32), 'hex')) || convert_to(said, 'UTF8'))
    where entry_id = entry;
end $$;

create function portal_audit_wait() returns trigger language plpgsql as $$
begin
  insert into portal_auditlink (entry_id) values (new.id);
  return null;
end $$;

create function portal_audit_link() returns trigger language plpgsql as $$
begin
  perform portal_audit_append(new.entry_id);
  return null;
end $$;

create function portal_audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create function portal_audit_drop() returns trigger language plpgsql as $$
declare
  place bigint;
begin
  if tg_table_name = 'portal_auditlink' then
    place := old.position;
  else
    select position into place from portal_auditlink where entry_id = old.id;
  end if;
  if place is null or not exists (select from portal_auditanchor where position >= place) then
    raise exception 'the audit log is append-only: entry is not behind an anchor'
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;

create function portal_audit_anchor() returns trigger language plpgsql as $$
begin
  if not exists (
    select from portal_auditlink l join portal_auditentry e on e.id = l.entry_id
    where l.position = new.position and l.hash = new.hash and e.at < now() - interval '180 days'
  ) then
    raise exception 'the audit log is append-only: an anchor is the hash of an old entry'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create function portal_audit_forget(before timestamptz) returns bigint language plpgsql as $$
declare
  number bigint;
begin
  -- From the front only: up to the last entry before the first that is young enough to stay.
  insert into portal_auditanchor (position, hash, dropped, at)
  select l.position, l.hash, l.position - coalesce((select max(position) from portal_auditanchor), 0),
    now()
  from portal_auditlink l
  where l.position = (
    select coalesce(
      min(young.position) - 1, (select max(position) from portal_auditlink))
    from portal_auditlink young join portal_auditentry e on e.id = young.entry_id
    where e.at >= before);
  if not found then
    return 0;
  end if;
  select dropped into number from portal_auditanchor order by position desc limit 1;
  delete from portal_auditentry e using portal_auditlink l
    where l.entry_id = e.id and l.position <= (select max(position) from portal_auditanchor);
  delete from portal_auditlink
    where position <= (select max(position) from portal_auditanchor);
  return number;
end $$;
"""

CHAIN_THOSE_OF_BEFORE = """
do $$
declare
  entry bigint;
begin
  for entry in select id from portal_auditentry order by id loop
    insert into portal_auditlink (entry_id) values (entry);
    perform portal_audit_append(entry);
  end loop;
end $$;
"""

TRIGGERS = """
create constraint trigger audit_wait after insert on portal_auditentry
  deferrable initially deferred for each row execute function portal_audit_wait();
-- A second deferral, so that the chain's lock comes after all that this commit still checks.
create constraint trigger audit_link after insert on portal_auditlink
  deferrable initially deferred for each row execute function portal_audit_link();
create trigger audit_kept before update on portal_auditentry
  for each row execute function portal_audit_refuse();
create trigger audit_kept before update on portal_auditlink
  for each row when (old.position is not null) execute function portal_audit_refuse();
create trigger audit_kept before update or delete on portal_auditanchor
  for each row execute function portal_audit_refuse();
create trigger audit_dropped before delete on portal_auditentry
  for each row execute function portal_audit_drop();
create trigger audit_dropped before delete on portal_auditlink
  for each row execute function portal_audit_drop();
create trigger audit_anchored before insert on portal_auditanchor
  for each row execute function portal_audit_anchor();
create trigger audit_never_emptied before truncate on portal_auditentry
  for each statement execute function portal_audit_refuse();
create trigger audit_never_emptied before truncate on portal_auditlink
  for each statement execute function portal_audit_refuse();
create trigger audit_never_emptied before truncate on portal_auditanchor
  for each statement execute function portal_audit_refuse();
"""

UNDO = """
drop trigger audit_wait on portal_auditentry;
drop trigger audit_kept on portal_auditentry;
drop trigger audit_dropped on portal_auditentry;
drop trigger audit_never_emptied on portal_auditentry;
drop table portal_auditlink, portal_auditanchor;
create table portal_auditlink (entry_id bigint); create table portal_auditanchor (position bigint);
drop function portal_audit_wait, portal_audit_link, portal_audit_refuse, portal_audit_drop,
  portal_audit_anchor, portal_audit_forget, portal_audit_append;
"""


def refuse(connection, backwards):
    """Backwards with any chained entry; raises Refused."""
    if not backwards:
        return
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from portal_auditentry")
        number = cursor.fetchone()[0]
    if number:
        raise Refused(
            f"There is no way back from here: the chain over {number} entries of the audit log would "
            "be destroyed. To run an older program, restore a backup of its time "
            "(portal/OPERATING.md, Restoring)."
        )


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_limit_counts")]

    operations = [
        migrations.AddField(
            "auditentry", "who", models.CharField(blank=True, default="", max_length=254)
        ),
        migrations.AlterField(
            "auditentry",
            "actor",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(null=True, unique=True)),
                ("hash", models.BinaryField(max_length=32, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField(max_length=32)),
                ("dropped", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(NAME_THOSE_OF_BEFORE, migrations.RunSQL.noop),
        # Checks that wait for the end would keep the tables from being altered.
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + CHAIN_THOSE_OF_BEFORE + TRIGGERS, UNDO),
        migrations.RunPython(
            migrations.RunPython.noop,
            lambda apps, schema_editor: refuse(schema_editor.connection, True),
        ),
    ]
