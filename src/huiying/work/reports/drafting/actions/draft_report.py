"""拟报: draft a report about an incident or a period, composed from the record.

In:   an incident or a span, a kind.    Out:  a report with its first version.
Cost: as composing it; a few writes.

The system drafts a first report of what is graded 重大, and regular reports, of itself. Nothing
is sent by it: people edit, a leader signs, people send.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.policy.procedure.reports import (
    OUT,
    UNSENT,
    MatterClass,
    ReportKind,
    ReportState,
)
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.composition.compose import compose_incident
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import last_sent, reports_of_incident
from huiying.work.reports.core.store import Text, store_version
from huiying.work.reports.drafting.actions.time_draft import ensure_initial_clock
from huiying.work.reports.drafting.clocks import start_period_clock
from huiying.work.reports.drafting.composing import (
    ComposedText,
    compose_new_period,
    refuse_no_period,
)
from huiying.work.reports.drafting.queries import running_initial_clock
from huiying.work.reports.figures import Span
from huiying.work.reports.routing.queries import classes_of, recipients_for
from huiying.work.reports.templates.queries import template_of

REGULAR_CLASSES = tuple(MatterClass)


@transaction.atomic
def draft_incident_report(
    *,
    incident: Incident,
    kind: ReportKind,
    officer: Officer | None,
    now: datetime,
    graded_at: datetime | None = None,
    replaces: Report | None = None,
) -> Report:
    """Draft a report about an incident.

    Args:
        officer: None = the system, of itself.
        graded_at: When it was graded 重大: the time of its first report starts then.
        replaces: A withdrawn report that this one corrects.

    Raises:
        Refused: If the kind is one of a period, the incident was merged or set aside, there is
            a first or final report already, nothing went out that a follow-up could follow,
            a draft of the same kind is open, or what it replaces was not withdrawn.
    """
    if not kind.about_incident:
        raise Refused(_("请选择初报、续报、终报、快报或专报。"))
    if incident.stage in SET_ASIDE:
        raise Refused(_("事件已并入或排除，不再报送。"))
    if replaces is not None and replaces.state != ReportState.WITHDRAWN:
        raise Refused(_("原报告未撤回，不能另拟。请先撤回。"))
    _refuse_second(incident, kind)
    sequence, before = 0, last_sent(incident)
    if kind == ReportKind.FOLLOW_UP:
        known = reports_of_incident(incident).filter(kind=kind)
        sequence = (known.aggregate(last=Max("sequence"))["last"] or 0) + 1
    edition, entries = template_of(incident.bureau_id, kind)
    made = compose_incident(
        incident,
        kind,
        sequence=sequence,
        cut_off=now,
        since=before.cut_off if before else None,
        entries=entries,
    )
    classes = classes_of(incident)
    report = _create(
        bureau_id=incident.bureau_id,
        kind=kind,
        officer=officer,
        now=now,
        incident=incident,
        matter=classes[0],
        sequence=sequence,
        replaces=replaces,
        clock=_initial_clock(incident, graded_at, now) if kind == ReportKind.INITIAL else None,
    )
    recipients = recipients_for(incident.bureau_id, classes, grade=incident.grade_in_force)
    text = Text(made.title, made.lines, recipients, edition)
    version = store_version(report, text, officer=officer, now=now)
    data = {"kind": str(kind), "sequence": sequence, "hash": version.content_hash}
    record(report, "report.drafted", officer, now, **data)
    return report


@transaction.atomic
def draft_period_report(
    *,
    bureau: Bureau,
    kind: ReportKind,
    span: Span,
    officer: Officer | None,
    now: datetime,
    due: datetime | None = None,
    composed: ComposedText | None = None,
) -> Report:
    """Draft a report about a period; a 零报告 when nothing happened in it.

    Args:
        composed: What was composed of it before, at ``now``; None = it is composed here.
        due: Until when it must be sent, as the bureau set it; None = no time. A moment that
            has passed is missed at once.

    Raises:
        Refused: If the kind is one of an incident, the period has not ended, or there is a
            report about it.
    """
    refuse_no_period(kind, span, now)
    composed = composed or compose_new_period(bureau, kind, span, now=now)
    made = composed.made
    report = _create(
        bureau_id=bureau.pk,
        kind=kind,
        officer=officer,
        now=now,
        matter=MatterClass.OTHER,
        since=span.since,
        until=span.until,
        nil=made.nil,
    )
    recipients = recipients_for(bureau.pk, REGULAR_CLASSES, grade=None)
    text = Text(made.title, made.lines, recipients, composed.edition)
    version = store_version(report, text, officer=officer, now=now)
    if due is not None:
        report.clock = start_period_clock(report, made.title[:200], due, now)
        report.save(update_fields=["clock"])
    data = {"kind": str(kind), "nil": made.nil, "hash": version.content_hash}
    record(report, "report.drafted", officer, now, **data)
    return report


def _create(
    *,
    bureau_id: int,
    kind: ReportKind,
    officer: Officer | None,
    now: datetime,
    **columns: object,
) -> Report:
    year = now.astimezone(LOCAL).year
    number = f"H{take_number(bureau_id=bureau_id, kind='report', year=year)}"
    try:
        with transaction.atomic():
            return Report.objects.create(
                bureau_id=bureau_id,
                number=number,
                kind=str(kind),
                cut_off=now,
                drafted_at=now,
                drafted_by=officer,
                writers=[officer.pk] if officer else [],
                **columns,
            )
    except IntegrityError as error:
        raise Stale(_("同一期或同一事件的该类报告已由他人拟出，请打开原有报告。")) from error


def _refuse_second(incident: Incident, kind: ReportKind) -> None:
    rows = reports_of_incident(incident).exclude(state=ReportState.WITHDRAWN)
    same = rows.filter(kind=str(kind))
    found = same.first()
    if kind in (ReportKind.INITIAL, ReportKind.FINAL) and found is not None:
        raise Refused(
            _("已有该类报告（%(number)s），请打开原有报告。") % {"number": found.number}
        )
    open_one = same.filter(state__in=[str(one) for one in UNSENT]).first()
    if open_one is not None:
        words = {"number": open_one.number}
        raise Refused(_("同类报告 %(number)s 尚未报送，请先办理。") % words)
    out = rows.filter(state__in=[str(one) for one in OUT])
    if kind in (ReportKind.FOLLOW_UP, ReportKind.FINAL) and not out.exists():
        raise Refused(_("初报尚未报送，不能续报、终报。"))


def _initial_clock(
    incident: Incident, graded_at: datetime | None, now: datetime
) -> Clock | None:
    """Return the time of the first report: the one that runs, or one that starts now."""
    if graded_at is None:
        return running_initial_clock(incident)
    return ensure_initial_clock(incident, graded_at, now)
