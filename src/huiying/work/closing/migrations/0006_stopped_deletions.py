"""Why and by whom a deletion of posts was stopped; what was signed stays as it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows

# What ended stays; a plan begins, or is returned, before it can stop; counts do not go back.
DELETION = (
    "OLD.state IN ('RETURNED', 'ENDED', 'DONE') OR NEW.deleted < OLD.deleted"
    " OR (OLD.state = 'PLANNED' AND NEW.state NOT IN ('PLANNED', 'RUNNING', 'RETURNED'))"
    " OR (OLD.state <> 'PLANNED' AND NEW.state IN ('PLANNED', 'RETURNED'))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("closing", "0005_final_filings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="postdeletion",
            name="reason",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="postdeletion",
            name="stopped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="postdeletion",
            name="state",
            field=models.CharField(
                choices=[
                    ("PLANNED", "待签署"),
                    ("RETURNED", "已退回"),
                    ("RUNNING", "删除中"),
                    ("STOPPED", "已暂停"),
                    ("ENDED", "已终止"),
                    ("DONE", "已完成"),
                ],
                default="PLANNED",
                max_length=8,
            ),
        ),
        ProtectRows(
            "closing_postdeletion",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "months",
                "rule_version",
                "before",
                "today",
                "total",
                "plan",
                "requested_at",
                "requested_by_id",
                "signoff_id",
            ),
            refused=DELETION,
            keys=(("id",), ("bureau_id", "number"), ("signoff_id",)),
        ),
        ProtectRows(
            "closing_periodrequest",
            refused="TRUE",
            keys=(("id",), ("bureau_id", "number"), ("signoff_id",)),
        ),
        ProtectRows(
            "closing_dossier",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "filing_id",
                "requested_at",
                "requested_by_id",
            ),
            refused="OLD.sha256 <> '' AND NEW.sha256 <> OLD.sha256",
            keys=(("id",), ("bureau_id", "number")),
        ),
    ]
