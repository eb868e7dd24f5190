from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_unit_contacts")]

    operations = [
        migrations.AddField(
            model_name="officer",
            name="phone_shared",
            field=models.BooleanField(default=False),
        ),
    ]
