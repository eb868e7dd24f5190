"""Changes of the schedule that wait for another person; what was proposed is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_discipline_role"),
        ("reports", "0007_compositions_and_files"),
        ("signoff", "0002_final_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScheduleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.CharField(max_length=400)),
                ("requested_at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="reports.reportschedule",
                    ),
                ),
                (
                    "signoff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="signoff.signoffrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["requested_at", "id"],
            },
        ),
        ProtectRows(
            "reports_schedulechange",
            refused="TRUE",
            keys=(("id",), ("signoff_id",)),
        ),
    ]
