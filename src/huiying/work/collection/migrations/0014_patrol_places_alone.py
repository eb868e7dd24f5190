"""The lines of a patrol plan go: its places are rows.

In a transaction of its own: PostgreSQL alters no table with rows that were just referred to.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collection", "0013_patrol_places")]

    operations = [
        migrations.RemoveField(model_name="patrolplan", name="places"),
        migrations.AlterField(
            model_name="patrolplace",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="collection.patrolplan",
            ),
        ),
    ]
