import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_placed_officers"),
        ("incidents", "0006_event_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SituationRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.CharField(max_length=8)),
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="situation",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "line", "version"), name="situation_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line__in", ["MATTER", "SCOPE", "PROGRESS"])),
                        name="situation_line_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__gte", 1), models.Q(("text", ""), _negated=True)
                        ),
                        name="situation_says_something",
                    ),
                ],
            },
        ),
        ProtectRows(
            "incidents_situationrevision",
            refused="TRUE",
            keys=(("id",), ("incident_id", "line", "version")),
        ),
    ]
