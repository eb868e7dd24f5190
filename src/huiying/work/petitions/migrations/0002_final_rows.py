"""What came in and when, steps, letters and their deliveries are never changed."""

from django.db import migrations

from huiying.base.db.final_rows import ProtectRows

RECEIVED = ("id", "bureau_id", "number", "channel", "received_at", "received_by_id")
NUMBERS = (("id",), ("bureau_id", "number"))
# A key is only ever destroyed, together with the texts; what was erased stays erased and empty.
PETITION = (
    "(NEW.data_key {distinct} OLD.data_key"
    " AND (NEW.data_key IS NOT NULL OR NEW.erased_at IS NULL))"
    " OR (NEW.original {distinct} OLD.original"
    " AND (NEW.original IS NOT NULL OR NEW.erased_at IS NULL))"
    " OR (OLD.erased_at IS NOT NULL AND (NEW.erased_at {distinct} OLD.erased_at"
    " OR NEW.stage {distinct} OLD.stage))"
    " OR (NEW.erased_at IS NOT NULL AND (NEW.title <> '' OR NEW.text <> ''"
    " OR NEW.code_digest <> '' OR NEW.outside_number <> ''))"
)
SIGNED = (
    "(OLD.signed_at IS NOT NULL AND (NEW.signed_at {distinct} OLD.signed_at"
    " OR NEW.signed_by_id {distinct} OLD.signed_by_id OR NEW.until {distinct} OLD.until"
    " OR NEW.signoff_id {distinct} OLD.signoff_id"
    " OR NEW.superseded_at {distinct} OLD.superseded_at))"
    " OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at {distinct} OLD.superseded_at)"
    " OR (OLD.seen_at IS NOT NULL AND NEW.seen_at {distinct} OLD.seen_at)"
)
WORDS = ("claim", "facts", "text", "basis", "ways")
# The words of a draft that nobody signed may only be emptied, all together.
EMPTIED = " AND ".join(["OLD.signed_at IS NULL", *(f"NEW.{name} = ''" for name in WORDS)])
CHANGED = " OR ".join(f"NEW.{name} {{distinct}} OLD.{name}" for name in WORDS)
REPLY = f"{SIGNED} OR (({CHANGED}) AND NOT ({EMPTIED}))"
DECIDED = (
    "(OLD.decided_at IS NOT NULL AND (NEW.decided_at {distinct} OLD.decided_at"
    " OR NEW.state {distinct} OLD.state OR NEW.grants {distinct} OLD.grants"
    " OR NEW.ground {distinct} OLD.ground OR NEW.reason {distinct} OLD.reason"
    " OR NEW.proposed_by_id {distinct} OLD.proposed_by_id"
    " OR NEW.signoff_id {distinct} OLD.signoff_id))"
)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]

    operations = [
        ProtectRows(
            "petitions_petitionerasure",
            unchanged=(
                "id",
                "bureau_id",
                "petition_id",
                "number",
                "way",
                "identity",
                "asked_at",
                "recorded_by_id",
            ),
            refused=DECIDED,
            keys=NUMBERS,
        ),
        ProtectRows(
            "petitions_petition",
            unchanged=RECEIVED,
            refused=PETITION,
            keys=NUMBERS,
        ),
        ProtectRows(
            "petitions_petitionreply",
            unchanged=(
                "id",
                "bureau_id",
                "petition_id",
                "number",
                "kind",
                "outcome",
                "days",
                "unit_id",
                "drafted_at",
                "drafted_by_id",
            ),
            refused=REPLY,
            keys=NUMBERS,
        ),
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
        ProtectRows("petitions_replydelivery", refused="TRUE"),
        ProtectRows(
            "petitions_accusationsupplement",
            unchanged=("id", "bureau_id", "accusation_id", "received_by_id", "at"),
        ),
        ProtectRows("petitions_accusationfile", refused="TRUE"),
    ]
