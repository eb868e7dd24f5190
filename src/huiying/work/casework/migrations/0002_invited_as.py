from typing import Any

from django.db import migrations, models


def name_invited(apps: Any, schema_editor: Any) -> None:
    """Keep under which name and title those were invited who are on the minutes already."""
    rows = apps.get_model("casework", "Invitation").objects.select_related("officer", "unit")
    for row in rows.iterator():
        if row.officer is not None:
            title = row.officer.title
            row.invited_as = f"{row.officer.name}（{title}）" if title else row.officer.name
        elif row.unit is not None:
            row.invited_as = row.unit.name
        row.save(update_fields=["invited_as"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="invited_as",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(name_invited, migrations.RunPython.noop),
    ]
