import django.db.models.deletion
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_shared_phones"),
        ("petitions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccusationSupplement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data_key", models.BinaryField(null=True)),
                ("original", models.BinaryField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "accusation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplements",
                        to="petitions.accusation",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="accusationfile",
            name="supplement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="petitions.accusationsupplement",
            ),
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of_bureau",
                    models.CharField(
                        choices=[
                            ("SATISFIED", "满意"),
                            ("BASICALLY", "基本满意"),
                            ("NOT", "不满意"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "of_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SATISFIED", "满意"),
                            ("BASICALLY", "基本满意"),
                            ("NOT", "不满意"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="petitions.petitionstep",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="petitions.petition",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bureau", "at"], name="rating_newest")],
            },
        ),
        ProtectRows(
            "petitions_rating",
            unchanged=("id", "bureau_id", "petition_id", "answer_id", "unit_id", "at"),
            keys=(("id",), ("answer_id",)),
        ),
        ProtectRows(
            "petitions_accusationsupplement",
            unchanged=("id", "bureau_id", "accusation_id", "at"),
        ),
    ]
