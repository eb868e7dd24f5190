"""A draft of the rules says who wrote each rule; one from before names its last editor."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_last_editor(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Take who changed a draft last for the writer of all its rules."""
    for draft in apps.get_model("rulebook", "RuleDraft").objects.exclude(edits={}):
        draft.editors = dict.fromkeys(draft.edits, draft.edited_by_id)
        draft.save(update_fields=["editors"])


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ruledraft",
            name="editors",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(name_last_editor, migrations.RunPython.noop, elidable=True),
    ]
