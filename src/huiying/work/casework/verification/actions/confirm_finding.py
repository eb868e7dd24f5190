"""复核: a second officer confirms a finding or returns it; the question can be asked again.

In:   a docket that was answered, an officer who did not find it.    Out:  a finding in force.
Cost: a few writes; a conditional UPDATE decides when two act at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.second_person import counts_as
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused
from huiying.base.files.queries import FileState, open_file
from huiying.base.outbox.actions.links import revoke_links
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import Reason
from huiying.work.casework.verification.actions.ask_verification import send_request
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
    FindingState,
    evidence_digest,
)
from huiying.work.casework.verification.requests import (
    claim_request,
    record_verification,
    start_claim_clock,
)

MAX_REASON = 400


@transaction.atomic
def confirm_finding(
    *, docket: Docket, officer: Officer, now: datetime, revision: int | None = None
) -> FindingRecord:
    """Confirm what was found; from now on it answers everybody who asked.

    Raises:
        Refused: If the officer found it, nothing waits, it expired meanwhile, or its
            evidence is not what was kept.
        Stale: If it was confirmed, returned or added to since the page was opened.
    """
    answer = _finding_to_decide(docket, officer, now)
    if answer.expires_at < now:
        raise Refused(_("这个结论已过有效期，请退回重核。"))
    if not all(evidence_intact(piece) for piece in answer.evidence.select_related("file")):
        raise Refused(_("证据缺失或与登记时的校验值不符，不得审核。请退回重核。"))
    claim_request(
        docket, states=(DocketState.FOUND,), revision=revision, state=DocketState.CONFIRMED
    )
    answer.state, answer.decided_at, answer.decided_by = FindingState.CONFIRMED, now, officer
    answer.content_hash = finding_hash(answer)
    answer.save(update_fields=["state", "decided_at", "decided_by", "content_hash"])
    data = {"finding": answer.finding, "hash": answer.content_hash}
    record_verification(docket, "docket.confirmed", officer, now, **data)
    return answer


@transaction.atomic
def return_finding(
    *,
    docket: Docket,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Send an answer back to the unit with a reason; its time goes on from the old start.

    Raises:
        Refused, Stale: As ``confirm_finding``; also without a reason.
    """
    if not reason.strip():
        raise Refused(_("退回须写明理由。"))
    answer = _finding_to_decide(docket, officer, now)
    claim_request(
        docket, states=(DocketState.FOUND,), revision=revision, state=DocketState.ASKED
    )
    answer.state, answer.decided_at, answer.decided_by = FindingState.RETURNED, now, officer
    answer.reason = masked_text(reason.strip())[:MAX_REASON]
    answer.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    if docket.clock is not None:
        reopen_clock(clock=docket.clock, now=now)
    send_request(docket, urgent=docket.origin_incident.grade_in_force >= Grade.MAJOR, now=now)
    record_verification(docket, "docket.returned", officer, now, reason=answer.reason)


@transaction.atomic
def ask_again(
    *,
    docket: Docket,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Ask anew: it expired, another finding contradicts it, its evidence is gone.

    The earlier finding stays on the docket and is no longer in force.

    Raises:
        Refused: If nothing was confirmed, or the reason is missing.
        Stale: If somebody acted on the docket since.
    """
    if not reason.strip():
        raise Refused(_("重新核实须写明理由。"))
    claim_request(
        docket, states=(DocketState.CONFIRMED,), revision=revision, state=DocketState.ASKED
    )
    docket.findings.filter(state=FindingState.CONFIRMED).update(
        state=FindingState.REPLACED, reason=masked_text(reason.strip())[:MAX_REASON]
    )
    docket.clock = start_claim_clock(docket, now)
    docket.save(update_fields=["clock"])
    send_request(docket, urgent=docket.origin_incident.grade_in_force >= Grade.MAJOR, now=now)
    record_verification(docket, "docket.asked_again", officer, now, reason=reason.strip())


@transaction.atomic
def withdraw_verification(
    *,
    docket: Docket,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Withdraw a question that was asked in error; its links end, its clock is cancelled.

    Raises:
        Refused: If it was confirmed or withdrawn already, or the reason is missing.
        Stale: If somebody acted on the docket since.
    """
    if not reason.strip():
        raise Refused(_("撤销须写明理由。"))
    claim_request(
        docket,
        states=(DocketState.ASKED, DocketState.FOUND),
        revision=revision,
        state=DocketState.WITHDRAWN,
        reason=masked_text(reason.strip())[:MAX_REASON],
    )
    docket.findings.filter(state=FindingState.PROPOSED).update(state=FindingState.REPLACED)
    if docket.clock is not None:
        cancel_clock(
            clock=docket.clock, reason=Reason("clocks.verification_withdrawn"), now=now
        )
    revoke_links(bureau_id=docket.bureau_id, about_ref=docket.number, now=now)
    record_verification(docket, "docket.withdrawn", officer, now, reason=reason.strip())


@transaction.atomic
def record_lost_evidence(
    *, piece: Evidence, note: str, officer: Officer, now: datetime
) -> bool:
    """Record that a piece of evidence is gone: a dead link, a lost paper.

    A piece with a snapshot still proves what it said. When nothing is left that proves the
    finding, the docket is asked again by this act; True then.

    Raises:
        Refused: If it was recorded before, or nobody says what happened.
    """
    if not note.strip():
        raise Refused(_("请填写证据失效原因。"))
    rows = Evidence.objects.filter(pk=piece.pk, gone_at__isnull=True)
    if rows.update(gone_at=now, gone_note=masked_text(note.strip())[:200]) != 1:
        raise Refused(_("该证据已登记失效。"))
    answer = piece.finding
    docket = answer.docket
    data = {"hash": piece.digest, "reason": masked_text(note.strip())}
    record_verification(docket, "docket.evidence_lost", officer, now, **data)
    left = any(other.stands for other in answer.evidence.all())
    if left or answer.state != FindingState.CONFIRMED:
        return False
    ask_again(docket=docket, reason=house_text("证据已全部失效"), officer=officer, now=now)
    return True


def finding_hash(answer: FindingRecord) -> str:
    """Return the hash that binds a confirmed finding to its claim and evidence."""
    pieces = [piece.digest for piece in answer.evidence.all()]
    return evidence_digest(
        answer.docket.claim,
        answer.finding,
        answer.facts,
        answer.expires_at.isoformat(),
        *pieces,
    )


def evidence_intact(piece: Evidence) -> bool:
    """Tell whether a piece is what was kept; its file is read for that."""
    here = piece.file is None or open_file(piece.file).state == FileState.WHOLE
    return here and piece.intact


def _finding_to_decide(docket: Docket, officer: Officer, now: datetime) -> FindingRecord:
    answer = docket.findings.filter(state=FindingState.PROPOSED).first()
    if answer is None:
        raise Refused(_("无待审核结论。"))
    if answer.by_id in counts_as(officer, since=answer.at, now=now):
        raise Refused(_("核实人不得审核本人结论，须由另一人审核。"))
    return answer
