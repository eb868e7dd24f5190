"""How many posts of a topic a plan of retention deleted: figures of old months stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_discipline_role"),
        ("responses", "0011_discipline_role"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeletedPostsOfTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("topic", models.CharField(blank=True, max_length=20)),
                ("posts", models.PositiveIntegerField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "hour", "topic"), name="deleted_posts_of_topic_once"
                    )
                ],
            },
        ),
    ]
