"""The parts of 续报, 终报, 快报 and 专报: what is new, what came of it, how it spread.

In:   the record of an incident.    Out:  text and sources of each line; "" = no data.
Cost: as ``IncidentRecord``; the effect of an answer as ``effect_of``.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from huiying.base.accounts.core.models import Unit
from huiying.base.audit.house_text import house_text
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import ResponseValue
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.incidents.situation.models import SituationLine
from huiying.work.reports.composition.first_lines import (
    NOTHING,
    Composed,
    Composer,
    ended,
    meeting_source,
    release_sources,
    sentences,
    signed_meeting,
)
from huiying.work.reports.composition.record import IncidentRecord
from huiying.work.reports.core.content import Figure, Source
from huiying.work.reports.core.text import minute, report_text
from huiying.work.responses.effect.comparison import effect_of

MOST_BARS: Final = 12


def matter(record: IncidentRecord) -> Composed:
    """基本情况: what the situation says of the matter, when it was found, how it is graded."""
    incident = record.incident
    text, sources = record.situation_line(SituationLine.MATTER)
    words = house_text("%(at)s监测发现“%(title)s”，舆情等级为%(grade)s，当前环节为%(stage)s。")
    values = {
        "at": minute(incident.discovered_at),
        "title": report_text(incident.title),
        "grade": Grade(incident.grade).label,
        "stage": Stage(incident.stage).label,
    }
    first = words % values
    return Composed(
        sentences([first, ended(report_text(text)) if text else ""]), (record.own, *sources)
    )


def spread(record: IncidentRecord) -> Composed:
    """传播情况: posts by platform and by day."""
    if not record.posts:
        return NOTHING
    last, before = record.last_day
    words = house_text(
        "截至%(at)s，共有帖文 %(posts)s 条；近 24 小时 %(last)s 条，"
        "此前 24 小时 %(before)s 条。"
    )
    values = {"at": minute(record.cut_off), "posts": record.posts}
    platforms = Figure(
        house_text("各平台帖文数"),
        (house_text("平台"), house_text("帖文数")),
        tuple((name, str(count)) for name, count in record.platforms[:MOST_BARS]),
        "bars",
    )
    days = Figure(
        house_text("每日帖文数"),
        (house_text("日期"), house_text("帖文数")),
        tuple((day, str(count)) for day, count in record.by_day),
        "line",
    )
    return Composed(
        words % {**values, "last": last, "before": before},
        (record.posts_source,),
        (platforms, days),
    )


def content(record: IncidentRecord) -> Composed:
    """内容分析: which claims were checked and what came of it; no post is quoted."""
    if not record.dockets:
        return NOTHING
    counts = Counter(Finding(one.finding) for one in record.findings.values())
    parts = [
        house_text("网上说法经提出核实的共 %(asked)s 项。") % {"asked": len(record.dockets)}
    ]
    parts += [
        house_text("%(finding)s %(count)s 项。") % {"finding": one.label, "count": counts[one]}
        for one in Finding
        if counts[one]
    ]
    for row in record.dockets:
        found = record.findings.get(row.pk)
        result = Finding(found.finding).label if found else house_text("尚无结论")
        words = house_text("“%(claim)s”：%(result)s。")
        parts.append(words % {"claim": report_text(row.claim), "result": result})
    sources = tuple(Source("docket", row.number, row.number) for row in record.dockets)
    return Composed(sentences(parts), sources)


def assessment(record: IncidentRecord) -> Composed:
    """研判意见: signed minutes, and the response value that was decided."""
    parts, sources = [], []
    meeting = signed_meeting(record)
    if meeting is not None:
        texts = (meeting.nature, meeting.trend, meeting.risks)
        parts += [ended(report_text(text)) for text in texts if text]
        sources.append(meeting_source(meeting.number))
    if record.incident.response_value:
        value = ResponseValue(record.incident.response_value)
        parts.append(house_text("回应价值研判为%(value)s。") % {"value": value.label})
        sources.append(record.own)
    return Composed(sentences(parts), tuple(sources)) if parts else NOTHING


def news(record: IncidentRecord) -> Composed:
    """上次报告以来新情况: only what happened since the cut-off of the report before."""
    parts: list[str] = []
    sources: list[Source] = []
    fresh = (
        record.posts_between(record.since, record.cut_off + timedelta(hours=1))
        if record.since
        else record.posts
    )
    if fresh:
        parts.append(house_text("新增帖文 %(count)s 条。") % {"count": fresh})
        sources.append(record.posts_source)
    _add_notice_news(record, parts, sources)
    found = [row for row in record.dockets if _is_new_finding(record, row.pk)]
    for row in found:
        words = house_text("“%(claim)s”经核实%(finding)s。")
        finding = Finding(record.findings[row.pk].finding).label
        parts.append(words % {"claim": report_text(row.claim), "finding": finding})
        sources.append(Source("docket", row.number, row.number))
    given = [row for row in record.tasks if record.is_new(row.assigned_at)]
    done = [row for row in record.tasks if record.is_new(record.task_ends.get(row.pk))]
    if given or done:
        words = house_text("新交办任务 %(given)s 项，办结任务 %(done)s 项。")
        parts.append(words % {"given": len(given), "done": len(done)})
        keys = dict.fromkeys(row.number for row in (*given, *done))
        sources += [Source("task", number, number) for number in keys]
    for release in record.releases:
        if record.is_new(release.published_at):
            words = house_text("%(at)s公开回应“%(title)s”。")
            title = report_text(str(release.content.get("title", "")))
            parts.append(words % {"at": minute(release.published_at), "title": title})
            sources += release_sources(record, [release])
    progress = record.situation.get(SituationLine.PROGRESS)
    if progress is not None and record.is_new(progress.at):
        parts.append(ended(report_text(progress.text)))
        sources.append(Source("situation", record.incident.number, house_text("现况")))
    return Composed(sentences(parts), tuple(sources)) if parts else NOTHING


def _is_new_finding(record: IncidentRecord, docket: int) -> bool:
    found = record.findings.get(docket)
    return found is not None and record.is_new(found.at)


def _add_notice_news(record: IncidentRecord, parts: list[str], sources: list[Source]) -> None:
    sent = [row for row in record.notices if record.is_new(row.sent_at)]
    signed = [row for row in record.notices if record.is_new(row.signed_at)]
    reports = [row for row in record.unit_reports if record.is_new(row.at)]
    if sent:
        words = house_text("新通报%(units)s。")
        parts.append(words % {"units": "、".join(row.unit.name for row in sent)})
    if signed:
        words = house_text("%(units)s已签收。")
        parts.append(words % {"units": "、".join(row.unit.name for row in signed)})
    for row in reports:
        words = house_text("%(unit)s反馈：%(finding)s。")
        finding = Finding(row.finding).label
        parts.append(words % {"unit": row.notice.unit.name, "finding": finding})
    numbers = [row.number for row in (*sent, *signed)] + [row.notice.number for row in reports]
    sources += [Source("notice", number, number) for number in dict.fromkeys(numbers)]


def outcome(record: IncidentRecord) -> Composed:
    """处置结果: tasks done, what units found, and the progress that officers wrote."""
    parts: list[str] = []
    text, found = record.situation_line(SituationLine.PROGRESS)
    sources: list[Source] = list(found)
    if text:
        parts.append(ended(report_text(text)))
    given = [row for row in record.tasks if row.state != AssignmentState.RECALLED]
    if given:
        words = house_text("交办任务 %(given)s 项，已办结 %(done)s 项。")
        parts.append(words % {"given": len(given), "done": len(record.task_ends)})
        sources += [Source("task", row.number, row.number) for row in given]
    for row in record.unit_reports:
        words = house_text("%(unit)s反馈：%(finding)s。")
        finding = Finding(row.finding).label
        parts.append(words % {"unit": row.notice.unit.name, "finding": finding})
        sources.append(Source("notice", row.notice.number, row.notice.number))
    return Composed(sentences(parts), tuple(sources)) if parts else NOTHING


def answers(record: IncidentRecord) -> Composed:
    """公开回应: each published answer with its moment."""
    if not record.releases:
        return NOTHING
    words = house_text("%(at)s发布“%(title)s”（第 %(version)s 版）。")
    parts = [
        words
        % {
            "at": minute(row.published_at),
            "title": report_text(str(row.content.get("title", ""))),
            "version": row.version,
        }
        for row in record.releases
    ]
    return Composed(sentences(parts), tuple(release_sources(record, record.releases)))


def effect(record: IncidentRecord) -> Composed:
    """回应效果: posts before and after the first release, over the same time."""
    if not record.releases:
        return NOTHING
    found = effect_of(record.incident, record.cut_off)
    if found is None or found.soon:
        return NOTHING
    words = house_text("首次回应前后各 %(hours)s 小时，帖文由 %(before)s 条变为 %(after)s 条。")
    values = {
        "hours": round(found.span / timedelta(hours=1)),
        "before": found.before.posts,
        "after": found.after.posts,
    }
    sources = (*release_sources(record, record.releases), record.posts_source)
    return Composed(words % values, sources)


def promises(record: IncidentRecord) -> Composed:
    """公开承诺: each with its date and whether it was kept."""
    if not record.promises:
        return NOTHING
    words = house_text("“%(text)s”，期限%(due)s，%(state)s。")
    parts = [
        words
        % {
            "text": report_text(row.text),
            "due": minute(row.due_at),
            "state": house_text("已兑现")
            if record.known(row.fulfilled_at)
            else house_text("尚未兑现"),
        }
        for row in record.promises
    ]
    source = Source("promises", record.incident.number, house_text("公开承诺"))
    return Composed(sentences(parts), (source,))


def closing(record: IncidentRecord) -> Composed:
    """办结情况: when it was closed."""
    row = record.closing
    if row is None:
        return NOTHING
    words = house_text("已于%(at)s办结。") % {"at": minute(row.closed_at)}
    return Composed(words, (Source("closing", record.incident.number, house_text("办结条件")),))


def contact(record: IncidentRecord) -> Composed:
    """联系单位: the office of the leading group, its post and telephone; no person."""
    rows = Unit.objects.filter(bureau_id=record.incident.bureau_id, is_office=True, active=True)
    office = rows.first()
    if office is None:
        return NOTHING
    parts = [office.name, report_text(office.contact), office.phone]
    return Composed(" ".join(part for part in parts if part))


LATER_LINES: Final[dict[str, Composer]] = {
    "matter": matter,
    "spread": spread,
    "content": content,
    "assessment": assessment,
    "news": news,
    "outcome": outcome,
    "answers": answers,
    "effect": effect,
    "promises": promises,
    "closing": closing,
    "contact": contact,
}
