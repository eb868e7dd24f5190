from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("bureau_ref", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("form", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("bureau_ref", models.BigIntegerField()),
                ("one", models.CharField(max_length=32)),
                ("at", models.DateTimeField(db_index=True)),
                ("answered", models.BooleanField(default=False)),
                ("onward", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("bureau_ref", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("actor_label", models.CharField(max_length=120)),
                ("verb", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("ref", models.CharField(max_length=80)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("topic", models.CharField(blank=True, max_length=80)),
                ("data", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau_ref", "topic", "seq"], name="audit_topic"),
                    models.Index(fields=["bureau_ref", "at"], name="audit_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau_ref", "seq"), name="audit_one_record_per_seq"
                    )
                ],
            },
        ),
    ]
