import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_role_origins"),
        ("casework", "0004_written_opinions"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="competent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="forwarded_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reference",
            name="received_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reference",
            name="result_due",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reference",
            name="review_step",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
