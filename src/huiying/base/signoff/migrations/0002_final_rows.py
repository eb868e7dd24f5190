from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

# A decision is given once; an approval can become void. Who decided is written once.
DECISION = (
    "(NEW.decision <> OLD.decision AND OLD.decision <> 'PENDING'"
    " AND NOT (OLD.decision = 'APPROVED' AND NEW.decision = 'VOID'))"
)
DECIDED = (
    "(OLD.decided_by_id IS NOT NULL AND (NEW.decided_by_id {distinct} OLD.decided_by_id"
    " OR NEW.decided_at {distinct} OLD.decided_at OR NEW.reason {distinct} OLD.reason))"
)


class Migration(migrations.Migration):
    dependencies = [("signoff", "0001_initial")]

    operations = [
        ProtectRows(
            "signoff_signoffrequest",
            unchanged=(
                "id",
                "bureau_id",
                "kind",
                "about_ref",
                "content_hash",
                "requested_by_id",
                "requested_at",
                "needed",
                "emergency",
            ),
            refused=f"NEW.signed < OLD.signed OR {DECISION} OR {DECIDED}",
        ),
        ProtectRows(
            "signoff_signature",
            refused="TRUE",
            keys=(("id",), ("request_id", "officer_id")),
        ),
    ]
