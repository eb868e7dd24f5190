"""What was taken in as a petition accuses somebody: move it where accusations are.

In:   an open petition.    Out:  an accusation with the same original, files and query code; the
      petition is empty, in no list, in no search, and on nobody's board.
Cost: about ten writes.

It is moved again when a backup that was made before is restored (``DestroyedKey``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused
from huiying.base.files.actions.note_destroyed import note_destroyed
from huiying.base.files.sealing import CannotOpen
from huiying.policy.petitions.kinds import (
    OPEN_STAGES,
    PetitionChannel,
    PetitionStage,
)
from huiying.reasons.reason import Reason
from huiying.work.petitions.accusations.actions.receive import receive_accusation
from huiying.work.petitions.accusations.models import Accusation, AccusationFile
from huiying.work.petitions.acknowledgement.unit_messages import withdraw_petition_messages
from huiying.work.petitions.code_replacements.actions.close import close_replacement
from huiying.work.petitions.core.claim import claim_in_stage
from huiying.work.petitions.core.fingerprint import fingerprint
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.query_codes import code_proof
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.search import forget_text

KIND = "moved"  # a petition whose key was destroyed, as the list of these has it


@transaction.atomic
def divert_to_accusations(
    *, petition: Petition, officer: Officer, now: datetime, revision: int | None = None
) -> Accusation:
    """Make an accusation of a petition; the petition is emptied and erased.

    The record of the petition does not say why: the record of the accusation is for who
    handles those. Who sent it in reads on with the same query code.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If it is answered or erased, or its original cannot be opened.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    return move_to_accusations(petition=petition, officer=officer, now=now, revision=revision)


@transaction.atomic
def move_to_accusations(
    *, petition: Petition, officer: Officer | None, now: datetime, revision: int | None = None
) -> Accusation:
    """Do it, whoever decided so.

    Args:
        officer: None = a backup from before brought it back, and it goes where it was.

    Raises:
        Refused, Stale: As ``divert_to_accusations``.
    """
    mark = fingerprint(petition)
    original, digest = _original_with_supplements(petition), petition.code_digest
    clock = petition.clock
    claim_in_stage(
        petition,
        OPEN_STAGES,
        revision,
        stage=str(PetitionStage.ERASED),
        erased_at=now,
        data_key=None,
        original=None,
        code_digest="",
        code_proof="",
        title="",
        text="",
        outside_number="",
        competent=None,
        acknowledged_at=None,
        acknowledged_by=None,
        acknowledged_label="",
        repeat_of=None,
    )
    petition.repeats.update(repeat_of=None)
    petition.supplements.update(text="", data_key=None, original=None)
    if clock is not None:
        cancel_clock(clock=clock, reason=Reason("clocks.petition_erased"), now=now)
    forget_text(petition)
    close_replacement(petition, now)
    withdraw_petition_messages(petition, now)
    row = receive_accusation(
        bureau=petition.bureau,
        submission=Submission(
            original, None, PetitionChannel(petition.channel), petition.received_at
        ),
        code="",
        officer=officer,
        now=now,
    )
    row.code_digest = digest
    row.code_proof = code_proof(row.bureau_id, digest, row.number)
    row.save(update_fields=["code_digest", "code_proof"])
    for one in petition.files.all():
        AccusationFile.objects.create(
            bureau_id=petition.bureau_id, accusation=row, file_id=one.file_id, at=one.at
        )
    petition.files.all().delete()
    note_destroyed(
        bureau=petition.bureau, kind=KIND, number=petition.number, sha256=mark, now=now
    )
    record(petition, "petition.erased", officer, now)
    return row


def _original_with_supplements(petition: Petition) -> OriginalText:
    """Return what came in, with what was added to it later at its end."""
    if petition.data_key is None or petition.original is None:
        raise Refused(_("原文已依法销毁。"))
    try:
        original = open_original(
            petition.bureau_id, petition.data_key, petition.original, petition.number
        )
        added = [
            open_original(petition.bureau_id, one.data_key, one.original, petition.number).text
            for one in petition.supplements.all()
            if one.data_key is not None and one.original is not None
        ]
    except CannotOpen:
        raise Refused(_("无法打开：本机密钥与登记时不同。请联系系统管理员。")) from None
    return replace(original, text="\n\n".join([original.text, *added]))
