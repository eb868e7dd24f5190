"""Indexes that hold all that puts the keys of the lists in order, so that no row is read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0004_official_labels"),
        ("petitions", "0006_final_recusals"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="petition", name="petition_desk"),
        migrations.RemoveIndex(model_name="petition", name="petition_newest"),
        migrations.RemoveIndex(model_name="petition", name="petition_of_unit"),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                fields=["bureau", "competent", "stage", "kind", "clock"],
                name="petition_by_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                fields=["bureau", "stage", "received_at", "clock"], name="petition_by_stage"
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                fields=["bureau", "-received_at", "-id", "stage"], name="petition_by_receipt"
            ),
        ),
    ]
