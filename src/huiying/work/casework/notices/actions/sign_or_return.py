"""签收、退回: a unit acknowledges a notice, or returns it.

In:   a notice, the officer or link by which the unit acts.
Out:  proof, signature, or return.
Cost: a few writes; a conditional UPDATE decides when two people act at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.signatory import Signatory, officer_signatory
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.procedure.stages import Move
from huiying.policy.time.deadlines import VERIFICATION
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.actions.sign_guidance import sign_current_guidance
from huiying.work.casework.notices.delivery import advance_incident_of
from huiying.work.casework.notices.guidance import cancel_guidance_clocks
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.notices.queries import AWAITING_SIGNATURE, newer_notice
from huiying.work.casework.notices.unit_messages import withdraw_notice_messages
from huiying.work.incidents.core.clocks import DUTY_DESK

SIGNED_FIELDS = ("state", "revision", "signed_at", "signed_by", "signed_label")


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
        Refused: If the officer is not of the unit, or was told again since (an upgrade).
        Stale: If the notice was signed or returned already, or the guidance has changed.
    """
    if officer.unit_id != notice.unit_id:
        raise Refused(_("仅%(unit)s人员可签收。") % {"unit": notice.unit.name})
    refuse_replaced(notice)
    read_again = mark_shown(notice=notice, officer=officer, now=now)
    take_on(
        notice=notice,
        by=officer_signatory(officer),
        now=now,
        revision=revision,
        seen_guidance=seen_guidance,
        fields=SIGNED_FIELDS if read_again else None,
    )


def refuse_replaced(notice: Notice) -> None:
    """Refuse to sign a notice in whose place the unit got a newer one.

    Raises:
        Refused: If there is one.
    """
    if newer := newer_notice(notice):
        words = _("本通报已由通报 %(number)s 代替，请签收新通报。")
        raise Refused(words % {"number": newer.number})


def take_on(
    *,
    notice: Notice,
    by: Signatory,
    now: datetime,
    revision: int | None,
    seen_guidance: int | None,
    fields: Sequence[str] | None = None,
) -> None:
    """Sign a notice that is delivered, and the guidance with it; start its report clock.

    Args:
        revision: What was shown; None = as it was read.
        seen_guidance: As ``sign_notice``.
        fields: To read again after the signature; None = the whole row.

    Raises:
        Stale: As ``sign_notice``.
    """
    _close(notice, NoticeState.SIGNED, revision, now, by)
    notice.refresh_from_db(fields=fields)
    if notice.receipt_clock is not None:
        stop_clock(
            clock=notice.receipt_clock, at=now, reason=Reason("clocks.signed_for"), now=now
        )
    book = book_of(notice.bureau_id, now)
    notice.report_clock = start_clock(
        bureau_id=notice.bureau_id,
        kind="report",
        name="核实",
        rule=book.deadline(VERIFICATION),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(notice.bureau_id),
        subject=clock_subject(notice.incident.current),
        holder=Holder(notice.unit.name, unit=notice.unit),
        now=now,
    )
    notice.save(update_fields=["report_clock"])
    advance_incident_of(notice, Move.SIGN, by.audit_actor(), now)
    record(notice, "notice.signed", by, now, unit=notice.unit.name)
    sign_current_guidance(notice=notice, shown_version=seen_guidance, by=by, now=now)


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
        Refused: If the reason is missing or the officer is not of the unit.
        Stale: If the notice was signed or returned already.
    """
    if officer.unit_id != notice.unit_id:
        raise Refused(_("仅%(unit)s人员可退回。") % {"unit": notice.unit.name})
    if not reason.strip():
        raise Refused(_("请填写退回理由。"))
    mark_shown(notice=notice, officer=officer, now=now)
    _close(
        notice, NoticeState.RETURNED, revision, now, officer_signatory(officer), reason=reason
    )
    notice.refresh_from_db()
    if notice.receipt_clock is not None:
        cancel_clock(clock=notice.receipt_clock, reason=Reason("clocks.returned"), now=now)
    if notice.notice_clock is not None:
        reopen_clock(clock=notice.notice_clock, now=now)
        hand_over_clock(clock=notice.notice_clock, holder=DUTY_DESK, now=now)
    if notice.lead:
        advance_incident_of(notice, Move.RETURN, officer.audit_actor(), now)
    cancel_guidance_clocks(notice, Reason("clocks.returned"), now)
    withdraw_notice_messages(notice, now)
    record(
        notice, "notice.returned", officer, now, unit=notice.unit.name, reason=reason.strip()
    )


@transaction.atomic
def settle_returned_notice(
    *, notice: Notice, reason: str, officer: Officer, now: datetime
) -> None:
    """A further unit sent its notice back and nobody needs it in its place: end its clock.

    Raises:
        Refused: If the reason is missing, the notice was not sent back or was the leading
            one (some unit must lead), or it is settled already.
    """
    if not reason.strip():
        raise Refused(_("请填写不另行通报的理由。"))
    if notice.state != NoticeState.RETURNED or notice.lead or notice.notice_clock is None:
        raise Refused(_("仅协办单位退回的通报可不另行通报。"))
    if Notice.objects.filter(rerouted_from=notice).exists() or not cancel_clock(
        clock=notice.notice_clock,
        reason=Reason("clocks.as_written", {"words": masked_text(reason.strip())[:200]}),
        now=now,
    ):
        raise Refused(_("该退回已处理，本次操作未执行。"))
    record(notice, "notice.settled", officer, now, unit=notice.unit.name, reason=reason.strip())


def _close(
    notice: Notice,
    state: NoticeState,
    revision: int | None,
    now: datetime,
    by: Signatory,
    reason: str = "",
) -> None:
    shown_revision = notice.revision if revision is None else revision
    values: dict[str, object] = {"state": state, "revision": F("revision") + 1}
    if state == NoticeState.SIGNED:
        values |= {"signed_at": now, "signed_by": by.officer, "signed_label": by.label}
    else:
        values |= {"returned_at": now, "return_reason": masked_text(reason.strip())[:400]}
    rows = Notice.objects.filter(
        pk=notice.pk, state__in=AWAITING_SIGNATURE, revision=shown_revision
    )
    if rows.update(**values) != 1:
        raise Stale(_("通报已被他人处理，本次操作未执行。请核对最新内容。"))
