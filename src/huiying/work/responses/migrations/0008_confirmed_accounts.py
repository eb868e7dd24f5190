"""Official accounts that a second person confirms; the roster keeps the names of units.

Accounts that were there count as confirmed, and who consented keeps the name that his unit has.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, OuterRef, Subquery


def count_as_confirmed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Confirm what is there, and copy the names of units to who consented."""
    alias = schema_editor.connection.alias
    accounts = apps.get_model("responses", "OfficialAccount").objects.using(alias)
    accounts.filter(confirmed_at__isnull=True).update(confirmed_at=F("added_at"))
    units = apps.get_model("accounts", "Unit").objects.filter(pk=OuterRef("unit_id"))
    lines = apps.get_model("responses", "Responder").objects.using(alias)
    lines.filter(consented_at__isnull=False).update(
        unit_name=Subquery(units.values("name")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0007_final_mechanism_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="officialaccount",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="responder",
            name="unit_name",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.RunPython(count_as_confirmed, migrations.RunPython.noop),
    ]
