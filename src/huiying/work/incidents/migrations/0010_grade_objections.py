import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_shared_phones"),
        ("files", "0002_final_rows"),
        ("incidents", "0009_watched_label"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GradeObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grade", models.PositiveSmallIntegerField()),
                ("wanted", models.PositiveSmallIntegerField()),
                ("content", models.CharField(blank=True, max_length=400)),
                ("reaction", models.CharField(blank=True, max_length=400)),
                ("media", models.CharField(blank=True, max_length=400)),
                ("lodged_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待答复"),
                            ("UPHELD", "维持原等级"),
                            ("REGRADED", "等级已变更"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=400)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.gradedecision",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="incidents.incident",
                    ),
                ),
                (
                    "lodged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["lodged_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["bureau", "lodged_at"],
                        name="objection_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")),
                        fields=("incident", "unit"),
                        name="one_open_objection_per_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", ""), _negated=True),
                            models.Q(("reaction", ""), _negated=True),
                            models.Q(("media", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_objection_gives_facts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wanted", models.F("grade")), _negated=True),
                        name="an_objection_wants_another_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None), ("settled_by", None), ("state", "OPEN")
                            ),
                            models.Q(
                                models.Q(("state", "OPEN"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_objection_is_settled_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "UPHELD"), _negated=True),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("settled_by", models.F("lodged_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="upheld_with_reasons_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "REGRADED"), _negated=True),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="regraded_by_a_decision",
                    ),
                ],
            },
        ),
        ProtectRows(
            "incidents_gradeobjection",
            unchanged=(
                "id",
                "bureau_id",
                "incident_id",
                "unit_id",
                "grade",
                "wanted",
                "content",
                "reaction",
                "media",
                "file_id",
                "lodged_at",
                "lodged_by_id",
            ),
            refused="OLD.state <> 'OPEN'",  # what was answered or withdrawn stays
        ),
    ]
