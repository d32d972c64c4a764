"""What a published count's file was before it had to be made again with other bytes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_ballots_in_envelopes")]

    operations = [
        migrations.AddField(
            model_name="countrecord",
            name="earlier",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
