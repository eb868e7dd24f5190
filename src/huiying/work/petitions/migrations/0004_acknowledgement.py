"""签收: who acknowledged a petition for its unit, and when; it stays while it is that unit's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows

# As 0002_final_rows says it, with the signature of the unit that has the petition.
PETITION = (
    "(NEW.data_key {distinct} OLD.data_key"
    " AND (NEW.data_key IS NOT NULL OR NEW.erased_at IS NULL))"
    " OR (NEW.original {distinct} OLD.original"
    " AND (NEW.original IS NOT NULL OR NEW.erased_at IS NULL))"
    " OR (OLD.erased_at IS NOT NULL AND (NEW.erased_at {distinct} OLD.erased_at"
    " OR NEW.stage {distinct} OLD.stage))"
    " OR (NEW.erased_at IS NOT NULL AND (NEW.title <> '' OR NEW.text <> ''"
    " OR NEW.code_digest <> '' OR NEW.outside_number <> ''))"
    " OR (OLD.acknowledged_at IS NOT NULL AND NOT (NEW.competent_id {distinct} OLD.competent_id)"
    " AND (NEW.acknowledged_at {distinct} OLD.acknowledged_at"
    " OR NEW.acknowledged_by_id {distinct} OLD.acknowledged_by_id"
    " OR NEW.acknowledged_label {distinct} OLD.acknowledged_label))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0003_code_replacements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="acknowledged_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="petition",
            name="acknowledged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="acknowledged_label",
            field=models.CharField(blank=True, max_length=80),
        ),
        ProtectRows(
            "petitions_petition",
            unchanged=("id", "bureau_id", "number", "channel", "received_at", "received_by_id"),
            refused=PETITION,
            keys=(("id",), ("bureau_id", "number")),
        ),
    ]
