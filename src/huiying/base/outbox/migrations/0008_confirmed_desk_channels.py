from typing import Any

from django.db import migrations


def confirm_desk_channels(apps: Any, schema_editor: Any) -> None:
    """Let the channels that the desk had count: nobody was asked to confirm them before."""
    channels = apps.get_model("outbox", "Channel").objects.using(schema_editor.connection.alias)
    channels.filter(unit__isnull=True, officer__isnull=True).update(confirmed=True, set_by=[])


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0007_both_ways_label"),
    ]

    operations = [
        migrations.RunPython(confirm_desk_channels, migrations.RunPython.noop),
    ]
