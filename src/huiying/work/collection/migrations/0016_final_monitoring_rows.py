"""What was said of gaps, and monthly samples, are never changed or deleted afterwards."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("collection", "0015_coverage_topics_samples")]

    operations = [
        ProtectRows(
            "collection_coveragenote",
            unchanged=(
                "id",
                "bureau_id",
                "kind",
                "standing",
                "note",
                "lawful_way",
                "owner_id",
                "at",
                "by_id",
            ),
            refused=(
                "OLD.ended_at IS NOT NULL OR (OLD.signed_at IS NOT NULL AND ("
                "NEW.signed_at {distinct} OLD.signed_at "
                "OR NEW.signed_by_id {distinct} OLD.signed_by_id))"
            ),
        ),
        ProtectRows(
            "collection_samplemonth",
            unchanged=("id", "bureau_id", "month", "at", "by_id"),
            refused="OLD.closed_at IS NOT NULL",
            keys=(("id",), ("bureau_id", "month")),
        ),
        ProtectRows(
            "collection_samplelink",
            unchanged=(
                "id",
                "bureau_id",
                "sample_id",
                "position",
                "url",
                "title",
                "found_at",
                "known",
                "post_number",
                "at",
                "by_id",
            ),
            keys=(("id",), ("sample_id", "position"), ("sample_id", "url")),
        ),
    ]
