"""Sentences of the clocks: why one was stopped or cancelled, or goes on after a pause.

In:   nothing.    Out:  ``SENTENCES``, code → Chinese sentence.
Cost: none.
"""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    "clocks.as_written": marked("%(words)s"),  # what an officer typed
    # Candidates and grades.
    "clocks.graded": marked("定级后按新的等级计时"),
    "clocks.downgraded": marked("降级后按新的等级计时"),
    "clocks.merged": marked("并入“%(title)s”"),
    "clocks.merged_earlier": marked("并入后按更早的起点计时"),
    "clocks.no_major_emergency": marked("不再列为重大突发事件"),
    "clocks.no_public_answer": marked("研判为不公开回应"),
    "clocks.public_answer": marked("已研判为公开回应"),
    "clocks.not_major": marked("未升为重大"),
    "clocks.grade_kept": marked("经研判不升级"),
    "clocks.raised": marked("已升级，按新的等级计时"),
    "clocks.taken_back": marked("并入已撤回"),
    "clocks.not_negative": marked("已记为非负面，另行计时"),
    "clocks.graded_otherwise": marked("已另行定级"),
    "clocks.settled": marked("事件已办结、并入或排除"),
    # Notices, verification and tasks.
    "clocks.shown_in_app": marked("本单位人员已在系统内打开"),
    "clocks.link_confirmed": marked("签名链接经人确认"),
    "clocks.channel_receipt": marked("渠道回执"),
    "clocks.delivered_by_phone": marked("电话送达"),
    "clocks.delivered_on_paper": marked("书面送达"),
    "clocks.signed_for": marked("已签收"),
    "clocks.notified_before": marked("并入的事件已经通报过"),
    "clocks.returned": marked("已退回"),
    "clocks.other_unit_notified": marked("已另行通报"),
    "clocks.guidance_replaced": marked("已有新版口径"),
    "clocks.reported": marked("已反馈"),
    "clocks.verification_withdrawn": marked("核实单已撤销"),
    "clocks.other_date_set": marked("副组长批示另定期限"),
    "clocks.task_recalled": marked("交办已收回"),
    "clocks.supervision_closed": marked("督办已销号"),
    "clocks.supervision_returned": marked("反馈已退回补充，另行计时"),
    "clocks.supervision_withdrawn": marked("督办已撤销"),
    "clocks.superior_answered": marked("反馈已送达上级"),
    # Sweeps for risks.
    "clocks.sweep_opened": marked("下一期梳理已开展"),
    "clocks.sweep_confirmed": marked("本单位已确认"),
    "clocks.sweep_signed": marked("梳理结果已签发"),
    "clocks.sweep_reported": marked("梳理结果已上报"),
    # Petitions, promises and liaison.
    "clocks.answered": marked("已答复"),
    "clocks.pause_over": marked("暂停期满，自动恢复计时"),
    "clocks.reached": marked("已联系上，尚未答复"),
    "clocks.not_reached": marked("未联系上"),
    "clocks.wants_no_answer": marked("来件人明确表示不需要答复"),
    "clocks.opinion_delivered": marked("书面处理意见书已送达"),
    "clocks.petition_withdrawn": marked("信访人已撤回"),
    "clocks.petition_forwarded": marked("已转送、交办"),
    "clocks.petition_objected": marked("承办单位提出职权异议：%(why)s"),
    "clocks.petition_accepted": marked("已受理并告知"),
    "clocks.petition_other_kind": marked("登记为其他类别，按该类别的期限办理"),
    "clocks.petition_erased": marked("已依法删除"),
    "clocks.diversion_decided": marked("已核对"),
    "clocks.petition_refused": marked("不予受理并告知"),
    "clocks.extended": marked("经批准延期：%(why)s"),
    "clocks.unlinked": marked("已取消关联"),
    "clocks.fulfilled": marked("已兑现"),
    "clocks.contacted": marked("已联络"),
    "clocks.contact_ended": marked("不再联络"),
    "clocks.done": marked("已完成"),
    # Answers, press and closing.
    "clocks.published": marked("已公开回应"),
    "clocks.holding_statement": marked("已先行回应"),
    "clocks.withholding_reviewed": marked("已复审"),
    "clocks.proceed_unconfirmed": marked("领导决定不经确认"),
    "clocks.confirmation_void": marked("文字有改动，确认作废"),
    "clocks.press_conference_held": marked("已召开新闻发布会"),
    "clocks.answered_later": marked("已补答"),
    "clocks.media_refused": marked("已告知不接受"),
    "clocks.leak_reported": marked("已报告"),
    "clocks.seal_refused": marked("未封存"),
    "clocks.condition_met": marked("该条已满足，无需豁免"),
    "clocks.incident_closed": marked("已办结"),
    "clocks.incident_reopened": marked("事件已重新办理"),
    # Requests to approve.
    "clocks.approved": marked("同意"),
    "clocks.returned_for_changes": marked("退回修改"),
    "clocks.cancelled": marked("已取消"),
    "clocks.sent_again": marked("已重新送审"),
    "clocks.answer_changed": marked("送审后文字已修改"),
    "clocks.answer_discarded": marked("起草人终止了该回应"),
    "clocks.proposal_sent_again": marked("已重新报审"),
    "clocks.proposal_changed": marked("报审后文字有改动"),
    "clocks.consultation_changed": marked("送签后会商内容有改动"),
    "clocks.consultation_cancelled": marked("会商已取消"),
    "clocks.application_changed": marked("申请有改动"),
    # Reports to superior bodies.
    "clocks.report_sent": marked("已报送"),
    "clocks.report_sent_without": marked("已报送；缺报 %(count)s 家，经领导签署"),
    "clocks.report_received": marked("已回执"),
    "clocks.report_changed": marked("送签后报告有改动"),
    "clocks.report_withdrawn": marked("报告已撤回"),
    "clocks.report_not_owed": marked("不再列为重大，无需初报"),
    "clocks.report_covered": marked("该事件已有初报报出"),
}
