from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

# Only what was accepted and waited for a signature is closed, by another person; then it stays.
CLOSED = (
    "OLD.state = 'CLOSED' OR (NEW.state = 'CLOSED' AND (OLD.state <> 'CLOSING'"
    " OR NEW.accepted_id IS NULL OR NEW.closed_by_id IS NULL"
    " OR NEW.closed_by_id = NEW.closing_requested_by_id))"
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_instructions_and_supervision")]

    operations = [
        ProtectRows(
            "casework_instruction",
            refused="TRUE",
            keys=(("id",), ("bureau_id", "number"), ("replaces_id",)),
        ),
        ProtectRows("casework_instructionaddressee", refused="TRUE"),
        ProtectRows(
            "casework_supervision",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "incident_id",
                "reference_id",
                "subject_kind",
                "subject_ref",
                "instruction_id",
                "notice_id",
                "task_id",
                "demand",
                "opened_at",
                "opened_by_id",
                "clock_id",
            ),
            refused=CLOSED,
            keys=(("id",), ("bureau_id", "number")),
        ),
        ProtectRows("casework_supervisionentry", refused="TRUE"),
    ]
