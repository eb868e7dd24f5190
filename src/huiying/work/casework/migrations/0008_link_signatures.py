import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="guidancereceipt",
            name="signed_label",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="unitreport",
            name="by_label",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="unitreport",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="unitreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by__isnull", False),
                    models.Q(("by_label", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_has_author",
            ),
        ),
    ]
