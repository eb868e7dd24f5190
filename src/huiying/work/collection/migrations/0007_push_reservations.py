from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collection", "0006_listening_days")]

    operations = [
        migrations.AlterField(
            model_name="pushbatch", name="answer", field=models.JSONField(null=True)
        ),
    ]
