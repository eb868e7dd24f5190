"""What two persons decided about reports is final, and signatures keep as what they were given.

A signature from before is kept with the office that a file of the report named when it went out;
else with the role that its signer has had since before it; else without one.
"""

import json
from typing import Any

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

OFFICES = (("leader", "组长"), ("deputy", "副组长"))


def once(*names: str) -> str:
    """Return the condition that a column is changed that was set already."""
    return " OR ".join(
        f"(OLD.{name} IS NOT NULL AND NEW.{name} {{distinct}} OLD.{name})" for name in names
    )


# What went out is no draft again, what was withdrawn does not come back.
STATES = (
    "(OLD.state = 'WITHDRAWN' AND NEW.state <> 'WITHDRAWN')"
    " OR (OLD.state IN ('SENT', 'RECEIVED')"
    " AND NEW.state NOT IN ('SENT', 'RECEIVED', 'WITHDRAWN'))"
    " OR (OLD.state = 'RECEIVED' AND NEW.state = 'SENT')"
)
STRENGTH = "(CASE {0}.way WHEN 'PHONE' THEN 1 WHEN 'PAPER' THEN 2 ELSE 3 END)"
LONGER = " OR ".join(
    f"(OLD.minutes_{grade} IS NOT NULL"
    f" AND (NEW.minutes_{grade} IS NULL OR NEW.minutes_{grade} > OLD.minutes_{grade}))"
    for grade in ("major", "significant", "ordinary")
)
# As ``routing/terms.py``: it takes another change that two persons adopted.
LOOSENED = (
    "OLD.active AND (NOT NEW.active OR (OLD.periodic AND NOT NEW.periodic)"
    f" OR {STRENGTH.format('NEW')} < {STRENGTH.format('OLD')}"
    " OR (NEW.way IN ('LINK', 'PUSH') AND NEW.unit_id {distinct} OLD.unit_id)"
    f" OR {LONGER})"
    " AND (NEW.adopted_id IS NULL OR NOT (NEW.adopted_id {distinct} OLD.adopted_id))"
)


def keep_offices(apps: Any, schema_editor: Any) -> None:
    """Keep a signature for each report that was signed and whose text is still there."""
    del schema_editor
    signature = apps.get_model("reports", "ReportSignature")
    versions = apps.get_model("reports", "ReportVersion")
    signed = apps.get_model("signoff", "SignoffRequest").objects.filter(
        kind="report", decided_by__isnull=False, signed__gte=1
    )
    rows = signed.filter(decision__in=("APPROVED", "VOID")).select_related("decided_by__unit")
    for request in rows.order_by("pk").iterator():
        found = versions.objects.filter(
            bureau_id=request.bureau_id,
            report__number=request.about_ref,
            content_hash=request.content_hash,
        ).first()
        if found is None:
            continue
        sent = _sent_as(apps, request, found.version)
        signature.objects.create(
            bureau_id=request.bureau_id,
            report_id=found.report_id,
            version=found.version,
            signoff=request,
            signed_by_id=request.decided_by_id,
            signed_as=sent or _held_since(apps, request),
            unit="",
            at=request.decided_at,
        )


def _sent_as(apps: Any, request: Any, version: int) -> str:
    """Return the office in a file that was pushed; "" = none was."""
    messages = apps.get_model("outbox", "Message").objects.filter(
        bureau_id=request.bureau_id, about_kind="report", about_ref=request.about_ref
    )
    for body in messages.order_by("pk").values_list("body", flat=True).iterator():
        try:
            content = json.loads(body)["content"]
            if content["version"] == version:
                return str(content["signed_as"])
        except (ValueError, TypeError, KeyError):
            continue  # a message with a link
    return ""


def _held_since(apps: Any, request: Any) -> str:
    """Return the office of a role that its signer held then and holds still; "" = unknown."""
    grants = apps.get_model("accounts", "RoleGrant").objects.filter(
        officer_id=request.decided_by_id, granted_at__lte=request.decided_at
    )
    held = set(grants.values_list("role", flat=True))
    return next((label for role, label in OFFICES if role in held), "")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_two_hands"),
        ("outbox", "0006_superior_systems"),
        ("accounts", "0006_shared_phones"),
    ]

    operations = [
        migrations.RunPython(keep_offices, migrations.RunPython.noop),
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
            refused=f"{once('sent_at', 'sent_by_id')} OR {STATES}",
            keys=(("id",), ("bureau_id", "number")),
        ),
        ProtectRows(
            "reports_reportsignature",
            refused="TRUE",
            keys=(("id",), ("signoff_id",)),
        ),
        ProtectRows(
            "reports_withdrawalrequest",
            refused="TRUE",
            keys=(("id",), ("signoff_id",)),
        ),
        ProtectRows(
            "reports_recipientchange",
            refused="TRUE",
            keys=(("id",), ("signoff_id",)),
        ),
        ProtectRows(
            "reports_recipientrule",
            unchanged=("id", "bureau_id", "matter", "superior_id"),
            refused=LOOSENED,
            keys=(("id",), ("bureau_id", "matter", "superior_id")),
        ),
    ]
