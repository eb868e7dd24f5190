"""What people do in the tests of reports, by the acts that screens call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.accounts.organisation.models import Superior
from huiying.base.outbox.models import Message
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.policy.procedure.reports import MatterClass, ReportKind, Way
from huiying.policy.time.zone import DAY, LOCAL
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from huiying.work.closing.archive.queries import fonds_of
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.archive.actions.file_report import file_report
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.deliveries.actions.receive_report import record_receipt
from huiying.work.reports.deliveries.actions.send_report import send_report
from huiying.work.reports.deliveries.actions.withdraw_report import (
    WITHDRAWAL_KIND,
    ask_withdrawal,
    withdrawal_request_hash,
)
from huiying.work.reports.deliveries.late_handover import HANDED_OVER, keep_claim
from huiying.work.reports.deliveries.models import ReceiptProof, ReportDelivery
from huiying.work.reports.downward.files import ANSWER_FORMAT, STEP_FORMAT, text_file
from huiying.work.reports.downward.models import IssuedSupervision
from huiying.work.reports.drafting.actions.draft_report import draft_incident_report
from huiying.work.reports.drafting.actions.edit_report import edit_report
from huiying.work.reports.drafting.actions.request_composition import request_period_report
from huiying.work.reports.drafting.actions.sign_report import (
    REPORT_KIND,
    hash_of_report,
    submit_report,
)
from huiying.work.reports.drafting.models import ReportComposition
from huiying.work.reports.exchange.actions.edit_subordinate import add_subordinate
from huiying.work.reports.exchange.actions.edit_superior_system import add_superior_system
from huiying.work.reports.exchange.actions.take_in import take_in_file
from huiying.work.reports.exchange.actions.token import make_token
from huiying.work.reports.exchange.incoming import read_report_file
from huiying.work.reports.exchange.models import ReceivedReport, Subordinate, SuperiorSystem
from huiying.work.reports.exchange.outgoing import report_as_file, withdrawal_hash
from huiying.work.reports.figures import Span
from huiying.work.reports.files.actions.request_file import request_file
from huiying.work.reports.files.models import FileFormat
from huiying.work.reports.routing.actions.adopt_change import ROUTING_KIND
from huiying.work.reports.routing.actions.edit_recipient import (
    RecipientInput,
    add_recipient,
    change_recipient,
)
from huiying.work.reports.routing.changes import change_hash
from huiying.work.reports.routing.models import RecipientChange, RecipientRule
from huiying.work.reports.schedules.actions.set_schedule import ensure_schedule, set_schedule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.schedules.terms import ScheduleInput
from huiying.work.reports.templates.actions.change_template import change_template
from huiying.work.reports.templates.queries import Entry
from tests.factories import T0, Cast
from tests.scenarios.liaison import add_agency_channel
from tests.work.reports.downward import steps as downward


def superior_of(cast: Cast, name: str = "区委网信办", kind: str = "CYBERSPACE") -> Superior:
    """Let the administrator register a superior body."""
    facts = SuperiorFacts(name, kind, "网络舆情", "政务内网", "值班室", "0591-1234")
    return add_superior(bureau=cast.bureau, facts=facts, actor=cast.admin.audit_actor(), now=T0)


def recipient_of(
    cast: Cast,
    *,
    name: str = "区委网信办",
    kind: str = "CYBERSPACE",
    matter: MatterClass = MatterClass.ONLINE,
    way: Way = Way.LINK,
    minutes: int | None = None,
) -> RecipientRule:
    """Let the office route a class to a body; a link goes by the channel of 区水务局."""
    values = RecipientInput(
        way=way,
        unit=cast.waterworks if way in (Way.LINK, Way.PUSH) else None,
        minutes_major=minutes,
        basis="区委办值班工作规定" if minutes else "",
    )
    return add_recipient(
        bureau=cast.bureau,
        matter=matter,
        superior=superior_of(cast, name, kind),
        values=values,
        officer=cast.shen,
        now=T0,
    )


def adopt(cast: Cast, change: RecipientChange | None, *, now: datetime = T0) -> None:
    """Let the administrator adopt what the office proposed."""
    assert change is not None
    digest = change_hash(change)
    ROUTING_KIND.approve(change, shown_hash=digest, officer=cast.admin, now=now)


def linked_recipient(cast: Cast) -> RecipientRule:
    """Let the office route what is found online to a body that is reached by a link."""
    add_agency_channel(cast)
    return recipient_of(cast)


def draft_of(
    cast: Cast,
    incident: Incident,
    kind: ReportKind = ReportKind.INITIAL,
    *,
    now: datetime = T0,
) -> Report:
    """Let the duty officer draft a report about an incident."""
    return draft_incident_report(incident=incident, kind=kind, officer=cast.lu, now=now)


def edit(cast: Cast, report: Report, *, now: datetime = T0, **texts: str) -> None:
    """Let the office write some lines of a report."""
    version = newest_version(report)
    edit_report(
        report=report,
        title=version.title,
        texts=texts,
        recipients=[one["rule"] for one in version.recipients],
        officer=cast.shen,
        now=now,
        revision=report.revision,
    )


def sign(cast: Cast, report: Report, *, now: datetime = T0) -> Report:
    """Let the duty officer send a report for signature, and the deputy sign it."""
    submit_report(report=report, officer=cast.lu, now=now)
    digest = hash_of_report(report)
    REPORT_KIND.approve(report, shown_hash=digest, officer=cast.cheng, now=now)
    report.refresh_from_db()
    return report


def send(cast: Cast, report: Report, *, now: datetime = T0) -> list[ReportDelivery]:
    """Let a report be signed and sent."""
    sign(cast, report, now=now)
    return send_report(report=report, officer=cast.lu, now=now)


def sent_report(
    cast: Cast,
    incident: Incident,
    kind: ReportKind = ReportKind.INITIAL,
    *,
    now: datetime = T0 + timedelta(minutes=20),
) -> Report:
    """Let a report be drafted, signed and sent."""
    report = draft_of(cast, incident, kind, now=now)
    send(cast, report, now=now)
    report.refresh_from_db()
    return report


def withdraw(cast: Cast, report: Report, *, now: datetime, reason: str = "数字有误。") -> None:
    """Let the deputy ask to withdraw a report that went out, and the leader sign it."""
    row = ask_withdrawal(report=report, reason=reason, officer=cast.cheng, now=now)
    digest = withdrawal_request_hash(row)
    WITHDRAWAL_KIND.approve(row, shown_hash=digest, officer=cast.leader, now=now)
    report.refresh_from_db()


def report_token(number: int = -1) -> str:
    """Return the token in a message about a report, the newest one if nobody says which."""
    bodies = Message.objects.filter(about_kind="report", key__startswith="report:")
    found = [re.search(r"/u/([^/]+)/", one.body) for one in bodies.order_by("pk")]
    match = found[number]
    assert match is not None
    return match[1]


@dataclass(frozen=True)
class ReportRows:
    """One row of each kind of reports, and the token of a link."""

    rule: RecipientRule
    sent: Report
    delivery: ReportDelivery
    withdrawn: Report
    filed: ReportFiling
    token: str
    subordinate: Subordinate
    received: ReceivedReport
    late: LateRecord
    issued: IssuedSupervision
    superior: SuperiorSupervision
    system: SuperiorSystem
    composition: ReportComposition
    schedule: ReportSchedule  # the office asked to drop the month's report; nobody adopted it


def make_report_rows(cast: Cast, incident: Incident, *, now: datetime) -> ReportRows:
    """Let a report be sent by a link, another one be withdrawn, a template be changed."""
    schedule = ensure_schedule(cast.bureau, now)
    set_schedule(
        schedule=schedule,
        values=ScheduleInput(),
        reason="改由区委办汇总。",
        officer=cast.shen,
        now=now,
    )
    rule = linked_recipient(cast)
    change_template(
        kind=ReportKind.SPECIAL,
        entries=[Entry("matter", "事由")],
        shown_edition=0,
        officer=cast.shen,
        now=now,
    )
    withdrawn = draft_of(cast, incident, ReportKind.SPECIAL, now=now)
    drop_report(report=withdrawn, reason="改用快报。", officer=cast.lu, now=now)
    sent = draft_of(cast, incident, ReportKind.FLASH, now=now)
    [delivery] = send(cast, sent, now=now)
    sent.refresh_from_db()
    message = Message.objects.get(
        about_kind="report", about_ref=sent.number, bureau=cast.bureau
    )
    match = re.search(r"/u/([^/]+)/", message.body)
    assert match is not None
    filed = filed_report(cast, incident, now=now)
    below, received = received_report(cast, sent, now=now)
    ask_withdrawal(report=sent, reason="数字有误。", officer=cast.cheng, now=now)
    sent.refresh_from_db()
    change_recipient(
        row=rule,
        values=RecipientInput(Way.PHONE),
        active=True,
        shown_revision=rule.revision,
        officer=cast.shen,
        now=now,
        reason="值班室夜间无人收文。",
    )
    hour = timedelta(hours=1)
    late = keep_claim(HANDED_OVER, delivery, "总值班室", now - hour, cast.lu, now)
    issued = _issued(cast, received, now=now)
    system, superior = _superior(cast, sent, now=now)
    return ReportRows(
        rule=rule,
        sent=sent,
        delivery=delivery,
        withdrawn=withdrawn,
        filed=filed,
        token=match[1],
        subordinate=below,
        received=received,
        late=late,
        issued=issued,
        superior=superior,
        system=system,
        composition=_asked_of_jobs(cast, sent, now=now),
        schedule=schedule,
    )


def received_by_all(cast: Cast, report: Report, *, now: datetime) -> Report:
    """Let the duty officer record that everybody received a report."""
    for row in ReportDelivery.objects.filter(report=report, received_at__isnull=True):
        record_receipt(
            delivery=row,
            proof=ReceiptProof.PHONE,
            who="总值班室",
            at=now,
            officer=cast.lu,
            now=now,
        )
    report.refresh_from_db()
    return report


def file(
    cast: Cast, report: Report, *, now: datetime, period: str = "PERMANENT"
) -> ReportFiling:
    """Let the office file a report, under the 全宗号 that it sets if there is none."""
    if not fonds_of(cast.bureau.pk):
        set_fonds(fonds="X018", officer=cast.shen, now=now)
    return file_report(report=report, period=period, reason="", officer=cast.shen, now=now)


def filed_report(cast: Cast, incident: Incident, *, now: datetime) -> ReportFiling:
    """Let a report be sent, received and filed."""
    report = sent_report(cast, incident, ReportKind.FLASH, now=now)
    return file(cast, received_by_all(cast, report, now=now), now=now)


def _asked_of_jobs(cast: Cast, report: Report, *, now: datetime) -> ReportComposition:
    """Ask for a weekly report and for a file, which no job makes here."""
    request_file(
        report=report,
        form=FileFormat.PDF,
        officer=cast.lu,
        now=now,
        revision=report.revision,
    )
    return request_period_report(
        bureau=cast.bureau,
        kind=ReportKind.WEEKLY,
        span=past_week(now),
        officer=cast.lu,
        now=now,
    )


def past_week(now: datetime) -> Span:
    """Return the seven days before today."""
    today = datetime.combine(now.astimezone(LOCAL).date(), time.min, LOCAL)
    return Span(today - 7 * DAY, today)


def _issued(cast: Cast, received: ReceivedReport, *, now: datetime) -> IssuedSupervision:
    """Let a leader sign a 督办 on a report of a subordinate, who answers it."""
    row = downward.issue(cast, received, due=now + timedelta(days=3), now=now)
    downward.sign(row, cast.leader, now=now)
    content = {
        "bureau": received.subordinate.name,
        "to": cast.bureau.name,
        "number": row.number,
        "step": 1,
        "version": 1,
        "text": "已查明原因并修复。",
        "signed_as": "局长",
        "signed_at": now.isoformat(),
    }
    downward.take_answer(cast, text_file(ANSWER_FORMAT, content).encode(), now=now)
    row.refresh_from_db()
    return row


def _superior(
    cast: Cast, sent: Report, *, now: datetime
) -> tuple[SuperiorSystem, SuperiorSupervision]:
    """Let a superior ask about a report, and its answer be signed."""
    name = "临江市信访局"
    system = add_superior_system(bureau=cast.bureau, name=name, officer=cast.shen, now=now)
    make_token(row=system, officer=cast.shen, now=now)
    content = {
        "bureau": name,
        "to": cast.bureau.name,
        "number": "XD2026-0007",
        "step": 1,
        "act": "ISSUED",
        "report": sent.number,
        "version": sent.version,
        "title": newest_version(sent).title,
        "demand": "请查明原因并反馈处置结果",
        "words": "",
        "due": (now + timedelta(days=3)).isoformat(),
        "answer": 0,
        "signed_as": "局长",
        "signed_at": now.isoformat(),
    }
    data = text_file(STEP_FORMAT, content).encode()
    row = downward.take_step(cast, data, now=now).row
    downward.answered(cast, row, now=now)
    return system, row


def received_report(
    cast: Cast, sent: Report, *, now: datetime
) -> tuple[Subordinate, ReceivedReport]:
    """Let a subordinate hand in a file like that of a report, by a name of its own."""
    name = "北山区信访局"
    below = add_subordinate(bureau=cast.bureau, name=name, officer=cast.shen, now=now)
    make_token(row=below, officer=cast.shen, now=now)
    file = report_as_file(sent)
    file["content"]["bureau"] = name
    file["hash"] = hash_of_content(file["content"])
    found = read_report_file(canonical_json(file).encode())
    taken = take_in_file(bureau=cast.bureau, found=found, officer=cast.lu, now=now)
    file["content"]["version"] += 1  # a later version, which was withdrawn
    file["hash"] = hash_of_content(file["content"])
    at, reason = file["content"]["signed_at"], "数字有误。"
    bound = withdrawal_hash(file["hash"], at, reason)
    file["withdrawal"] = {"at": at, "reason": reason, "hash": bound}
    found = read_report_file(canonical_json(file).encode())
    take_in_file(bureau=cast.bureau, found=found, officer=cast.lu, now=now)
    return below, taken.row
