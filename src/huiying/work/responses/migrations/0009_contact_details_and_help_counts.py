"""How people reach the bureau, and how many readers an answer helped."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_placed_officers"),
        ("responses", "0008_confirmed_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200)),
                ("hours", models.CharField(blank=True, max_length=200)),
                ("office_line", models.CharField(blank=True, max_length=100)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("hotline", models.CharField(blank=True, default="12345", max_length=40)),
                (
                    "online",
                    models.CharField(
                        blank=True, default="https://wsxf.gjxfj.gov.cn/", max_length=300
                    ),
                ),
                ("icp", models.CharField(blank=True, max_length=60)),
                ("police", models.CharField(blank=True, max_length=60)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.bureau",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HelpCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("day", models.DateField()),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responses.answer",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bureau", "day"], name="help_count_days")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "version", "day"), name="help_count_once_a_day"
                    )
                ],
            },
        ),
    ]
