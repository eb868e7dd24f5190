"""Audit records about prevention as sentences: risks, sweeps, decisions, plans."""

from __future__ import annotations

from django.utils.translation import gettext_noop

PREVENTION: dict[str, str] = {
    "risk.registered": gettext_noop("%(who)s登记风险点“%(label)s”（%(ref)s）"),
    "risk.changed": gettext_noop("%(who)s修改风险点 %(ref)s：%(reason)s"),
    "risk.reviewed": gettext_noop("%(who)s复核风险点 %(ref)s，无变化：%(reason)s"),
    "risk.handed_over": gettext_noop("%(who)s更换风险点 %(ref)s 的责任人：%(reason)s"),
    "risk.lowered": gettext_noop("%(who)s签署调低风险点 %(ref)s 的等级（%(asked_by)s申请）"),
    "risk.put_off": gettext_noop("%(who)s签署推迟复核风险点 %(ref)s（%(asked_by)s申请）"),
    "risk.settled": gettext_noop("%(who)s签署风险点 %(ref)s 销号（%(asked_by)s申请）"),
    "risk.listed_again": gettext_noop("%(who)s重新列入风险点 %(ref)s：%(reason)s"),
    "risk.change_asked": gettext_noop("%(who)s申请变更风险点 %(ref)s，待签署：%(reason)s"),
    "risk.change_returned": gettext_noop("%(who)s退回风险点 %(ref)s 的变更：%(reason)s"),
    "risk_date.added": gettext_noop("%(who)s添加风险时间节点“%(label)s”"),
    "risk_date.changed": gettext_noop("%(who)s修改风险时间节点“%(label)s”"),
    "sweep.opened": gettext_noop("%(who)s开展%(label)s，%(units)s 个单位参加"),
    "sweep.confirmed": gettext_noop("%(who)s代表%(unit)s确认%(label)s"),
    "sweep.compiled": gettext_noop("%(who)s汇总%(label)s并送签"),
    "sweep.signed": gettext_noop("%(who)s签发%(label)s"),
    "sweep.returned": gettext_noop("%(who)s退回%(label)s：%(reason)s"),
    "sweep.report_drafted": gettext_noop("%(who)s拟出%(label)s的上报报告（%(report)s）"),
    "sweep.reported": gettext_noop("%(who)s上报%(label)s（%(report)s）"),
    "decision.started": gettext_noop("%(who)s新建决策评估卷 %(ref)s“%(label)s”"),
    "decision.edited": gettext_noop("%(who)s编辑决策评估卷 %(ref)s"),
    "decision.method_added": gettext_noop("%(who)s在 %(ref)s 登记评估方法"),
    "decision.method_struck": gettext_noop("%(who)s在 %(ref)s 撤销评估方法：%(reason)s"),
    "decision.point_added": gettext_noop("%(who)s在 %(ref)s 登记风险点 %(place)s"),
    "decision.point_edited": gettext_noop("%(who)s在 %(ref)s 修改风险点 %(place)s"),
    "decision.point_struck": gettext_noop("%(who)s在 %(ref)s 撤销风险点 %(place)s：%(reason)s"),
    "decision.dissent_added": gettext_noop("%(who)s在 %(ref)s 登记%(source)s的不同意见"),
    "decision.submitted": gettext_noop("%(who)s将决策评估卷 %(ref)s 报领导签署"),
    "decision.signed": gettext_noop("%(who)s签署决策评估卷 %(ref)s 第 %(version)s 版"),
    "decision.returned": gettext_noop("%(who)s退回决策评估卷 %(ref)s：%(reason)s"),
    "decision.revised": gettext_noop("%(who)s修订决策评估卷 %(ref)s：%(reason)s"),
    "decision.announced": gettext_noop("%(who)s登记 %(ref)s 的决策于 %(on)s 公布"),
    "decision.incident_linked": gettext_noop(
        "%(who)s将事件 %(incident)s 关联决策评估卷 %(ref)s：%(reason)s"
    ),
    "plan.started": gettext_noop("%(who)s新建处置预案 %(ref)s“%(label)s”"),
    "plan.edited": gettext_noop("%(who)s编辑处置预案 %(ref)s"),
    "plan.item_added": gettext_noop("%(who)s在处置预案 %(ref)s 增加一项"),
    "plan.item_dropped": gettext_noop("%(who)s在处置预案 %(ref)s 删除一项"),
    "plan.submitted": gettext_noop("%(who)s将处置预案 %(ref)s 报领导批准"),
    "plan.approved": gettext_noop("%(who)s批准处置预案 %(ref)s 第 %(version)s 版"),
    "plan.returned": gettext_noop("%(who)s退回处置预案 %(ref)s：%(reason)s"),
    "plan.revised": gettext_noop("%(who)s修订处置预案 %(ref)s：%(reason)s"),
    "plan.activated": gettext_noop("%(who)s在事件 %(incident)s 启动处置预案 %(ref)s"),
}
