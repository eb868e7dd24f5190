"""The acts of reporting in the scenario: write, sign, send, hand over, confirm.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; signing asks for the signature first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.procedure.reports import OUT, UNSENT, ReportKind, ReportState
from huiying.policy.time.zone import DAY, LOCAL
from huiying.work.reports.core.content import recipients_of
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version, reports_of, reports_of_incident
from huiying.work.reports.deliveries.actions.receive_report import (
    confirm_by_link,
    note_opening,
    record_handover,
    record_receipt,
)
from huiying.work.reports.deliveries.actions.send_report import send_report
from huiying.work.reports.deliveries.links import newest_link
from huiying.work.reports.deliveries.models import ReceiptProof, ReportDelivery
from huiying.work.reports.drafting.actions.draft_report import (
    draft_incident_report,
    draft_period_report,
)
from huiying.work.reports.drafting.actions.edit_report import edit_report, recompose
from huiying.work.reports.drafting.actions.sign_report import (
    REPORT_KIND,
    hash_of_report,
    submit_report,
)
from huiying.work.reports.figures import Span


def _newest(stage: ScenarioState, step: ActStep) -> Report:
    kind = ReportKind(step.args["kind"])
    rows = (
        reports_of_incident(stage.incident(step.incident_ref))
        if kind.about_incident
        else reports_of(stage.cast.bureau.pk)
    )
    report = rows.filter(kind=str(kind)).order_by("-pk").first()
    if report is None:
        raise NotPlayed(f"{step.incident_ref}: no report {kind}")
    return report


def _write(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Draft a report, or take up what the system drafted; then write the lines."""
    kind = ReportKind(step.args["kind"])
    if not kind.about_incident:
        report = draft_period_report(
            bureau=stage.cast.bureau,
            kind=kind,
            span=_past_day(now) if kind == ReportKind.DAILY else month_until_today(now),
            officer=officer,
            now=now,
        )
    else:
        incident = stage.incident(step.incident_ref)
        unsent = [str(one) for one in UNSENT]
        rows = reports_of_incident(incident).filter(kind=str(kind), state__in=unsent)
        found = rows.first()
        if found is None:
            report = draft_incident_report(
                incident=incident, kind=kind, officer=officer, now=now
            )
        else:
            report = found
            recompose(report=report, officer=officer, now=now)
    version = newest_version(report)
    if step.args.get("lines"):
        edit_report(
            report=report,
            title=version.title,
            texts=step.args["lines"],
            recipients=[one.rule for one in recipients_of(version)],
            officer=officer,
            now=now,
        )
    submit_report(report=report, officer=officer, now=now)


def _past_day(now: datetime) -> Span:
    until = now.replace(minute=0, second=0, microsecond=0)
    return Span(until - DAY, until)


def month_until_today(now: datetime) -> Span:
    """Return the month of yesterday up to the end of yesterday.

    The three days of the scenario are the last ones, whatever the date: the month before them
    has no incident, and would make a nil report.
    """
    today = now.astimezone(LOCAL).date()
    first = (today - DAY).replace(day=1)
    return Span(
        datetime.combine(first, time.min, LOCAL), datetime.combine(today, time.min, LOCAL)
    )


def _sign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    report = _newest(stage, step)
    if report.state != ReportState.IN_REVIEW:
        raise NotPlayed(f"{report.number} does not wait")
    REPORT_KIND.approve(report, shown_hash=hash_of_report(report), officer=officer, now=now)


def _send(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Send it, and hand it over to whom no link leads."""
    report = _newest(stage, step)
    for row in send_report(report=report, officer=officer, now=now):
        if row.sent_at is None:
            record_handover(
                delivery=row, who=step.args["office"], at=now, officer=officer, now=now
            )


def _receive(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Let everybody confirm: behind the link by name, else as the desk hears it."""
    report = _newest(stage, step)
    if report.state not in OUT:
        raise NotPlayed(f"{report.number} was not sent")
    rows = ReportDelivery.objects.filter(report=report, received_at__isnull=True)
    for row in rows.select_related("report__incident", "unit", "clock"):
        link = newest_link(row)
        if link is not None:
            note_opening(delivery=row, now=now)
            confirm_by_link(link=link, delivery=row, name=step.args["name"], now=now)
        else:
            record_receipt(
                delivery=row,
                proof=ReceiptProof.PAPER,
                who=step.args["office"],
                at=now,
                officer=officer,
                now=now,
            )


REPORT_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "write_report": _write,
    "sign_report": _sign,
    "send_report": _send,
    "receive_report": _receive,
}
