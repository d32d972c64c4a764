"""Places are released in batches: what release remembers, and marks on what has changed.

Cells that are public by the old rule go. They are kept as past cells, so that no part of one that
was coarse is ever shown; the places come back with the batches of the new rule.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


MARKS = """
create function participation_mark_comment() returns trigger language plpgsql as $$
declare
  changed participation_comment := case when tg_op = 'DELETE' then old else new end;
begin
  insert into participation_releasemark (consultation_id, comment_id, public_id)
  values (changed.consultation_id, changed.id, changed.public_id);
  return null;
end $$;
create trigger mark_new_comment after insert or delete on participation_comment
  for each row execute function participation_mark_comment();
create trigger mark_changed_comment after update on participation_comment
  for each row when (
    (old.status, old.text, old.author_id, old.stance, old.theme, old.option_id, old.about_home)
      is distinct from
    (new.status, new.text, new.author_id, new.stance, new.theme, new.option_id, new.about_home)
    or (old.geometry is null) <> (new.geometry is null)
  ) execute function participation_mark_comment();
"""
NO_MARKS = """
drop trigger mark_new_comment on participation_comment;
drop trigger mark_changed_comment on participation_comment;
drop function participation_mark_comment();
"""
CARRY_OVER = """
insert into participation_pastcell (consultation_id, cell)
  select consultation_id, cell from participation_publiccell;
delete from participation_publiccell;
update participation_publiccomment set cell = '' where cell <> '';
insert into participation_releasemark (consultation_id, comment_id, public_id)
  select consultation_id, id, public_id from participation_comment
  where geometry is not null and not about_home and status = 'visible';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_earlier_bundles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consultation_id', models.BigIntegerField(db_index=True)),
                ('comment_id', models.BigIntegerField(db_index=True)),
                ('public_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='ReleaseState',
            fields=[
                ('consultation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='participation.consultation')),
                ('batch_on', models.DateField(null=True)),
                ('at_home', models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PastCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=16)),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participation.consultation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('consultation', 'cell'), name='past_cell_once')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='place', serialize=False, to='participation.comment')),
                ('fine', models.CharField(max_length=16)),
                ('cell', models.CharField(blank=True, max_length=16)),
                ('counts', models.BooleanField()),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participation.consultation')),
                ('flood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='places', to='participation.anomaly')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['consultation', 'cell'], name='participati_consult_e0f1ce_idx'), models.Index(condition=models.Q(('cell', ''), models.Q(('fine', ''), _negated=True)), fields=['consultation'], name='place_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('counts', True)), fields=('consultation', 'person'), name='place_counts_once')],
            },
        ),
        migrations.RunSQL(MARKS, NO_MARKS),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
    ]
