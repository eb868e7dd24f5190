"""What came in and when, steps, letters and their deliveries are never changed."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

RECEIVED = ("id", "bureau_id", "number", "channel", "received_at", "received_by_id")
NUMBERS = (("id",), ("bureau_id", "number"))
WORDS = (
    "id",
    "bureau_id",
    "petition_id",
    "number",
    "kind",
    "outcome",
    "claim",
    "facts",
    "text",
    "basis",
    "ways",
    "days",
    "unit_id",
    "drafted_at",
    "drafted_by_id",
)
SIGNED = (
    "(OLD.signed_at IS NOT NULL AND (NEW.signed_at {distinct} OLD.signed_at"
    " OR NEW.signed_by_id {distinct} OLD.signed_by_id OR NEW.until {distinct} OLD.until"
    " OR NEW.signoff_id {distinct} OLD.signoff_id"
    " OR NEW.superseded_at {distinct} OLD.superseded_at))"
    " OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at {distinct} OLD.superseded_at)"
    " OR (OLD.seen_at IS NOT NULL AND NEW.seen_at {distinct} OLD.seen_at)"
)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]

    operations = [
        ProtectRows("petitions_petition", unchanged=RECEIVED, keys=NUMBERS),
        ProtectRows("petitions_accusation", unchanged=RECEIVED, keys=NUMBERS),
        ProtectRows(
            "petitions_petitionstep",
            unchanged=("id", "bureau_id", "petition_id", "kind", "at", "data", "by_id"),
        ),
        ProtectRows(
            "petitions_rating",
            unchanged=("id", "bureau_id", "petition_id", "answer_id", "unit_id", "at"),
            keys=(("id",), ("answer_id",)),
        ),
        ProtectRows("petitions_petitionreply", unchanged=WORDS, refused=SIGNED, keys=NUMBERS),
        ProtectRows("petitions_replydelivery", refused="TRUE"),
        ProtectRows(
            "petitions_accusationsupplement",
            unchanged=("id", "bureau_id", "accusation_id", "received_by_id", "at"),
        ),
        ProtectRows("petitions_accusationfile", refused="TRUE"),
    ]
