from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_placed_officers")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="contact",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="unit",
            name="phone",
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
