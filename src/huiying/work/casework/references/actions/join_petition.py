"""并入事件: an officer joins what somebody sent in to the incident that answers it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionChannel, PetitionStage, StepKind
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.procedure.stages import SETTLED
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.references.models import Reference
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step

ORIGINS = {
    PetitionChannel.VISIT: ReferenceKind.VISIT,
    PetitionChannel.HOTLINE: ReferenceKind.HOTLINE,
}


@transaction.atomic
def join_petition(
    *,
    incident: Incident,
    petition: Petition,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Reference:
    """Join a petition to an incident: it is answered with it, and the incident waits for that.

    Its period runs on as it is, and stands on the incident's board from now on. Who sent it
    reads that it is handled together with others, not with which.

    Raises:
        Refused: If the working text was not checked, nothing is owed any more, the incident is
            closed, or it is joined to it already.
        Stale: If somebody acted on the petition since.
    """
    if petition.text_checked_at is None:
        raise Refused(_("请先登记：核对供办理使用的文字后方可并入事件。"))
    if not PetitionStage(petition.stage).is_open:
        raise Refused(_("该信访事项已办结，无需并入。"))
    if incident.stage in SETTLED:
        raise Refused(_("该事件已办结，不能并入；需要的，请先重新办理。"))
    claim_petition(petition, revision)
    origin = ORIGINS.get(PetitionChannel(petition.channel), ReferenceKind.PETITION)
    try:
        with transaction.atomic():
            row = Reference.objects.create(
                bureau_id=incident.bureau_id,
                number=next_number(incident, "reference", "R", now),
                incident=incident,
                origin=str(origin),
                outside_number=petition.number,
                label=petition.title,
                petition=petition,
                bound_at=now,
                bound_by=officer,
            )
    except IntegrityError:
        raise Refused(_("该来件已关联本事件。")) from None
    _move_clock(petition, incident)
    add_step(petition, StepKind.JOINED, now, officer)
    record(row, "reference.bound", officer, now, origin=row.origin)
    record(petition, "petition.joined", officer, now, incident=incident.number)
    return row


def _move_clock(petition: Petition, incident: Incident) -> None:
    """Let the board name the incident; a petition of two incidents stays with the first."""
    clock = petition.clock
    if clock is not None and clock.subject_kind == "petition":
        relabel_clocks(
            bureau_id=petition.bureau_id,
            old_ref=petition.number,
            subject=clock_subject(incident),
            only=clock,
        )
