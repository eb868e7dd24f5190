"""复核: a second pair of eyes confirms a finding, or sends it back; it can be asked again.

In:   a docket that was answered, an officer who did not find it.    Out:  a finding in force.
Cost: a few writes; a conditional UPDATE decides when two act at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.files.queries import FileState, open_file
from huiying.base.outbox.actions.links import revoke_links
from huiying.policy.grading import Grade
from huiying.work.casework.actions.ask_verification import send_question
from huiying.work.casework.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
    FindingState,
    digest_of,
)
from huiying.work.casework.verification import (
    claim_row,
    origin_of,
    record,
    start_claim_clock,
)
from huiying.work.incidents.exceptions import CannotDecide

REASON = 400


@transaction.atomic
def confirm_finding(
    *, docket: Docket, officer: Officer, now: datetime, revision: int | None = None
) -> FindingRecord:
    """Confirm what was found; from now on it answers everybody who asked.

    Raises:
        CannotDecide: If the officer found it, nothing waits, it expired meanwhile, or its
            evidence is not what was kept.
        Stale: If it was confirmed, returned or added to since the page was opened.
    """
    answer = _waiting(docket, officer)
    if answer.expires_at < now:
        raise CannotDecide(_("这个结论已过有效期，请退回重核。"))
    if not all(whole(piece) for piece in answer.evidence.select_related("file")):
        raise CannotDecide(_("证据缺失或与登记时的哈希不符，不能复核。请退回重核。"))
    claim_row(
        docket, states=(DocketState.FOUND,), revision=revision, state=DocketState.CONFIRMED
    )
    answer.state, answer.decided_at, answer.decided_by = FindingState.CONFIRMED, now, officer
    answer.content_hash = hash_of_finding(answer)
    answer.save(update_fields=["state", "decided_at", "decided_by", "content_hash"])
    data = {"finding": answer.finding, "hash": answer.content_hash}
    record(docket, "docket.confirmed", actor_of(officer), now, data)
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
        CannotDecide, Stale: As ``confirm_finding``; also without a reason.
    """
    if not reason.strip():
        raise CannotDecide(_("退回须写明理由。"))
    answer = _waiting(docket, officer)
    claim_row(docket, states=(DocketState.FOUND,), revision=revision, state=DocketState.ASKED)
    answer.state, answer.decided_at, answer.decided_by = FindingState.RETURNED, now, officer
    answer.reason = reason.strip()[:REASON]
    answer.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    if docket.clock is not None:
        reopen_clock(clock=docket.clock, now=now)
    send_question(docket, urgent=origin_of(docket).grade >= Grade.MAJOR, now=now)
    record(docket, "docket.returned", actor_of(officer), now, {"reason": answer.reason})


@transaction.atomic
def check_again(
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
        CannotDecide: If nothing was confirmed, or the reason is missing.
        Stale: If somebody acted on the docket since.
    """
    if not reason.strip():
        raise CannotDecide(_("重新核实须写明理由。"))
    claim_row(
        docket, states=(DocketState.CONFIRMED,), revision=revision, state=DocketState.ASKED
    )
    docket.findings.filter(state=FindingState.CONFIRMED).update(
        state=FindingState.REPLACED, reason=reason.strip()[:REASON]
    )
    docket.clock = start_claim_clock(docket, now)
    docket.save(update_fields=["clock"])
    send_question(docket, urgent=origin_of(docket).grade >= Grade.MAJOR, now=now)
    record(docket, "docket.asked_again", actor_of(officer), now, {"reason": reason.strip()})


@transaction.atomic
def withdraw_docket(
    *,
    docket: Docket,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Withdraw a question that was asked in error; its links end, its clock is cancelled.

    Raises:
        CannotDecide: If it was confirmed or withdrawn already, or the reason is missing.
        Stale: If somebody acted on the docket since.
    """
    if not reason.strip():
        raise CannotDecide(_("撤销须写明理由。"))
    claim_row(
        docket,
        states=(DocketState.ASKED, DocketState.FOUND),
        revision=revision,
        state=DocketState.WITHDRAWN,
        reason=reason.strip()[:REASON],
    )
    docket.findings.filter(state=FindingState.PROPOSED).update(state=FindingState.REPLACED)
    if docket.clock is not None:
        cancel_clock(clock=docket.clock, reason=kept("核实单已撤销"), now=now)
    revoke_links(bureau_id=docket.bureau_id, about_ref=docket.number, now=now)
    record(docket, "docket.withdrawn", actor_of(officer), now, {"reason": reason.strip()})


@transaction.atomic
def lose_evidence(*, piece: Evidence, note: str, officer: Officer, now: datetime) -> bool:
    """Record that a piece of evidence is gone: a dead link, a lost paper.

    A piece with a snapshot still proves what it said. When nothing is left that proves the
    finding, the docket is asked again by this act; True then.

    Raises:
        CannotDecide: If it was recorded before, or nobody says what happened.
    """
    if not note.strip():
        raise CannotDecide(_("请写明证据怎样失去的。"))
    rows = Evidence.objects.filter(pk=piece.pk, gone_at__isnull=True)
    if rows.update(gone_at=now, gone_note=note.strip()[:200]) != 1:
        raise CannotDecide(_("这条证据已经登记过失去。"))
    answer = piece.finding
    docket = answer.docket
    data = {"hash": piece.digest, "reason": note.strip()}
    record(docket, "docket.evidence_lost", actor_of(officer), now, data)
    left = any(other.stands for other in answer.evidence.all())
    if left or answer.state != FindingState.CONFIRMED:
        return False
    check_again(docket=docket, reason=kept("证据已全部失去"), officer=officer, now=now)
    return True


def hash_of_finding(answer: FindingRecord) -> str:
    """Return the hash that binds a confirmed finding to its claim and evidence."""
    pieces = [piece.digest for piece in answer.evidence.all()]
    return digest_of(
        answer.docket.claim,
        answer.finding,
        answer.facts,
        answer.expires_at.isoformat(),
        *pieces,
    )


def whole(piece: Evidence) -> bool:
    """Tell whether a piece is what was kept; its file is read for that."""
    here = piece.file is None or open_file(piece.file).state == FileState.WHOLE
    return here and piece.intact


def _waiting(docket: Docket, officer: Officer) -> FindingRecord:
    answer = docket.findings.filter(state=FindingState.PROPOSED).first()
    if answer is None:
        raise CannotDecide(_("没有等待复核的结论。"))
    if answer.by_id == officer.pk:
        raise CannotDecide(_("核实的人不能复核自己的结论，请由另一人复核。"))
    return answer
