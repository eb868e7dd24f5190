import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_report_files"),
        ("signoff", "0002_final_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="signoff",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="signoff.signoffrequest",
            ),
        ),
    ]
