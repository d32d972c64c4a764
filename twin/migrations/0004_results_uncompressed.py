"""Results are compressed already: the database need not try again."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('twin', '0003_tile_made_at'),
    ]

    operations = [
        migrations.RunSQL(
            'alter table twin_result alter column data set storage external',
            'alter table twin_result alter column data set storage extended',
        ),
    ]
