import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BureauCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.JSONField(default=dict)),
                ("years", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField()),
                (
                    "bureau",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edits", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField()),
                (
                    "bureau",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40)),
                ("effective_from", models.DateTimeField()),
                ("body", models.TextField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("adopted_at", models.DateTimeField()),
                ("adopted_by", models.CharField(max_length=80)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                        fields=("bureau", "version"), name="rule_version_once"
                    )
                ],
            },
        ),
    ]
