"""Let a pass begin over what was stored before places were listed (``jobs/upkeep``)."""

from typing import Any

from django.db import migrations


def begin(apps: Any, _schema_editor: Any) -> None:
    """Begin a pass over posts and triage items of each bureau that has a source."""
    model = apps.get_model
    earlier = model("collection", "EarlierPlaces").objects
    bureaus = (
        model("collection", "Source").objects.order_by().values_list("bureau_id", flat=True)
    )
    for bureau_id in bureaus.distinct():
        for rows in ("posts", "triage_items"):
            earlier.get_or_create(bureau_id=bureau_id, rows=rows)


class Migration(migrations.Migration):
    dependencies = [("collection", "0003_registered_communities")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
