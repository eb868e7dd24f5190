from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

# What an agency said stands until an edit of the words voids it, which says who and when; a
# leader's decision to go on without it is about the words as they then are.
REVIVED = "(OLD.state = 'VOID' AND NEW.state <> 'VOID')"
UNSAID = "(OLD.state IN ('CONFIRMED', 'WAIVED') AND NEW.state NOT IN (OLD.state, 'VOID'))"
VOIDED = "(NEW.state = 'VOID' AND (NEW.voided_by_id IS NULL OR NEW.voided_at IS NULL))"
REVOIDED = (
    "(OLD.state = 'VOID' AND (NEW.voided_at {distinct} OLD.voided_at"
    " OR NEW.voided_by_id {distinct} OLD.voided_by_id))"
)
OTHER_WORDS = (
    "(NEW.content_hash {distinct} OLD.content_hash"
    " AND NOT (NEW.state = 'WAIVED' AND OLD.state <> 'WAIVED' AND OLD.state <> 'CONFIRMED'))"
)
BY_WHOM = (
    "(OLD.state IN ('CONFIRMED', 'WAIVED', 'VOID') AND ("
    "NEW.answered_by {distinct} OLD.answered_by OR NEW.answered_at {distinct} OLD.answered_at"
    " OR NEW.manner {distinct} OLD.manner OR NEW.recorded_by_id {distinct} OLD.recorded_by_id"
    " OR NEW.countersigned_by_id {distinct} OLD.countersigned_by_id"
    " OR NEW.file_id {distinct} OLD.file_id))"
)


class Migration(migrations.Migration):
    dependencies = [("responses", "0012_deleted_posts_of_topic")]

    operations = [
        ProtectRows(
            "responses_confirmation",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "draft_id",
                "unit_id",
                "requested_by_id",
                "requested_at",
            ),
            refused=" OR ".join((REVIVED, UNSAID, VOIDED, REVOIDED, OTHER_WORDS, BY_WHOM)),
            keys=(("id",), ("bureau_id", "number")),
        )
    ]
