"""The parts of a dossier that tell what was verified, decided and done, down to its tasks.

In:   a matter.    Out:  sections.
Cost: one or two queries a section.
"""

from __future__ import annotations

from huiying.work.casework.core.models import ResponseTeam
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
from huiying.work.closing.dossiers.section import Section, table


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
