"""Places of patrols as rows, with their address; rounds keep which were looked at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


NAME_CHARS = 200


def copy_places(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make a place of each line of a plan."""
    alias = schema_editor.connection.alias
    place = apps.get_model("collection", "PatrolPlace")
    plans = apps.get_model("collection", "PatrolPlan").objects.using(alias)
    rows = [
        place(
            bureau_id=plan.bureau_id,
            plan_id=plan.pk,
            position=position,
            name=line.strip()[:NAME_CHARS],
        )
        for plan in plans.order_by("pk")
        for position, line in enumerate(filter(str.strip, plan.places.splitlines()), 1)
    ]
    place.objects.using(alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_discipline_role"),
        ("collection", "0012_deliveries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="patrol",
            name="unseen",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="patrol",
            name="result",
            field=models.CharField(
                choices=[
                    ("NOTHING", "已巡查，无异常"),
                    ("PARTLY", "已巡查，有漏看"),
                    ("FOUND", "已巡查，有发现"),
                    ("EXPLAINED", "未巡查，已说明"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="PatrolPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("platform", models.CharField(blank=True, max_length=40)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="collection.patrolplan",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="PatrolFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot_at", models.DateTimeField()),
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
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="collection.post",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="collection.patrolplace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlaceLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "patrol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="collection.patrol",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="collection.patrolplace",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="patrolplace",
            constraint=models.UniqueConstraint(
                fields=("plan", "position"), name="patrol_place_position"
            ),
        ),
        migrations.AddIndex(
            model_name="patrolfinding",
            index=models.Index(fields=["place", "slot_at"], name="finding_of_slot"),
        ),
        migrations.AddConstraint(
            model_name="placelook",
            constraint=models.UniqueConstraint(
                fields=("patrol", "place"), name="place_once_a_patrol"
            ),
        ),
        migrations.RunPython(copy_places, migrations.RunPython.noop),
    ]
