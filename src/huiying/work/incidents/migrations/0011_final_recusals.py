"""A recusal from an incident is not changed: it ends once, and never by whom it keeps out."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

ENDED = (
    "(OLD.ended_at IS NOT NULL AND (NEW.ended_at {distinct} OLD.ended_at"
    " OR NEW.ended_by_id {distinct} OLD.ended_by_id))"
    " OR (NEW.ended_at IS NOT NULL"
    " AND (NEW.ended_by_id IS NULL OR NEW.ended_by_id = NEW.officer_id))"
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_grade_objections")]

    operations = [
        ProtectRows(
            "incidents_recusal",
            unchanged=(
                "id",
                "bureau_id",
                "incident_id",
                "officer_id",
                "reason",
                "by_id",
                "at",
            ),
            refused=ENDED,
            keys=(("id",),),
        ),
    ]
