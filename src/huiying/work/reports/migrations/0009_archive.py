"""Reports are filed under archive numbers; a filing is never changed or deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_discipline_role"),
        ("reports", "0008_schedule_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("fonds", models.CharField(max_length=12)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("PERMANENT", "永久"),
                            ("THIRTY_YEARS", "30 年"),
                            ("TEN_YEARS", "10 年"),
                        ],
                        max_length=12,
                    ),
                ),
                ("item", models.PositiveIntegerField()),
                ("version", models.PositiveSmallIntegerField()),
                ("text_hash", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("RECEIVED", "已全部回执"), ("WITHDRAWN", "已撤回")],
                        max_length=10,
                    ),
                ),
                ("proposed", models.CharField(blank=True, max_length=12)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("rule_version", models.CharField(max_length=40)),
                ("filed_at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filing",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["bureau", "-filed_at", "-id"], name="report_archive_newest"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="report_archive_once"
                    ),
                    models.UniqueConstraint(
                        fields=("bureau", "fonds", "year", "period", "item"),
                        name="report_archive_item_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["RECEIVED", "WITHDRAWN"])),
                        name="only_a_finished_report_is_filed",
                    ),
                ],
            },
        ),
        ProtectRows(
            "reports_reportfiling",
            refused="TRUE",
            keys=(
                ("id",),
                ("report_id",),
                ("bureau_id", "number"),
                ("bureau_id", "fonds", "year", "period", "item"),
            ),
        ),
    ]
