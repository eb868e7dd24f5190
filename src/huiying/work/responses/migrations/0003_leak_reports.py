import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0002_reasons_and_holders_as_codes"),
        ("responses", "0002_final_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="report_clock",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clocks.clock",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="reported_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="seal",
            name="reported_to",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
