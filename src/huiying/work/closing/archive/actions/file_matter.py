"""归档: file a closed matter under an archive number, with a period that a person confirms.

In:   a closed incident, a period.
Out:  a filing; or a request, where it takes another person.
Cost: a few writes and the lock of one running number.

A period shorter than the rules propose (or, where they propose none, shorter than 永久) could
let a matter go too early: another person signs it first. A 件号 is taken in the transaction
that stores its filing, so none is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.policy.closing.archive import (
    ArchivePeriod,
    needs_second_signature,
)
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.archive.content import filing_hash
from huiying.work.closing.archive.models import (
    EndOfFiling,
    Filing,
    FilingEnd,
    PeriodRequest,
)
from huiying.work.closing.archive.numbers import require_fonds, take_archive_number
from huiying.work.closing.archive.queries import (
    filing_of,
    pending_period_request,
    proposed_period,
)
from huiying.work.closing.core.models import Closing
from huiying.work.incidents.core.models import Incident

KIND = "period"


@dataclass(frozen=True, slots=True)
class _Terms:
    """For how long, why, by whom and when."""

    period: ArchivePeriod
    reason: str
    officer: Officer
    now: datetime
    signed_by: Officer | None = None


@transaction.atomic
def file_matter(
    *,
    incident: Incident,
    period: str,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Filing | PeriodRequest:
    """File a closed matter, or ask for the signature that a shorter period takes.

    Raises:
        Refused: If the matter is not closed, is filed, waits for a signature, the 全宗号 is not
            set, or another period than proposed has no reason.
        Stale: If somebody changed the incident since ``revision``.
    """
    incident = lock_row(Incident, incident.pk)
    if revision is not None and incident.revision != revision:
        raise Stale(_("事件已更新，本次未归档。请核对最新内容后重新提交。"))
    closing = standing_closing(incident)
    if filing_of(incident) is not None:
        raise Refused(_("该事件已归档，未重复执行。"))
    _refuse_pending(incident)
    require_fonds(incident.bureau_id)
    proposed = proposed_period(incident, now)
    chosen = _period(period)
    words = masked_text(reason.strip())[:400]
    if chosen != proposed and proposed is not None and not words:
        raise Refused(_("所选保管期限与建议不同，请填写理由。"))
    terms = _Terms(chosen, words, officer, now)
    if needs_second_signature(chosen, proposed):
        return _ask(closing, None, terms, proposed or ArchivePeriod.PERMANENT)
    filing = _store(closing, terms)
    data = {"period": filing.period, "hash": filing_hash(filing)}
    record(filing, "archive.filed", officer, now, **data)
    return filing


@transaction.atomic
def change_period(
    *, filing: Filing, period: str, reason: str, officer: Officer, now: datetime
) -> Filing | PeriodRequest:
    """Give a filed matter another period, by a filing with another number in its place.

    Raises:
        Refused: If the filing does not stand, the period is the same, a request waits, or no
            reason is given.
    """
    incident = lock_row(Incident, filing.incident_id)
    closing = standing_closing(incident)
    current = filing_of(incident)
    if current is None or current.pk != filing.pk:
        raise Refused(_("该档号已不在档，未作更改。请刷新后查看。"))
    _refuse_pending(incident)
    chosen, before = _period(period), ArchivePeriod(filing.period)
    words = masked_text(reason.strip())[:400]
    if not words:
        raise Refused(_("请填写变更保管期限的理由。"))
    if chosen == before:
        raise Refused(_("保管期限未变更，无需保存。"))
    terms = _Terms(chosen, words, officer, now)
    if needs_second_signature(chosen, before):
        return _ask(closing, filing, terms, before)
    return _renumber(filing, closing, terms)


@transaction.atomic
def decide_period(
    request: PeriodRequest,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> Filing | None:
    """Sign a shorter period, and file by it; or return it with a reason.

    Raises:
        Refused: If the officer asked for it or stands in for who did, or returns it without a
            reason.
        Stale: If the matter was reopened or filed otherwise since, or it was decided.
    """
    incident = lock_row(Incident, request.incident_id)
    closing = standing_closing(incident)
    current = filing_of(incident)
    same = (current.pk if current else None) == request.filing_id
    if closing.pk != request.closing_id or not same:
        raise Stale(str(PERIOD_KIND.changed))
    PERIOD_KIND.decide(
        request,
        request.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if not approve:
        words = masked_text(reason.strip())[:400]
        record(request, "archive.period_returned", officer, now, reason=words)
        return None
    chosen = ArchivePeriod(request.period)
    terms = _Terms(chosen, request.reason, request.requested_by, now, officer)
    if current is not None:
        return _renumber(current, closing, terms)
    filing = _store(closing, terms)
    data = {"period": filing.period, "hash": filing_hash(filing)}
    record(filing, "archive.filed", officer, now, **data, request=request.number)
    return filing


def request_content(request: PeriodRequest) -> dict[str, Any]:
    """Return what is signed, in its canonical shape."""
    return {
        "number": request.number,
        "incident": request.incident.number,
        "filing": request.filing.number if request.filing else "",
        "period": request.period,
        "instead_of": request.instead_of,
        "reason": request.reason,
    }


PERIOD_KIND = SignoffKind[PeriodRequest](
    name=KIND,
    content_hash=lambda request: hash_of_content(request_content(request)),
    approve=partial(decide_period, approve=True, reason=""),
    send_back=partial(decide_period, approve=False),
    changed=gettext_lazy("事件已重新办理或档号已变更，本次决定未生效。请刷新后查看。"),
)


def standing_closing(incident: Incident) -> Closing:
    """Return the closing of an incident that is closed.

    Raises:
        Refused: If it is not closed.
    """
    closing = Closing.objects.filter(incident=incident, reopened_at__isnull=True).first()
    if incident.stage != Stage.CLOSED or closing is None:
        raise Refused(_("事件未办结，或已重新办理，不能归档。"))
    closing.incident = incident
    return closing


def _period(period: str) -> ArchivePeriod:
    if period not in set(ArchivePeriod):
        raise Refused(_("请选择保管期限：永久、30 年或 10 年。"))
    return ArchivePeriod(period)


def _refuse_pending(incident: Incident) -> None:
    pending = pending_period_request(incident)
    if pending is not None:
        raise Refused(
            _("该事件的保管期限正在等候签署（%(number)s）。") % {"number": pending.number}
        )


def _ask(
    closing: Closing, filing: Filing | None, terms: _Terms, instead_of: ArchivePeriod
) -> PeriodRequest:
    if not terms.reason:
        raise Refused(_("缩短保管期限须写明理由，并由另一人签署。"))
    incident, bureau_id = closing.incident, closing.bureau_id
    year = terms.now.astimezone(LOCAL).year
    row = PeriodRequest(
        bureau_id=bureau_id,
        number=f"U{take_number(bureau_id=bureau_id, kind=KIND, year=year)}",
        incident=incident,
        closing=closing,
        filing=filing,
        period=terms.period,
        instead_of=instead_of,
        reason=terms.reason,
        requested_at=terms.now,
        requested_by=terms.officer,
    )
    row.signoff = request_approval(
        bureau_id=bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=house_text("保管期限定为%(period)s：%(title)s")
        % {"period": house_label(terms.period.label), "title": incident.title},
        content_hash=hash_of_content(request_content(row)),
        officer=terms.officer,
        clock=None,
        now=terms.now,
    )
    row.save()
    data = {
        "period": str(terms.period),
        "instead_of": str(instead_of),
        "reason": terms.reason,
    }
    record(row, "archive.period_asked", terms.officer, terms.now, **data)
    return row


def _store(closing: Closing, terms: _Terms) -> Filing:
    incident, bureau_id = closing.incident, closing.bureau_id
    year = closing.closed_at.astimezone(LOCAL).year
    taken = take_archive_number(bureau_id, year, terms.period)
    return Filing.objects.create(
        bureau_id=bureau_id,
        number=taken.number,
        fonds=taken.fonds,
        year=taken.year,
        period=taken.period,
        item=taken.item,
        incident=incident,
        closing=closing,
        title=incident.title,
        grade=incident.grade,
        proposed=proposed_period(incident, terms.now) or "",
        reason=terms.reason,
        rule_version=str(book_of(bureau_id, terms.now).version),
        filed_at=terms.now,
        filed_by=terms.officer,
        signed_by=terms.signed_by,
    )


def _renumber(filing: Filing, closing: Closing, terms: _Terms) -> Filing:
    successor = _store(closing, terms)
    FilingEnd.objects.create(
        bureau_id=filing.bureau_id,
        filing=filing,
        kind=EndOfFiling.RENUMBERED,
        successor=successor,
        reason=terms.reason,
        at=terms.now,
        by=terms.officer,
    )
    data = {
        "before": filing.number,
        "period": str(terms.period),
        "reason": terms.reason,
        "hash": filing_hash(successor),
    }
    by = terms.signed_by or terms.officer
    record(successor, "archive.renumbered", by, terms.now, **data)
    return successor
