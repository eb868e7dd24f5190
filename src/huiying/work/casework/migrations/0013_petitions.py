"""The legal periods of a petition move from the reference to the petition itself.

Each petition and visit with a period becomes a row of petitions, with what was known of it. Two
references of one number of the same kind, to different incidents, had periods of their own: the
first keeps the number of the other system, the others have none.
"""

from datetime import datetime, time
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from huiying.policy.time.zone import LOCAL

CHANNELS = {"PETITION": "SYSTEM", "VISIT": "VISIT"}
STAGES = {
    "PETITION_REGISTRATION": "REGISTERED",
    "PETITION_RECEIPT": "FORWARDED",
    "PETITION_DECISION": "ACCEPTED",
    "PETITION_EXTENSION": "ACCEPTED",
    "PETITION_REVIEW": "UNDER_REVIEW",
}


def make_petitions(apps: Any, _editor: object) -> None:
    """Make a petition of each reference that has a legal period."""
    references = apps.get_model("casework", "Reference").objects
    petitions = apps.get_model("petitions", "Petition").objects
    rows = references.filter(legal_clock__isnull=False).select_related("legal_clock")
    for row in rows.order_by("pk").iterator():
        channel = CHANNELS[row.origin]
        taken = petitions.filter(
            bureau=row.bureau_id, channel=channel, outside_number=row.outside_number
        )
        at = row.legal_clock.starts_at
        if row.received_on is not None:
            at = datetime.combine(row.received_on, time(0), LOCAL)
        stage = STAGES.get(row.legal_clock.rule_code, "REGISTERED")
        row.petition = petitions.create(
            bureau_id=row.bureau_id,
            number=_next_number(apps, row),
            kind="CLAIM",
            channel=channel,
            stage="ANSWERED" if row.settled_at is not None else stage,
            outside_number="" if taken.exists() else row.outside_number,
            title=row.label,
            text=row.label,
            text_checked_at=row.bound_at,
            text_checked_by_id=row.bound_by_id,
            received_at=at,
            received_by_id=row.bound_by_id,
            registered_at=row.bound_at,
            registered_by_id=row.bound_by_id,
            clock_id=row.legal_clock_id,
            competent_id=row.competent_id,
            manner="" if row.forwarded_on is None else _manner(row),
            forwarded_on=row.forwarded_on,
            result_due=row.result_due,
            settled_at=row.settled_at,
            review_step=row.review_step,
        )
        row.save(update_fields=["petition"])


def _manner(row: Any) -> str:
    return "TRANSFERRED" if row.result_due is None else "ASSIGNED"


def _next_number(apps: Any, row: Any) -> str:
    year = row.bound_at.astimezone(LOCAL).year
    numbers = apps.get_model("accounts", "RunningNumber").objects
    last, _made = numbers.get_or_create(bureau_id=row.bureau_id, kind="petition", year=year)
    last.last += 1
    last.save(update_fields=["last"])
    return f"XF{year}-{last.last:04d}"


def give_back(apps: Any, _editor: object) -> None:
    """Put the periods of petitions back on their references."""
    references = apps.get_model("casework", "Reference").objects
    for row in references.filter(petition__isnull=False).select_related("petition").iterator():
        petition = row.petition
        row.legal_clock_id, row.competent_id = petition.clock_id, petition.competent_id
        row.received_on = petition.received_at.astimezone(LOCAL).date()
        row.forwarded_on, row.result_due = petition.forwarded_on, petition.result_due
        row.review_step = petition.review_step
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_late_records"),
        ("petitions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="petition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="petitions.petition",
            ),
        ),
        migrations.RunPython(make_petitions, give_back),
        migrations.RemoveField(model_name="reference", name="competent"),
        migrations.RemoveField(model_name="reference", name="forwarded_on"),
        migrations.RemoveField(model_name="reference", name="legal_clock"),
        migrations.RemoveField(model_name="reference", name="received_on"),
        migrations.RemoveField(model_name="reference", name="result_due"),
        migrations.RemoveField(model_name="reference", name="review_step"),
    ]
