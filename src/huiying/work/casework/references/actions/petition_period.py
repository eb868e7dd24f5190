"""The legal periods of a petition or a visit, entered from the incident that it is bound to.

Each step acts on the petition (``work.petitions.periods``), and is noted on the timeline of the
incident too. The petition goes on with its periods when the binding is taken back.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.files.incoming import WrittenFile
from huiying.policy.petitions.kinds import PetitionChannel, PetitionStage
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.time.petitions import ReviewStep
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.references.actions.bind_reference import claim_reference
from huiying.work.casework.references.models import Reference
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.accept import accept_petition
from huiying.work.petitions.periods.actions.ask_review import ask_review
from huiying.work.petitions.periods.actions.forward import Forwarding, forward_petition
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from huiying.work.petitions.periods.actions.settle import settle_petition
from huiying.work.petitions.periods.running import line_of, reason_of_late_record
from huiying.work.petitions.petitions.actions.register_outside import (
    register_outside_petition,
)

CHANNELS = {
    ReferenceKind.PETITION: PetitionChannel.SYSTEM,
    ReferenceKind.VISIT: PetitionChannel.VISIT,
}


@transaction.atomic
def start_registration_period(
    *, reference: Reference, received: date, officer: Officer, now: datetime
) -> Clock | None:
    """Register the petition that a reference names: its 15 days begin (art. 22).

    One of the same number that is registered already is bound, with the periods it has.

    Raises:
        Refused: If it is no petition and no visit, has a period already, or the day lies
            ahead or more than a year ago.
    """
    kind = ReferenceKind(reference.origin)
    if not kind.is_petition:
        raise Refused(_("只有信访件和来访有法定期限。"))
    if reference.petition is not None:
        raise Refused(_("这件已经在计法定期限。"))
    reference.petition = register_outside_petition(
        bureau_id=reference.bureau_id,
        channel=CHANNELS[kind],
        outside_number=reference.outside_number,
        label=reference.label,
        received=received,
        subject=clock_subject(reference.incident.current),
        officer=officer,
        now=now,
    )
    reference.save(update_fields=["petition"])
    record(reference, "reference.registered", officer, now)
    return reference.petition.clock


@transaction.atomic
def forward_reference(
    *,
    reference: Reference,
    forwarding: Forwarding,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock | None:
    """转送、交办; raises as ``forward_petition`` does."""
    petition = _petition_of(reference, _("该来件不在待转送、交办状态。"))
    forward_petition(petition=petition, forwarding=forwarding, officer=officer, now=now)
    claim_reference(reference, revision)
    data = {
        "manner": str(forwarding.manner),
        "unit": forwarding.competent.name,
        "day": forwarding.day.isoformat(),
    }
    late = reason_of_late_record(forwarding.day, forwarding.late_reason, now)
    verb = "reference.forwarded_late" if late else "reference.forwarded"
    record(reference, verb, officer, now, **data, **late)
    return petition.clock


@transaction.atomic
def object_to_reference(
    *,
    reference: Reference,
    objected: date,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock | None:
    """职权异议; raises as ``object_to_petition`` does."""
    petition = _petition_of(reference, _("该来件未转送、交办其他单位。"))
    object_to_petition(
        petition=petition, objected=objected, reason=reason, officer=officer, now=now
    )
    claim_reference(reference, revision)
    record(reference, "reference.objected", officer, now, reason=line_of(reason))
    return petition.clock


@transaction.atomic
def accept_reference(
    *,
    reference: Reference,
    accepted: date,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    late_reason: str = "",
    paper: WrittenFile | None = None,
) -> Clock | None:
    """受理; raises as ``accept_petition`` does."""
    petition = _petition_of(reference, _("该来件不在待受理告知状态。"))
    accept_petition(
        petition=petition,
        accepted=accepted,
        late_reason=late_reason,
        paper=paper,
        officer=officer,
        now=now,
    )
    claim_reference(reference, revision)
    late = reason_of_late_record(accepted, late_reason, now)
    verb = "reference.accepted_late" if late else "reference.accepted"
    record(reference, verb, officer, now, day=accepted.isoformat(), **late)
    return petition.clock


@transaction.atomic
def ask_review_of_reference(
    *,
    reference: Reference,
    asked: date,
    superior: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock | None:
    """复查、复核: an answer is owed again; raises as ``ask_review`` does."""
    petition = reference.petition or _answered_petition(reference, officer, now)
    ask_review(petition=petition, asked=asked, superior=superior, officer=officer, now=now)
    claim_reference(reference, revision)
    reference.settled_at = None
    reference.save(update_fields=["settled_at"])
    step = ReviewStep(petition.review_step).name
    body = " ".join(superior.split())
    record(reference, "reference.review_asked", officer, now, step=step, body=body)
    return petition.clock


def settle_petition_of(
    reference: Reference,
    *,
    stage: PetitionStage,
    at: datetime,
    reason: Reason,
    officer: Officer,
    now: datetime,
) -> None:
    """Settle the petition of a reference whose answer was given; a plain one has none."""
    if reference.petition is not None:
        settle_petition(
            petition=reference.petition,
            stage=stage,
            at=at,
            reason=reason,
            officer=officer,
            now=now,
        )


def _answered_petition(reference: Reference, officer: Officer, now: datetime) -> Petition:
    """Register a petition that was bound without its day and answered, so that it has a review.

    Raises:
        Refused: If it is none, or was not answered.
    """
    if not ReferenceKind(reference.origin).is_petition or reference.settled_at is None:
        raise Refused(_("已答复的信访件和来访方可登记复查、复核申请。"))
    received = reference.bound_at.astimezone(LOCAL).date()
    start_registration_period(reference=reference, received=received, officer=officer, now=now)
    petition = _petition_of(reference, "")
    settle_petition(
        petition=petition,
        stage=PetitionStage.ANSWERED,
        at=reference.settled_at,
        reason=Reason("clocks.opinion_delivered"),
        officer=officer,
        now=now,
    )
    return petition


def _petition_of(reference: Reference, otherwise: str) -> Petition:
    if reference.petition is None:
        raise Refused(otherwise)
    return reference.petition
