from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

# A sealing empties the words; an edit of the text voids the opinion once.
WORDS = "(NEW.words {distinct} OLD.words AND NEW.words <> '')"
VOIDED = (
    "(OLD.voided_at IS NOT NULL AND (NEW.voided_at {distinct} OLD.voided_at"
    " OR NEW.voided_by_id {distinct} OLD.voided_by_id))"
)


class Migration(migrations.Migration):
    dependencies = [("responses", "0006_numbers_alone")]

    operations = [
        ProtectRows(
            "responses_mechanismreview",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "draft_id",
                "content_hash",
                "office_id",
                "office_name",
                "at",
                "opinion",
                "document",
                "file_id",
                "no_file_reason",
                "recorded_by_id",
                "recorded_at",
                "signoff_id",
            ),
            refused=f"{WORDS} OR {VOIDED}",
            keys=(("id",), ("bureau_id", "number")),
        )
    ]
