"""A recusal from a petition is not changed: it ends once, and never by whom it keeps out."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

ENDED = (
    "(OLD.ended_at IS NOT NULL AND (NEW.ended_at {distinct} OLD.ended_at"
    " OR NEW.ended_by_id {distinct} OLD.ended_by_id))"
    " OR (NEW.ended_at IS NOT NULL"
    " AND (NEW.ended_by_id IS NULL OR NEW.ended_by_id = NEW.officer_id))"
)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0005_recusals")]

    operations = [
        ProtectRows(
            "petitions_petitionrecusal",
            unchanged=(
                "id",
                "bureau_id",
                "petition_id",
                "officer_id",
                "reason",
                "by_id",
                "at",
            ),
            refused=ENDED,
            keys=(("id",),),
        ),
    ]
