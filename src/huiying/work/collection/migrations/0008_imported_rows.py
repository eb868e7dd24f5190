from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_role_origins"),
        ("collection", "0007_push_reservations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveBigIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[("A", "收录"), ("R", "重复"), ("S", "已有人处理，保留")],
                        max_length=1,
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="importjob",
            name="one_import_per_file",
        ),
        migrations.AddField(
            model_name="importjob",
            name="has_header",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="importjob",
            name="notes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importjob",
            name="replacing",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="importjob",
            name="retained",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importjob",
            name="sheet",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AddField(
            model_name="importjob",
            name="withdrawn",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importrefusal",
            name="line",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.UniqueConstraint(
                fields=("bureau", "source", "digest", "sheet", "history"),
                name="one_import_per_file",
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="bureau",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="accounts.bureau",
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="job",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="collection.importjob",
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="collection.post",
            ),
        ),
        migrations.AddIndex(
            model_name="importedrow",
            index=models.Index(fields=["job", "result", "row"], name="imported_row"),
        ),
    ]
