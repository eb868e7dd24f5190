"""Days off wait for a second person; a version says who wrote its rules."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0002_editors_of_the_draft")]

    operations = [
        migrations.AddField(
            model_name="bureaucalendar",
            name="proposed",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="writers",
            field=models.JSONField(default=list),
        ),
    ]
