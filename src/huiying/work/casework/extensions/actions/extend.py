"""延期: apply for an extension of a running clock; another person grants or returns it.

Two different persons, always, and bound to the hash of old end, new end and reason. No clock of
its own runs for the decision: whoever is asked sees the deadline that is running out.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.extend import extend_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_to
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.time.extensions import check_new_end, not_extendable_because
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.casework.extensions.applications import (
    KIND,
    decides,
    extension_content,
    extension_hash,
    extension_of,
    extensions_of,
    may_ask_extension,
    waits,
)
from huiying.work.casework.extensions.models import Extension


@transaction.atomic
def ask_extension(
    *, clock: Clock, until: datetime, reason: str, officer: Officer, now: datetime
) -> Extension:
    """Ask for more time.

    Raises:
        Refused: If the rule of this clock is not the bureau's to move (the sentence names
            the source), it stopped or ran out, the officer does not hold it, the date is not
            later or too far, no reason is given, or an application waits already.
    """
    clock = lock_row(Clock, clock.pk)
    if never := not_extendable_because(clock.kind):
        words = {"why": _(never), "basis": clock.basis}
        raise Refused(_("%(why)s依据：%(basis)s。") % words)
    if clock.state != ClockState.RUNNING:
        raise Refused(_("该时限已结束，无需延期。"))
    if not may_ask_extension(officer, clock):
        raise Refused(_("只有时限在手的人可以申请延期。"))
    if wrong := check_new_end(clock.due_at, until, now):
        raise Refused(_(wrong.label))
    words_said = mask_text(reason, MAX_LINE)
    if not words_said:
        raise Refused(_("请填写延期理由。"))
    for other in extensions_of(clock.pk):
        if waits(other):
            raise Refused(_("已有一份申请在等决定（%(number)s）。") % {"number": other.number})
    year = now.astimezone(LOCAL).year
    number = f"Y{take_number(bureau_id=clock.bureau_id, kind=KIND, year=year)}"
    label = house_text("%(number)s 延期：%(name)s，%(subject)s") % {
        "number": number,
        "name": clock.name,
        "subject": clock.subject_label,
    }
    request = request_approval(
        bureau_id=clock.bureau_id,
        kind=KIND,
        about_ref=number,
        label=label,
        content_hash=hash_of_content(extension_content(clock, clock.due_at, until, words_said)),
        officer=officer,
        clock=None,
        now=now,
    )
    row = Extension.objects.create(
        bureau_id=clock.bureau_id,
        number=number,
        clock=clock,
        due_before=clock.due_at,
        due_after=until,
        reason=words_said,
        requested_by=officer,
        requested_at=now,
        signoff=request,
    )
    _record(row, "extension.asked", officer, now)
    return row


@transaction.atomic
def decide_extension(
    extension: Extension,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> bool:
    """Grant, or return with a reason.

    Returns:
        True if the clock has a later end by this. False if it was returned, or granted when the
        old end had passed: the answer is on record, and the breach stands.

    Raises:
        Refused: If the officer's role does not decide it, he asked for it or stands in for
            who did, the clock stopped, or it is returned without a reason.
        Stale: If the end of the clock is another one by now, or somebody decided first.
    """
    clock = lock_row(Clock, extension.clock_id)
    extension.clock = clock
    if not decides(officer, clock):
        raise Refused(_("延期由组长、副组长或定这个时限的人决定。"))
    if clock.state != ClockState.RUNNING:
        raise Refused(_("该时限已结束，无需决定。"))
    EXTENSION_KIND.decide(
        extension,
        extension.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    moved = approve and extend_clock(
        clock=clock, seen=extension.due_before, due=extension.due_after, now=now
    )
    if moved:
        Extension.objects.filter(pk=extension.pk).update(applied_at=now)
        extension.refresh_from_db()
    verb = "extension.returned"
    if approve:
        verb = "extension.granted" if moved else "extension.too_late"
    _message_asker(extension, verb, now)
    _record(extension, verb, officer, now)
    return moved


def _may_decide(request: SignoffRequest, officer: Officer) -> bool:
    row = extension_of(request)
    return row is not None and waits(row) and decides(officer, row.clock)


def _extended_clock(request: SignoffRequest) -> Clock | None:
    row = extension_of(request)
    return row.clock if row else None


EXTENSION_KIND = SignoffKind[Extension](
    name=KIND,
    content_hash=extension_hash,
    approve=partial(decide_extension, approve=True, reason=""),
    send_back=partial(decide_extension, approve=False),
    changed=gettext_lazy("申请后时限已更新，本次决定未生效。请核对最新内容后重新提交。"),
    may_decide=_may_decide,
    clock=_extended_clock,
)


_MESSAGES = {
    "extension.granted": gettext_noop(
        "%(name)s申请的延期（%(clock)s）已同意，新时限为 %(after)s。请登录后查看。"
    ),
    "extension.too_late": gettext_noop(
        "%(name)s申请的延期（%(clock)s）已同意，但决定时已超时：原时限不变，仍计超"
        "时。请登录后查看。"
    ),
    "extension.returned": gettext_noop(
        "%(name)s申请的延期（%(clock)s）未获同意，时限仍为 %(before)s。理由请登录后查看。"
    ),
}


def _message_asker(row: Extension, verb: str, now: datetime) -> None:
    """Tell who asked what was decided; the reason stays behind the sign-in."""
    clock, asker = row.clock, row.requested_by
    urgent = (clock.subject_grade or 0) >= Grade.MAJOR
    words = {"name": asker.name, "clock": _(clock.name), **_days(row)}
    for channel in channels_to(asker, now, major=urgent):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"extension:{row.number}:{channel.pk}",
            subject=house_text("【延期 %(number)s】%(title)s")
            % {"number": row.number, "title": clock.subject_label},
            body=_MESSAGES[verb] % words,
            about=About("extension", row.number),
            urgent=urgent,
            now=now,
        )


def _days(row: Extension) -> dict[str, str]:
    return {
        "before": f"{timezone.localtime(row.due_before):%m-%d %H:%M}",
        "after": f"{timezone.localtime(row.due_after):%m-%d %H:%M}",
    }


def _record(row: Extension, verb: str, officer: Officer, now: datetime) -> None:
    record(
        row,
        verb,
        officer,
        now,
        **_days(row),
        reason=row.signoff.reason or row.reason,
        hash=row.signoff.content_hash,
    )
