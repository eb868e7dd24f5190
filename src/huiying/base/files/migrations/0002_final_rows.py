from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

# Erasing destroys the key and says when; what was erased stays so. Checks note what they saw.
KEY = (
    "(NEW.data_key {distinct} OLD.data_key"
    " AND (NEW.data_key IS NOT NULL OR NEW.erased_at IS NULL))"
)
ERASED = (
    "(OLD.erased_at IS NOT NULL AND (NEW.erased_at {distinct} OLD.erased_at"
    " OR NEW.erased_reason {distinct} OLD.erased_reason))"
)


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        ProtectRows(
            "files_storedfile",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "kind",
                "size",
                "sha256",
                "blob",
                "retention",
                "stored_at",
            ),
            refused=f"{KEY} OR {ERASED}",
            keys=(("id",), ("bureau_id", "number")),
        )
    ]
