"""The parts of a dossier that tell what was decided and done: from the incident to its tasks.

In:   a matter.    Out:  sections.
Cost: one or two queries a section.
"""

from __future__ import annotations

from huiying.base.clocks.models import Clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.notices.models import (
    DeliveryProof,
    Guidance,
    Notice,
    OutsideAnswer,
    UnitReport,
)
from huiying.work.casework.procedure.models import (
    Assignment,
    Consultation,
    Invitation,
    Opinion,
    Proposal,
)
from huiying.work.casework.references.models import Reference
from huiying.work.casework.tasks.models import Commitment, TaskEntry
from huiying.work.casework.verification.models import Docket, Evidence, FindingRecord
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


def notice_sections(matter: Matter) -> list[Section]:
    """Return the notices with their proofs of delivery, the units' reports, lines to take."""
    notices = Notice.objects.filter(incident_id__in=matter.keys)
    proofs = DeliveryProof.objects.filter(notice__incident_id__in=matter.keys)
    reports = UnitReport.objects.filter(notice__incident_id__in=matter.keys)
    guidance = Guidance.objects.filter(incident_id__in=matter.keys)
    outside = OutsideAnswer.objects.filter(incident_id__in=matter.keys)
    return [
        table(
            "notices",
            "通报",
            "Notice",
            notices.select_related("unit", "sent_by", "signed_by").order_by("sent_at", "pk"),
            (
                ("通报编号", lambda row: row.number),
                ("单位", lambda row: row.unit.name),
                ("要求", lambda row: row.guidance),
                ("发出时间", lambda row: row.sent_at),
                ("发出人", lambda row: row.sent_by.name),
                ("送达时间", lambda row: row.delivered_at),
                ("签收时间", lambda row: row.signed_at),
                ("签收人", _signer),
                ("退回理由", lambda row: row.return_reason),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
        table(
            "proofs",
            "送达证明",
            "DeliveryProof",
            proofs.select_related("notice__unit").order_by("at", "pk"),
            (
                ("通报编号", lambda row: row.notice.number),
                ("单位", lambda row: row.notice.unit.name),
                ("证明", lambda row: row.get_kind_display()),
                ("时间", lambda row: row.at),
                ("说明", lambda row: row.detail),
            ),
        ),
        table(
            "reports",
            "单位反馈",
            "UnitReport",
            reports.select_related("notice__unit", "by").order_by("at", "pk"),
            (
                ("通报编号", lambda row: row.notice.number),
                ("单位", lambda row: row.notice.unit.name),
                ("时间", lambda row: row.at),
                ("结论", lambda row: row.finding),
                ("核实情况", lambda row: row.facts),
                ("处置情况", lambda row: row.handled),
                ("材料", lambda row: row.evidence),
                ("无附件理由", lambda row: row.no_file_reason),
            ),
        ),
        table(
            "guidance",
            "答复口径",
            "Guidance",
            guidance.select_related("issued_by").order_by("issued_at", "pk"),
            (
                ("版次", lambda row: row.version),
                ("口径", lambda row: row.agreed_line),
                ("说明", lambda row: row.brief),
                ("待查明", lambda row: row.unknown),
                ("下发时间", lambda row: row.issued_at),
                ("下发人", lambda row: row.issued_by.name),
            ),
        ),
        table(
            "outside",
            "单位对外答复",
            "OutsideAnswer",
            outside.select_related("unit").order_by("answered_at", "pk"),
            (
                ("单位", lambda row: row.unit.name),
                ("时间", lambda row: row.answered_at),
                ("场合", lambda row: row.place),
                ("内容", lambda row: row.text),
                ("链接", lambda row: row.link),
            ),
        ),
    ]


def _signer(notice: Notice) -> str:
    return notice.signed_by.name if notice.signed_by else notice.signed_label


def verification_sections(matter: Matter) -> list[Section]:
    """Return what was asked to be verified, and what was found with which evidence."""
    dockets = Docket.objects.filter(serves__incident_id__in=matter.keys).distinct()
    findings = FindingRecord.objects.filter(docket__in=dockets.values("pk"))
    evidence = Evidence.objects.filter(finding__docket__in=dockets.values("pk"))
    return [
        table(
            "dockets",
            "核实单",
            "Docket",
            dockets.select_related("unit", "requested_by").order_by("requested_at", "pk"),
            (
                ("核实单编号", lambda row: row.number),
                ("说法", lambda row: row.claim),
                ("核实单位", lambda row: row.unit.name),
                ("提出时间", lambda row: row.requested_at),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
        table(
            "findings",
            "核实结论",
            "FindingRecord",
            findings.select_related("docket", "decided_by").order_by("at", "pk"),
            (
                ("核实单编号", lambda row: row.docket.number),
                ("结论", lambda row: row.finding),
                ("情况", lambda row: row.facts),
                ("时间", lambda row: row.at),
                ("状态", lambda row: row.get_state_display()),
                ("审核人", lambda row: row.decided_by.name if row.decided_by else ""),
                ("校验值", lambda row: row.content_hash),
            ),
        ),
        table(
            "evidence",
            "证据",
            "Evidence",
            evidence.select_related("finding__docket", "file").order_by("added_at", "pk"),
            (
                ("核实单编号", lambda row: row.finding.docket.number),
                ("证据", lambda row: row.words),
                ("链接", lambda row: row.link),
                ("文件编号", lambda row: row.file.number if row.file else ""),
                ("校验值", lambda row: row.digest),
                ("登记时间", lambda row: row.added_at),
            ),
        ),
    ]


def procedure_sections(matter: Matter) -> list[Section]:
    """Return consultations with opinions, the handling proposals, teams and tasks."""
    meetings = Consultation.objects.filter(incident_id__in=matter.keys)
    invited = Invitation.objects.filter(consultation__incident_id__in=matter.keys)
    opinions = Opinion.objects.filter(invitation__consultation__incident_id__in=matter.keys)
    proposals = Proposal.objects.filter(incident_id__in=matter.keys)
    teams = ResponseTeam.objects.filter(incident_id__in=matter.keys)
    tasks = Assignment.objects.filter(proposal__incident_id__in=matter.keys)
    entries = TaskEntry.objects.filter(assignment__proposal__incident_id__in=matter.keys)
    return [
        table(
            "consultations",
            "会商",
            "Consultation",
            meetings.select_related("called_by").order_by("called_at", "pk"),
            (
                ("会商编号", lambda row: row.number),
                ("时间", lambda row: row.meets_at),
                ("地点", lambda row: row.place),
                ("性质", lambda row: row.nature),
                ("走势", lambda row: row.trend),
                ("风险", lambda row: row.risks),
                ("意见", lambda row: row.proposal),
                ("召集人", lambda row: row.called_by.name),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
        table(
            "attendance",
            "会商出席",
            "Invitation",
            invited.select_related("consultation", "officer", "unit").order_by("pk"),
            (
                ("会商编号", lambda row: row.consultation.number),
                ("人员或单位", lambda row: (row.officer or row.unit).name),
                ("出席", lambda row: row.get_attendance_display()),
            ),
        ),
        table(
            "opinions",
            "会商意见",
            "Opinion",
            opinions.select_related(
                "invitation__consultation", "invitation__officer", "invitation__unit"
            ).order_by("at", "pk"),
            (
                ("会商编号", lambda row: row.invitation.consultation.number),
                ("发表人", lambda row: (row.invitation.officer or row.invitation.unit).name),
                ("时间", lambda row: row.at),
                ("意见", lambda row: row.text),
                ("不同意见", lambda row: row.dissent),
            ),
        ),
        table(
            "proposals",
            "处置意见",
            "Proposal",
            proposals.select_related("author").order_by("written_at", "pk"),
            (
                ("编号", lambda row: row.number),
                ("措施", lambda row: row.measures),
                ("风险", lambda row: row.risks),
                ("拟写人", lambda row: row.author.name),
                ("拟写时间", lambda row: row.written_at),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
        table(
            "teams",
            "工作小组",
            "ResponseTeam",
            teams.select_related("head").order_by("formed_at", "pk"),
            (
                ("编号", lambda row: row.number),
                ("名称", lambda row: row.name),
                ("负责人", lambda row: row.head.name),
                ("成立时间", lambda row: row.formed_at),
                ("解散时间", lambda row: row.dissolved_at),
            ),
        ),
        table(
            "tasks",
            "交办任务",
            "Assignment",
            tasks.select_related("unit", "assigned_by").order_by("assigned_at", "pk"),
            (
                ("任务编号", lambda row: row.number),
                ("单位", lambda row: row.unit.name),
                ("任务", lambda row: row.task),
                ("需提交材料", lambda row: row.material),
                ("交办时间", lambda row: row.assigned_at),
                ("交办人", lambda row: row.assigned_by.name),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
        table(
            "task-entries",
            "任务办理",
            "TaskEntry",
            entries.select_related("assignment", "by").order_by("at", "pk"),
            (
                ("任务编号", lambda row: row.assignment.number),
                ("事项", lambda row: row.get_kind_display()),
                ("内容", lambda row: row.text),
                ("时间", lambda row: row.at),
                ("办理人", lambda row: row.by.name),
            ),
        ),
    ]


def outside_sections(matter: Matter) -> list[Section]:
    """Return the public commitments, and what was bound to the matter by number alone.

    Who a reference came from, and its label, are read from nowhere.
    """
    promises = Commitment.objects.filter(incident_id__in=matter.keys)
    references = Reference.objects.filter(incident_id__in=matter.keys).select_related(
        "petition"
    )
    listed = ("number", "origin", "outside_number", "bound_at", "settled_at")
    return [
        table(
            "commitments",
            "公开承诺",
            "Commitment",
            promises.select_related("unit").order_by("made_at", "pk"),
            (
                ("承诺编号", lambda row: row.number),
                ("承诺", lambda row: row.text),
                ("单位", lambda row: row.unit.name),
                ("期限", lambda row: row.due_at),
                ("兑现时间", lambda row: row.fulfilled_at),
                ("兑现情况", lambda row: row.how),
            ),
        ),
        table(
            "references",
            "关联来件",
            "Reference",
            references.select_related("petition")
            .only(*listed, "petition__received_at")
            .order_by("bound_at", "pk"),
            (
                ("编号", lambda row: row.number),
                ("类别", lambda row: row.get_origin_display()),
                ("来件编号", lambda row: row.outside_number),
                ("收件日期", lambda row: row.petition and row.petition.received_at),
                ("关联时间", lambda row: row.bound_at),
                ("办结时间", lambda row: row.settled_at),
            ),
        ),
    ]
