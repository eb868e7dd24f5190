from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

WORDS = ("meets_at", "place", "reason", "nature", "trend", "risks", "proposal")
CHANGED = " OR ".join(f"NEW.{name} {{distinct}} OLD.{name}" for name in WORDS)
# Minutes change only together with their way back to be written; then nobody has signed.
MINUTES = (
    "(OLD.state IN ('TO_SIGN', 'SIGNED') AND NEW.state IN ('TO_SIGN', 'SIGNED')"
    f" AND ({CHANGED}))"
    " OR (NEW.state = 'SIGNED' AND OLD.state NOT IN ('TO_SIGN', 'SIGNED'))"
)
PROPOSAL = (
    "(NEW.state <> 'WRITING' AND (NEW.measures {distinct} OLD.measures"
    " OR NEW.risks {distinct} OLD.risks))"
    " OR (NEW.state = 'APPROVED' AND OLD.state NOT IN ('SUBMITTED', 'APPROVED'))"
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_invited_as")]

    operations = [
        ProtectRows(
            "casework_consultation",
            unchanged=("id", "bureau_id", "number", "incident_id", "called_at"),
            refused=MINUTES,
            keys=(("id",), ("bureau_id", "number")),
        ),
        ProtectRows(
            "casework_invitation",
            unchanged=(
                "id",
                "bureau_id",
                "consultation_id",
                "officer_id",
                "unit_id",
                "invited_as",
            ),
            keys=(
                ("id",),
                ("consultation_id", "officer_id"),
                ("consultation_id", "unit_id"),
            ),
        ),
        ProtectRows("casework_opinion", refused="TRUE"),
        ProtectRows(
            "casework_proposal",
            unchanged=("id", "bureau_id", "number", "incident_id", "author_id"),
            refused=PROPOSAL,
            keys=(("id",), ("bureau_id", "number")),
        ),
    ]
