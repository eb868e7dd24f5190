"""转办: a petition that is said to accuse somebody waits for a second person's decision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows

DECIDED = (
    "(OLD.decided_at IS NOT NULL AND (NEW.decided_at {distinct} OLD.decided_at"
    " OR NEW.accepted {distinct} OLD.accepted"
    " OR NEW.decided_by_id {distinct} OLD.decided_by_id"
    " OR (NEW.reason <> OLD.reason AND NEW.reason <> '')))"
    " OR (OLD.passage <> '' AND NEW.passage <> OLD.passage AND NEW.passage <> '')"
    " OR (NEW.decided_at IS NOT NULL AND NEW.decided_by_id = NEW.asked_by_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_three_administrators"),
        ("clocks", "0004_official_labels"),
        ("petitions", "0007_covering_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="diverted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Diversion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("passage", models.CharField(blank=True, max_length=400)),
                ("asked_at", models.DateTimeField()),
                ("period", models.JSONField(blank=True, default=dict)),
                ("accepted", models.BooleanField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.bureau",
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diversions",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="diversion_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("petition",),
                        name="a_petition_is_diverted_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_diversion_is_decided_by_another",
                    ),
                ],
            },
        ),
        ProtectRows(
            "petitions_diversion",
            unchanged=("id", "bureau_id", "petition_id", "number", "asked_by_id", "asked_at"),
            refused=DECIDED,
            keys=(("id",), ("bureau_id", "number")),
        ),
    ]
