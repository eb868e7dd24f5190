from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import huiying.base.files.sealed_text


def seal(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write every target and secret once more: the column seals them."""
    for channel in apps.get_model("outbox", "Channel").objects.all():
        channel.save(update_fields=["target", "secret"])


def unseal(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write them as plain text; reading opens them."""
    table = editor.quote_name("outbox_channel")
    with editor.connection.cursor() as cursor:
        for channel in apps.get_model("outbox", "Channel").objects.all():
            cursor.execute(
                f"UPDATE {table} SET target = %s, secret = %s WHERE id = %s",
                [channel.target, channel.secret, channel.pk],
            )


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="channel",
            name="target",
            field=huiying.base.files.sealed_text.SealedTextField(),
        ),
        migrations.AlterField(
            model_name="channel",
            name="secret",
            field=huiying.base.files.sealed_text.SealedTextField(blank=True),
        ),
        migrations.RunPython(seal, unseal),
    ]
