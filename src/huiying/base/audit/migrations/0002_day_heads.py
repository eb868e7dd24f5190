from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayHead",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bureau_ref", models.BigIntegerField()),
                ("day", models.DateField()),
                ("seq", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("link", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="auditrecord",
            index=models.Index(fields=["bureau_ref", "kind", "ref"], name="audit_ref"),
        ),
        migrations.AddConstraint(
            model_name="dayhead",
            constraint=models.UniqueConstraint(
                fields=("bureau_ref", "day"), name="audit_one_head_per_day"
            ),
        ),
    ]
