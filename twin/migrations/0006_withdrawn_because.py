"""Why a plan was withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("twin", "0005_cell_residents")]

    operations = [
        migrations.AddField(
            "scenario",
            "withdrawn_because",
            models.CharField(blank=True, default="", max_length=500),
        )
    ]
