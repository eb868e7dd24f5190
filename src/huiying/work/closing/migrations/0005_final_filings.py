"""Filings and their ends are never changed or deleted, also not past the product."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("closing", "0004_archive")]

    operations = [
        ProtectRows(
            "closing_filing",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "fonds",
                "year",
                "period",
                "item",
                "incident_id",
                "closing_id",
                "title",
                "grade",
                "proposed",
                "reason",
                "rule_version",
                "filed_at",
                "filed_by_id",
                "signed_by_id",
            ),
            keys=(
                ("id",),
                ("bureau_id", "number"),
                ("bureau_id", "fonds", "year", "period", "item"),
            ),
        ),
        ProtectRows(
            "closing_filingend",
            unchanged=(
                "id",
                "bureau_id",
                "filing_id",
                "kind",
                "successor_id",
                "reason",
                "at",
                "by_id",
            ),
            keys=(("id",), ("filing_id",)),
        ),
    ]
