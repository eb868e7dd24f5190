from django.db import migrations, models

import huiying.base.files.sealed_text


class Migration(migrations.Migration):
    dependencies = [("files", "0003_destroyed_keys")]

    operations = [
        migrations.CreateModel(
            name="InstallationSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16, unique=True)),
                ("value", huiying.base.files.sealed_text.SealedTextField()),
            ],
        ),
    ]
