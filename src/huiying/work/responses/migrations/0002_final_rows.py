from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

# Words change once: a sealing puts its notice, which names their hash, in their place.
CHANGED = "(NEW.content {distinct} OLD.content OR NEW.note {distinct} OLD.note)"
SEALING = {
    "sqlite": (
        "json_extract(NEW.content, '$.sealed.hash') = OLD.content_hash"
        " AND json_extract(OLD.content, '$.sealed') IS NULL AND NEW.note = ''"
    ),
    "postgresql": (
        "NEW.content #>> '{sealed,hash}' = OLD.content_hash"
        " AND OLD.content -> 'sealed' IS NULL AND NEW.note = ''"
    ),
}


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_initial")]

    operations = [
        ProtectRows(
            "responses_release",
            unchanged=(
                "id",
                "bureau_id",
                "answer_id",
                "version",
                "published_at",
                "published_by_id",
                "approved_by_id",
                "approved_as",
                "content_hash",
            ),
            refused={
                vendor: f"{CHANGED} AND NOT COALESCE({sealing}, FALSE)"
                for vendor, sealing in SEALING.items()
            },
            keys=(("id",), ("answer_id", "version")),
        )
    ]
