from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StreamLease",
            fields=[
                ("bureau_ref", models.BigIntegerField(primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=60)),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
