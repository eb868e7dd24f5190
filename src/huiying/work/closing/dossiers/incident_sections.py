"""The parts of a dossier that tell what the matter is: its incident, grades and periods.

In:   a matter.    Out:  sections.
Cost: one or two queries a section.
"""

from __future__ import annotations

from huiying.base.clocks.models import Clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.parts import listed_text
from huiying.work.closing.dossiers.section import Section, table
from huiying.work.incidents.grading.models import (
    GradeDecision,
    GradeObjection,
    SeverityDecision,
)
from huiying.work.incidents.situation.models import SituationRevision


def matter_sections(matter: Matter) -> list[Section]:
    """Return what the matter is, its grades, the three lines of its situation, its periods."""
    grades = GradeDecision.objects.filter(incident_id__in=matter.keys)
    objections = GradeObjection.objects.filter(incident_id__in=matter.keys)
    severities = SeverityDecision.objects.filter(incident_id__in=matter.keys)
    lines = SituationRevision.objects.filter(incident_id__in=matter.keys)
    clocks = Clock.objects.filter(
        bureau_id=matter.bureau_id, subject_kind="incident", subject_ref__in=matter.numbers
    )
    return [
        table(
            "matter",
            "事件基本情况",
            "Incident",
            matter.incidents,
            (
                ("事件编号", lambda row: row.number),
                ("事件", lambda row: row.title),
                ("等级", lambda row: Grade(row.grade).label),
                ("环节", lambda row: Stage(row.stage).label),
                ("发现时间", lambda row: row.discovered_at),
                ("登记时间", lambda row: row.opened_at),
                ("责任单位", lambda row: row.lead_unit.name if row.lead_unit else ""),
                ("帖文数", lambda row: row.size),
            ),
        ),
        table(
            "grades",
            "定级",
            "GradeDecision",
            grades.select_related("by", "second").order_by("at", "pk"),
            (
                ("时间", lambda row: row.at),
                ("等级", lambda row: Grade(row.grade).label),
                ("建议等级", lambda row: Grade(row.proposed_grade).label),
                ("理由", lambda row: row.reason),
                ("定级人", lambda row: row.by.name),
                ("签署人", lambda row: row.second.name if row.second else ""),
                ("规则版本", lambda row: row.rule_version),
            ),
        ),
        table(
            "objections",
            "等级异议",
            "GradeObjection",
            objections.select_related("unit", "lodged_by", "settled_by", "decision").order_by(
                "lodged_at", "pk"
            ),
            (
                ("提出时间", lambda row: row.lodged_at),
                ("单位", lambda row: row.unit.name),
                ("当时等级", lambda row: Grade(row.grade).label),
                ("建议等级", lambda row: Grade(row.wanted).label),
                ("舆情内容", lambda row: listed_text(row.content)),
                ("公众反应", lambda row: listed_text(row.reaction)),
                ("媒体介入", lambda row: listed_text(row.media)),
                ("提出人", lambda row: row.lodged_by.name),
                ("结果", lambda row: row.get_state_display()),
                ("答复", lambda row: row.decision.reason if row.decision else row.answer),
                ("答复时间", lambda row: row.settled_at),
                ("答复人", lambda row: row.settled_by.name if row.settled_by else ""),
            ),
        ),
        table(
            "severity",
            "突发事件级别",
            "SeverityDecision",
            severities.select_related("by", "second").order_by("at", "pk"),
            (
                ("时间", lambda row: row.at),
                ("级别", lambda row: row.level),
                ("理由", lambda row: row.reason),
                ("决定人", lambda row: row.by.name),
                ("签署人", lambda row: row.second.name if row.second else ""),
            ),
        ),
        table(
            "situation",
            "情况",
            "SituationRevision",
            lines.select_related("by").order_by("at", "pk"),
            (
                ("时间", lambda row: row.at),
                ("项目", lambda row: row.line),
                ("版次", lambda row: row.version),
                ("内容", lambda row: row.text),
                ("填写人", lambda row: row.by.name),
            ),
        ),
        table(
            "clocks",
            "时限",
            "Clock",
            clocks.order_by("starts_at", "pk"),
            (
                ("时限", lambda row: row.name),
                ("依据", lambda row: row.basis),
                ("开始", lambda row: row.starts_at),
                ("到期", lambda row: row.due_at),
                ("终止", lambda row: row.stopped_at),
                ("超时时间", lambda row: row.breached_at),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
    ]
