"""Communities that a second person confirms; those that were there count as confirmed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def count_as_confirmed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Confirm what is there."""
    rows = apps.get_model("collection", "Community").objects.using(
        schema_editor.connection.alias
    )
    rows.filter(confirmed_at__isnull=True).update(confirmed_at=F("registered_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0008_imported_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="registered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="community",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(count_as_confirmed, migrations.RunPython.noop),
    ]
