"""送达、签收、退回: what a unit does with a notice.

In:   a notice, the officer or link by which the unit acts.
Out:  proof, signature, or return.
Cost: a few writes; a conditional UPDATE decides when two people act at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Actor, append
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.hand_over import hand_over
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.deadlines import VERIFICATION
from huiying.policy.stages import Move
from huiying.work.casework.actions.sign_guidance import keep_signed
from huiying.work.casework.delivery import (
    CONSOLE,
    advance_matter,
    clock_subject,
    matter_of,
    record_proof,
    subject_of,
)
from huiying.work.casework.guidance import drop_waiting
from huiying.work.casework.letters import take_back
from huiying.work.casework.models import Notice, NoticeState, ProofKind
from huiying.work.casework.queries import newer_notice
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.notice_clock import DESK

SIGNED = ("state", "revision", "signed_at", "signed_by")
OPEN = (NoticeState.QUEUED, NoticeState.HANDED_OVER, NoticeState.DELIVERED)


@transaction.atomic
def mark_shown(*, notice: Notice, officer: Officer, now: datetime) -> bool:
    """The unit's signed-in officer was shown the notice: that is delivery.

    Returns False for an officer of another unit, and when it was delivered before.
    """
    if officer.unit_id != notice.unit_id or notice.state not in (
        NoticeState.QUEUED,
        NoticeState.HANDED_OVER,
    ):
        return False
    return record_proof(
        notice=notice,
        kind=ProofKind.SHOWN_IN_APP,
        channel=CONSOLE,
        actor=actor_of(officer),
        officer=officer,
        detail="",
        at=now,
        now=now,
    )


@transaction.atomic
def confirm_by_link(*, notice: Notice, channel: str, now: datetime) -> bool:
    """A person clicked the button behind the signed link (a POST): that is delivery."""
    return record_proof(
        notice=notice,
        kind=ProofKind.LINK_CONFIRMED,
        channel=channel,
        actor=Actor(f"link:{notice.number}", notice.unit.name),
        officer=None,
        detail="",
        at=now,
        now=now,
    )


@transaction.atomic
def record_delivery(
    *, notice: Notice, kind: ProofKind, who: str, at: datetime, officer: Officer, now: datetime
) -> bool:
    """The desk reached the unit by phone or on paper; who answered is kept.

    Raises:
        CannotDecide: If nobody is named, the kind is another, or the moment cannot be.
    """
    if kind not in (ProofKind.PHONE, ProofKind.PAPER):
        raise CannotDecide(_("只能登记电话或书面送达。"))
    if not who.strip():
        raise CannotDecide(_("请写明接听或签收的岗位。"))
    if at > now or at < notice.sent_at:
        raise CannotDecide(_("送达时间须在发起通报之后、现在之前。"))
    return record_proof(
        notice=notice,
        kind=kind,
        channel=str(kind),
        actor=actor_of(officer),
        officer=officer,
        detail=who.strip(),
        at=at,
        now=now,
    )


@transaction.atomic
def sign_notice(
    *,
    notice: Notice,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    seen_guidance: int | None = None,
) -> None:
    """签收: the unit takes the matter on and the guidance with it; its report clock starts.

    Args:
        seen_guidance: The version of the guidance that the officer was shown, 0 for none;
            None = the one in force.

    Raises:
        CannotDecide: If the officer is not of the unit, or was told again since (an upgrade).
        Stale: If the notice was signed or returned already, or the guidance has changed.
    """
    if officer.unit_id != notice.unit_id:
        raise CannotDecide(_("只有%(unit)s的人员可以签收。") % {"unit": notice.unit.name})
    if newer := newer_notice(notice):
        words = _("这份通报已由 %(number)s 代替，请签收新的那份。")
        raise CannotDecide(words % {"number": newer.number})
    read_again = mark_shown(notice=notice, officer=officer, now=now)
    _close(notice, NoticeState.SIGNED, revision, now, officer)
    notice.refresh_from_db(fields=SIGNED if read_again else None)
    if notice.receipt_clock is not None:
        stop_clock(clock=notice.receipt_clock, at=now, reason=kept("已签收"), now=now)
    book = book_of(notice.bureau_id, now)
    notice.report_clock = start_clock(
        bureau_id=notice.bureau_id,
        kind="report",
        name="核实",
        rule=book.deadline(VERIFICATION),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(notice.bureau_id),
        subject=clock_subject(matter_of(notice)),
        holder=Holder(notice.unit.name, unit=notice.unit),
        now=now,
    )
    notice.save(update_fields=["report_clock"])
    advance_matter(notice, Move.SIGN, actor_of(officer), now)
    append(
        bureau_id=notice.bureau_id,
        actor=actor_of(officer),
        verb="notice.signed",
        subject=subject_of(notice),
        now=now,
        data={"unit": notice.unit.name},
    )
    keep_signed(notice=notice, seen=seen_guidance, officer=officer, now=now)


@transaction.atomic
def return_notice(
    *,
    notice: Notice,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """退回: the wrong unit sends the notice back with a reason; the notice clock goes on.

    Raises:
        CannotDecide: If the reason is missing or the officer is not of the unit.
        Stale: If the notice was signed or returned already.
    """
    if officer.unit_id != notice.unit_id:
        raise CannotDecide(_("只有%(unit)s的人员可以退回。") % {"unit": notice.unit.name})
    if not reason.strip():
        raise CannotDecide(_("退回须写明理由。"))
    mark_shown(notice=notice, officer=officer, now=now)
    _close(notice, NoticeState.RETURNED, revision, now, officer, reason=reason)
    notice.refresh_from_db()
    if notice.receipt_clock is not None:
        cancel_clock(clock=notice.receipt_clock, reason=kept("已退回"), now=now)
    if notice.notice_clock is not None:
        reopen_clock(clock=notice.notice_clock, now=now)
        hand_over(clock=notice.notice_clock, holder=DESK, now=now)
    if notice.lead:
        advance_matter(notice, Move.RETURN, actor_of(officer), now)
    drop_waiting(notice, _("已退回"), now)
    take_back(notice, now)
    append(
        bureau_id=notice.bureau_id,
        actor=actor_of(officer),
        verb="notice.returned",
        subject=subject_of(notice),
        now=now,
        data={"unit": notice.unit.name, "reason": reason.strip()},
    )


@transaction.atomic
def settle_return(*, notice: Notice, reason: str, officer: Officer, now: datetime) -> None:
    """A further unit sent its notice back and nobody needs it in its place: end its clock.

    Raises:
        CannotDecide: If the reason is missing, the notice was not sent back or was the leading
            one (some unit must lead), or it is settled already.
    """
    if not reason.strip():
        raise CannotDecide(_("请写明为什么不另行通报。"))
    if notice.state != NoticeState.RETURNED or notice.lead or notice.notice_clock is None:
        raise CannotDecide(_("只有协办单位退回的通报可以不另行通报。"))
    if Notice.objects.filter(rerouted_from=notice).exists() or not cancel_clock(
        clock=notice.notice_clock, reason=reason.strip(), now=now
    ):
        raise CannotDecide(_("这份退回已经处理过了。"))
    append(
        bureau_id=notice.bureau_id,
        actor=actor_of(officer),
        verb="notice.settled",
        subject=subject_of(notice),
        now=now,
        data={"unit": notice.unit.name, "reason": reason.strip()},
    )


def _close(
    notice: Notice,
    state: NoticeState,
    revision: int | None,
    now: datetime,
    officer: Officer,
    reason: str = "",
) -> None:
    seen = notice.revision if revision is None else revision
    values: dict[str, object] = {"state": state, "revision": F("revision") + 1}
    if state == NoticeState.SIGNED:
        values |= {"signed_at": now, "signed_by": officer}
    else:
        values |= {"returned_at": now, "return_reason": reason.strip()[:400]}
    rows = Notice.objects.filter(pk=notice.pk, state__in=OPEN, revision=seen)
    if rows.update(**values) != 1:
        raise Stale(_("这份通报刚被处理过，你的操作没有生效。请刷新后再看。"))
