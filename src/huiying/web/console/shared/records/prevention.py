"""Audit records about prevention as sentences: risks, dates, sweeps."""

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
}
