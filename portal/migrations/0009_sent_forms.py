from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_takeaways'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('answer', models.BinaryField(default=b'')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
    ]
