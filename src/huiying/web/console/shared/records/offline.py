"""Audit records about offline work as sentences: tasks, teams, references."""

from __future__ import annotations

from django.utils.translation import gettext_noop

OFFLINE: dict[str, str] = {
    "consultation.called": gettext_noop("%(who)s召集会商 %(ref)s，邀请 %(invited)s 方"),
    "consultation.skipped": gettext_noop("%(who)s登记不会商的理由：%(reason)s"),
    "consultation.invited": gettext_noop("%(who)s为会商 %(ref)s 再邀请 %(invited)s 方"),
    "consultation.attendance": gettext_noop("%(who)s登记会商 %(ref)s 的出席情况"),
    "consultation.opinion": gettext_noop("%(who)s把一条意见记入会商 %(ref)s"),
    "consultation.dissent": gettext_noop("%(who)s把一条不同意见记入会商 %(ref)s"),
    "consultation.cancelled": gettext_noop("%(who)s取消会商 %(ref)s：%(reason)s"),
    "minutes.written": gettext_noop("%(who)s写会商纪要 %(ref)s"),
    "minutes.sent": gettext_noop("%(who)s把会商纪要 %(ref)s 送签"),
    "minutes.signed": gettext_noop("%(who)s签署会商纪要 %(ref)s"),
    "minutes.returned": gettext_noop("%(who)s退回会商纪要 %(ref)s：%(reason)s"),
    "proposal.started": gettext_noop("%(who)s起草处置意见 %(ref)s"),
    "proposal.edited": gettext_noop("%(who)s修改处置意见 %(ref)s"),
    "proposal.submitted": gettext_noop("%(who)s把处置意见 %(ref)s 报审"),
    "proposal.emergency": gettext_noop("%(who)s紧急先行，报请追认 %(ref)s：%(reason)s"),
    "proposal.approved": gettext_noop("%(who)s批准处置意见 %(ref)s"),
    "proposal.returned": gettext_noop("%(who)s退回处置意见 %(ref)s：%(reason)s"),
    "proposal.ratified": gettext_noop("%(who)s追认处置意见 %(ref)s"),
    "proposal.not_ratified": gettext_noop(
        "%(who)s不予追认 %(ref)s，收回交办 %(recalled)s 项：%(reason)s"
    ),
    "proposal.assigned": gettext_noop("%(who)s按处置意见 %(ref)s 交办%(unit)s（%(task)s）"),
    "proposal.accepted": gettext_noop("%(unit)s签收 %(task)s（%(who)s）"),
    "superior.added": gettext_noop("%(who)s登记上级机关“%(label)s”"),
    "superior.changed": gettext_noop("%(who)s修改上级机关“%(label)s”"),
    "clock.paused": gettext_noop("%(who)s依法暂停“%(label)s”时限：%(basis)s"),
    "clock.resumed_by_itself": gettext_noop(
        "“%(label)s”时限暂停期满，自动恢复计时，%(days)s 日不计"
    ),
    "clock.resumed": gettext_noop("%(who)s恢复“%(label)s”时限，%(days)s 日不计"),
    "reference.received": gettext_noop("%(who)s登记来件 %(ref)s 的收到日期，受理告知期限开始"),
    "reference.registered": gettext_noop(
        "%(who)s登记来件 %(ref)s 的收到日期，转送、交办期限开始"
    ),
    "reference.forwarded": gettext_noop(
        "%(who)s把来件 %(ref)s 转送、交办%(unit)s，受理告知期限开始"
    ),
    "reference.forwarded_late": gettext_noop(
        "%(who)s补登来件 %(ref)s 于 %(day)s 转送、交办%(unit)s：%(reason)s"
    ),
    "reference.accepted_late": gettext_noop(
        "%(who)s补登来件 %(ref)s 于 %(day)s 受理：%(reason)s"
    ),
    "reference.objected": gettext_noop("%(who)s登记对来件 %(ref)s 的职权异议：%(reason)s"),
    "reference.accepted": gettext_noop("%(who)s登记来件 %(ref)s 已受理，办结期限开始"),
    "reference.extended": gettext_noop("%(who)s批准来件 %(ref)s 办结延期：%(reason)s"),
    "reference.review_asked": gettext_noop("%(who)s登记来件 %(ref)s 的复查、复核申请"),
    "team.formed": gettext_noop("%(who)s成立处置回应工作小组“%(label)s”，%(members)s 人"),
    "team.changed": gettext_noop("%(who)s调整处置回应工作小组“%(label)s”，%(members)s 人"),
    "team.dissolved": gettext_noop(
        "%(who)s解散处置回应工作小组“%(label)s”，移交 %(tasks)s 项交办"
    ),
    "task.reported": gettext_noop("%(unit)s反馈交办 %(ref)s，附材料 %(files)s 件（%(who)s）"),
    "task.material_added": gettext_noop("%(who)s为交办 %(ref)s 补充材料 %(files)s 件"),
    "task.returned": gettext_noop(
        "%(who)s把交办 %(ref)s 退回%(unit)s重办（第 %(returns)s 次）"
    ),
    "task.sent_back": gettext_noop("%(unit)s退回交办 %(ref)s（第 %(returns)s 次）"),
    "task.escalated": gettext_noop("交办 %(ref)s 退回 %(returns)s 次，报副组长批示"),
    "task.reassigned": gettext_noop("%(who)s把交办 %(ref)s 改派%(unit)s"),
    "task.instructed": gettext_noop("%(who)s批示交办 %(ref)s，由%(unit)s办理"),
    "task.recalled": gettext_noop("%(who)s收回交办 %(ref)s"),
    "task.checked": gettext_noop("%(who)s现场核查交办 %(ref)s，附材料 %(files)s 件"),
    "task.closed": gettext_noop("%(who)s验收交办 %(ref)s，办结"),
    "instruction.given": gettext_noop("%(leader)s批示 %(ref)s"),
    "instruction.entered": gettext_noop("%(who)s登记%(leader)s批示 %(ref)s，待本人确认"),
    "instruction.confirmed": gettext_noop("%(who)s确认 %(ref)s 为本人批示"),
    "instruction.disowned": gettext_noop("%(who)s未予确认批示 %(ref)s：%(reason)s"),
    "supervision.opened": gettext_noop("%(who)s依据 %(because)s 督办%(unit)s（%(ref)s）"),
    "supervision.reported": gettext_noop(
        "%(unit)s反馈督办 %(ref)s，附材料 %(files)s 件（%(who)s）"
    ),
    "supervision.returned": gettext_noop("%(who)s退回督办 %(ref)s 的反馈：%(reason)s"),
    "supervision.reassigned": gettext_noop("%(who)s把督办 %(ref)s 改派%(unit)s：%(reason)s"),
    "supervision.reminded": gettext_noop("%(who)s催办督办 %(ref)s（%(unit)s）"),
    "supervision.closing_asked": gettext_noop("%(who)s申请督办 %(ref)s 销号"),
    "supervision.not_closed": gettext_noop("%(who)s未予督办 %(ref)s 销号：%(reason)s"),
    "supervision.closed": gettext_noop("%(who)s签署督办 %(ref)s 销号（%(requested_by)s申请）"),
    "petition.received": gettext_noop("%(who)s收到信访事项 %(ref)s"),
    "reference.bound": gettext_noop("%(who)s关联来件 %(ref)s"),
    "reference.emptied": gettext_noop(
        "信访事项已依法删除，来件 %(ref)s 的事由和来件人同时删除"
    ),
    "reference.unbound": gettext_noop("%(who)s取消关联来件 %(ref)s"),
    "reference.contacted": gettext_noop("%(who)s登记与来件 %(ref)s 当事人的联系"),
    "reference.opinion_recorded": gettext_noop(
        "%(who)s登记来件 %(ref)s 的意见书送达（%(document)s）"
    ),
    "reference.opinion_confirmed": gettext_noop(
        "%(who)s核签来件 %(ref)s 的意见书送达（%(document)s），法定期限结束"
    ),
    "reference.opinion_returned": gettext_noop(
        "%(who)s未予核签来件 %(ref)s 的意见书送达（%(document)s）：%(reason)s"
    ),
    "reference.withdrawal_confirmed": gettext_noop("%(who)s核签来件 %(ref)s 的撤回"),
    "reference.withdrawal_returned": gettext_noop(
        "%(who)s未核签来件 %(ref)s 的撤回：%(reason)s"
    ),
    "reference.revealed": gettext_noop("%(who)s查看来件 %(ref)s 的来件人信息：%(reason)s"),
    "commitment.made": gettext_noop("%(who)s登记公开承诺 %(ref)s，%(due)s 前兑现"),
    "commitment.kept": gettext_noop("%(who)s登记公开承诺 %(ref)s 已兑现"),
    "clock.reminded": gettext_noop("系统提醒：“%(label)s”时限已过 %(percent)s%%"),
    "clock.acknowledged": gettext_noop("%(who)s标记办理中：“%(label)s”"),
    "clock.ack_lapsed": gettext_noop("“%(label)s”标记办理中期满未完成，系统再次提醒"),
    "clock.breached": gettext_noop("“%(label)s”超过时限"),
}
