"""The parts of a first report (初报): what is known at once, and what is not.

In:   the record of an incident.    Out:  text and sources of each line; "" = no data.
Cost: as ``IncidentRecord``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from huiying.base.accounts.roles.queries import roles_of
from huiying.base.audit.house_text import house_label, house_text
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.severity import Severity
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.notices.models import NoticeState
from huiying.work.casework.procedure.models import (
    AssignmentState,
    Consultation,
    ConsultationState,
    ProposalState,
)
from huiying.work.incidents.assessment.casualties import read_casualties
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.situation.models import SituationLine
from huiying.work.reports.composition.record import IncidentRecord
from huiying.work.reports.core.content import Figure, Source
from huiying.work.reports.core.text import minute, report_text
from huiying.work.responses.core.models import Release

MOST_QUOTED: Final = 3


@dataclass(frozen=True, slots=True)
class Composed:
    """What the record has for one line; ``text`` "" = nothing."""

    text: str = ""
    sources: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()


NOTHING: Final = Composed()
Composer = Callable[[IncidentRecord], Composed]


def sentences(parts: Iterable[str]) -> str:
    """Return sentences one after the other, without the empty ones."""
    return "".join(part for part in parts if part)


def received(record: IncidentRecord) -> Composed:
    """接报时间: when the bureau first held a post of it."""
    return Composed(minute(record.incident.discovered_at), (record.own,))


def source(record: IncidentRecord) -> Composed:
    """信息来源: the platforms on which it was seen; nobody who wrote."""
    if not record.platforms:
        return NOTHING
    names = "、".join(name for name, _count in record.platforms[:MOST_QUOTED])
    words = house_text("网上监测发现，帖文见于%(names)s等 %(count)s 个平台。")
    if len(record.platforms) <= MOST_QUOTED:
        words = house_text("网上监测发现，帖文见于%(names)s，共 %(count)s 个平台。")
    values = {"names": names, "count": len(record.platforms)}
    return Composed(words % values, (record.posts_source,))


def no_record(record: IncidentRecord) -> Composed:
    """事发时间, 地点: the record has no place for them; people write them."""
    del record
    return NOTHING


def nature(record: IncidentRecord) -> Composed:
    """事件性质: grade, emergency event, and what a signed consultation found."""
    incident = record.incident
    parts = [house_text("舆情等级为%(grade)s。") % {"grade": Grade(incident.grade).label}]
    sources = [record.own]
    decided = record.severity
    if decided is not None and decided.level:
        words = house_text("突发事件类型为%(kind)s，级别为%(level)s。")
        kind = EventKind(decided.event_kind).label
        parts.append(words % {"kind": kind, "level": Severity(decided.level).label})
    meeting = signed_meeting(record)
    if meeting is not None and meeting.nature:
        words = house_text("会商认为：%(nature)s")
        parts.append(words % {"nature": report_text(meeting.nature)})
        sources.append(meeting_source(meeting.number))
    return Composed(sentences(parts), tuple(sources))


def scope(record: IncidentRecord) -> Composed:
    """影响范围: what the situation says, and how far it was spread."""
    text, sources = record.situation_line(SituationLine.SCOPE)
    parts = [ended(report_text(text))] if text else []
    if record.posts:
        words = house_text("截至%(at)s，网上帖文 %(posts)s 条，涉及平台 %(platforms)s 个。")
        values = {
            "at": minute(record.cut_off),
            "posts": record.posts,
            "platforms": len(record.platforms),
        }
        parts.append(words % values)
        sources = (*sources, record.posts_source)
    return Composed(sentences(parts), sources) if parts else NOTHING


def loss(record: IncidentRecord) -> Composed:
    """初步损失: what posts state of the hurt; it is said that nobody checked it."""
    incident = record.incident
    stated = read_casualties(incident.bureau_id, event_ids_of(incident)).casualties
    phrases = [report_text(some[0].phrase) for some in stated.kinds.values()]
    if not phrases:
        return NOTHING
    words = house_text("帖文所述（未经核实）：%(phrases)s。")
    return Composed(words % {"phrases": "；".join(phrases)}, (record.posts_source,))


def trend(record: IncidentRecord) -> Composed:
    """发展趋势: posts of the last 24 hours beside the 24 before."""
    if not record.posts:
        return NOTHING
    last, before = record.last_day
    words = house_text("近 24 小时新增帖文 %(last)s 条，此前 24 小时 %(before)s 条，%(way)s。")
    way = house_text("呈上升趋势") if last > before else house_text("呈下降趋势")
    if last == before:
        way = house_text("总体持平")
    parts = [words % {"last": last, "before": before, "way": way}]
    sources = [record.posts_source]
    meeting = signed_meeting(record)
    if meeting is not None and meeting.trend:
        parts.append(house_text("会商认为：%(trend)s") % {"trend": report_text(meeting.trend)})
        sources.append(meeting_source(meeting.number))
    return Composed(sentences(parts), tuple(sources))


def leaders(record: IncidentRecord) -> Composed:
    """领导到位情况: who leads the shift, by role, and who was told by telephone."""
    parts, sources = [], []
    led = [shift.leader for shift in record.shifts if shift.leader is not None]
    if led:
        roles = {house_label(role.label) for one in led for role in roles_of(one)}
        words = house_text("值班表所列带班领导：%(roles)s。")
        parts.append(words % {"roles": "、".join(sorted(roles))})
        sources.append(Source("roster", "", house_text("值班表")))
    for call in record.calls:
        words = house_text("%(at)s电话报告%(body)s。")
        parts.append(words % {"at": minute(call.at), "body": call.superior.name})
    if record.calls:
        sources.append(
            Source("superior_calls", record.incident.number, house_text("电话报告登记"))
        )
    return Composed(sentences(parts), tuple(sources)) if parts else NOTHING


def measures(record: IncidentRecord) -> Composed:
    """已采取措施: notices, claims checked, consultations, tasks, answers."""
    parts: list[str] = []
    sources: list[Source] = []
    standing = [row for row in record.notices if row.state != NoticeState.RETURNED]
    if standing:
        signed = sum(record.known(row.signed_at) for row in standing)
        words = house_text("已通报%(units)s，其中 %(signed)s 个单位签收。")
        units = "、".join(dict.fromkeys(row.unit.name for row in standing))
        parts.append(words % {"units": units, "signed": signed})
        sources += [Source("notice", row.number, row.number) for row in standing]
    if record.dockets:
        words = house_text("提出核实 %(asked)s 项，已有结论 %(found)s 项。")
        values = {"asked": len(record.dockets), "found": len(record.findings)}
        parts.append(words % values)
        sources += [Source("docket", row.number, row.number) for row in record.dockets]
    meeting = signed_meeting(record)
    if meeting is not None:
        parts.append(house_text("已组织会商并形成纪要。"))
        sources.append(meeting_source(meeting.number))
    given = [row for row in record.tasks if row.state != AssignmentState.RECALLED]
    if given:
        words = house_text("交办任务 %(given)s 项，已办结 %(done)s 项。")
        parts.append(words % {"given": len(given), "done": len(record.task_ends)})
        sources += [Source("task", row.number, row.number) for row in given]
    if record.releases:
        words = house_text("已公开回应 %(count)s 次。")
        parts.append(words % {"count": len(record.releases)})
        sources += release_sources(record, record.releases)
    return Composed(sentences(parts), tuple(sources)) if parts else NOTHING


def proposals(record: IncidentRecord) -> Composed:
    """下一步建议: the approved proposal; the system proposes nothing of itself."""
    found = record.proposal
    if found is None or found.state != ProposalState.APPROVED:
        return NOTHING
    text = ended(report_text(found.measures))
    return Composed(text, (Source("proposal", found.number, found.number),))


def unverified(record: IncidentRecord) -> Composed:
    """未核实事项: claims without a finding, and what the lines to take call unknown."""
    open_claims = [row for row in record.dockets if row.pk not in record.findings]
    doubtful = [
        row
        for row in record.dockets
        if row.pk in record.findings and record.findings[row.pk].finding == Finding.UNVERIFIABLE
    ]
    claims = [report_text(row.claim) for row in (*open_claims, *doubtful)]
    sources = [Source("docket", row.number, row.number) for row in (*open_claims, *doubtful)]
    guidance = record.guidance
    if guidance is not None and guidance.unknown:
        claims.append(report_text(guidance.unknown))
        sources.append(Source("guidance", record.incident.number, house_text("口径")))
    text = "".join(ended(f"{at}. {claim}") for at, claim in enumerate(claims, 1))
    return Composed(text, tuple(sources)) if claims else NOTHING


def signed_meeting(record: IncidentRecord) -> Consultation | None:
    """Return the newest consultation whose minutes are signed."""
    signed = (row for row in record.consultations if row.state == ConsultationState.SIGNED)
    return next(signed, None)


def meeting_source(number: str) -> Source:
    """Return a consultation as a source."""
    return Source("consultation", number, number)


def release_sources(record: IncidentRecord, releases: Iterable[Release]) -> list[Source]:
    """Return published answers as sources, each once."""
    numbers = dict.fromkeys(row.answer.number for row in releases)
    return [Source("answers", record.incident.number, number) for number in numbers]


def ended(text: str) -> str:
    """Return a text with a full stop."""
    return text if not text or text[-1] in "。！？；）" else f"{text}。"


FIRST_LINES: Final[dict[str, Composer]] = {
    "received": received,
    "source": source,
    "happened": no_record,
    "place": no_record,
    "nature": nature,
    "scope": scope,
    "loss": loss,
    "trend": trend,
    "leaders": leaders,
    "measures": measures,
    "proposals": proposals,
    "unverified": unverified,
}
