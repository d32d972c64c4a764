"""Where the cache keeps what must not be forgotten while Redis is away: Django's own cache table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_retention_runs")]

    operations = [
        migrations.RunSQL(
            """
            create table portal_heldkey (
              cache_key varchar(255) primary key,
              value text not null,
              expires timestamptz not null
            );
            create index portal_heldkey_expires on portal_heldkey (expires);
            """,
            "drop table portal_heldkey",
        ),
    ]
