import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("blob", models.CharField(max_length=64)),
                ("data_key", models.BinaryField(null=True)),
                (
                    "retention",
                    models.CharField(
                        choices=[
                            ("PERMANENT", "永久"),
                            ("THIRTY_YEARS", "30 年"),
                            ("TEN_YEARS", "10 年"),
                        ],
                        max_length=16,
                    ),
                ),
                ("stored_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("broken_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("erased_reason", models.CharField(blank=True, max_length=400)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="file_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("data_key__isnull", False), ("erased_at__isnull", True)),
                            models.Q(("data_key__isnull", True), ("erased_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_erased_file_has_no_key",
                    ),
                ],
            },
        ),
    ]
