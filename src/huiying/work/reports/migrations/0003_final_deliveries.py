"""What a report is and who drafted it, and the proofs of its deliveries, are never changed."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows


def once(*names: str) -> str:
    """Return the condition that a column is changed that was set already."""
    return " OR ".join(
        f"(OLD.{name} IS NOT NULL AND NEW.{name} {{distinct}} OLD.{name})" for name in names
    )


def once_written(*names: str) -> str:
    """Return the condition that a text is changed that was written already."""
    return " OR ".join(f"(OLD.{name} <> '' AND NEW.{name} <> OLD.{name})" for name in names)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_exchange")]

    operations = [
        ProtectRows(
            "reports_report",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "incident_id",
                "kind",
                "sequence",
                "since",
                "until",
                "drafted_at",
                "drafted_by_id",
            ),
            refused=once("sent_at", "sent_by_id"),
            keys=(("id",), ("bureau_id", "number")),
        ),
        ProtectRows(
            "reports_reportdelivery",
            unchanged=(
                "id",
                "bureau_id",
                "number",
                "report_id",
                "version",
                "superior_id",
                "name",
                "way",
                "minutes",
            ),
            refused=" OR ".join(
                (
                    once(
                        "sent_at",
                        "sent_by_id",
                        "first_opened_at",
                        "received_at",
                        "recorded_by_id",
                        "withdrawal_sent_at",
                    ),
                    once_written("received_label", "proof"),
                    "(OLD.received_at IS NOT NULL"
                    " AND NEW.recorded_by_id {distinct} OLD.recorded_by_id)",
                    "NEW.opened < OLD.opened",
                )
            ),
            keys=(("id",), ("bureau_id", "number"), ("report_id", "superior_id")),
        ),
    ]
