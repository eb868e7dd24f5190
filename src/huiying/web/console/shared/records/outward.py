"""Audit records about outside relations as sentences: links, liaison, channels, press."""

from __future__ import annotations

from django.utils.translation import gettext_noop

OUTWARD: dict[str, str] = {
    "liaison.added": gettext_noop("%(who)s登记联络单位：%(label)s"),
    "liaison.changed": gettext_noop("%(who)s修改联络单位：%(label)s"),
    "liaison.ended": gettext_noop("%(who)s停用联络单位：%(label)s"),
    "liaison.talked": gettext_noop("%(who)s记下与%(label)s的一次联络"),
    "liaison.followed": gettext_noop("%(who)s登记与%(label)s约定的一项事项完成"),
    "training.recorded": gettext_noop("%(who)s登记培训“%(label)s”，%(people)s 人参加"),
    "share.made": gettext_noop("%(who)s将情况共享给%(unit)s（%(ref)s）"),
    "share.opened": gettext_noop("%(unit)s的共享链接首次打开（%(ref)s）"),
    "share.revoked": gettext_noop("%(who)s收回给%(unit)s的共享 %(ref)s：%(reason)s"),
    "lead.received": gettext_noop("%(unit)s交来一条线索（%(ref)s）"),
    "lead.taken": gettext_noop("%(who)s把%(unit)s交来的线索 %(ref)s 录入为帖文"),
    "lead.set_aside": gettext_noop("%(who)s不采用线索 %(ref)s：%(reason)s"),
    "agency.token_made": gettext_noop("%(who)s为%(label)s的系统生成接入令牌"),
    "agency.token_ended": gettext_noop("%(who)s收回%(label)s系统的接入令牌：%(reason)s"),
    "agency.token_refused": gettext_noop("%(label)s的系统用已失效的口令来过，已拒绝"),
    "webhook.added": gettext_noop("%(who)s添加事件推送“%(label)s”，待确认"),
    "webhook.changed": gettext_noop("%(who)s修改事件推送“%(label)s”"),
    "webhook.confirmed": gettext_noop("%(who)s确认事件推送“%(label)s”的地址"),
    "webhook.secret_asked": gettext_noop("%(who)s申请更换事件推送“%(label)s”的密钥，待确认"),
    "webhook.secret_dropped": gettext_noop("%(who)s撤回更换事件推送“%(label)s”密钥的申请"),
    "webhook.secret_replaced": gettext_noop("%(who)s更换事件推送“%(label)s”的密钥"),
    "webhook.tried": gettext_noop("%(who)s向事件推送“%(label)s”发送测试"),
    "webhook.sent_again": gettext_noop("%(who)s让事件推送“%(label)s”重新发送一条"),
    "webhook.switched_off": gettext_noop("事件推送“%(label)s”已停用：%(reason)s"),
    "integration_token.asked": gettext_noop("%(who)s申请读取令牌“%(label)s”：%(reason)s"),
    "integration_token.signed": gettext_noop("%(who)s签署读取令牌“%(label)s”"),
    "integration_token.made": gettext_noop("%(who)s生成读取令牌“%(label)s”"),
    "integration_token.ended": gettext_noop("%(who)s收回读取令牌“%(label)s”：%(reason)s"),
    "integration_token.refused": gettext_noop("令牌“%(label)s”已失效或来自其他网络，已拒绝"),
    "file.released": gettext_noop("%(who)s解除文件 %(ref)s 的证据用途：%(reason)s"),
    "file.erasure_asked": gettext_noop("%(who)s申请销毁文件 %(ref)s：%(reason)s"),
    "file.erasure_refused": gettext_noop("%(who)s不同意销毁文件 %(ref)s：%(reason)s"),
    "outlet.planned": gettext_noop("%(who)s把“%(label)s”加进发布计划"),
    "outlet.changed": gettext_noop("%(who)s修改发布计划里的“%(label)s”"),
    "outlet.dropped": gettext_noop("%(who)s决定不在“%(label)s”发布：%(reason)s"),
    "outlet.carried": gettext_noop("%(who)s登记“%(label)s”已发第 %(version)s 版"),
    "outlet.doubted": gettext_noop("%(who)s登记“%(label)s”结果待核：%(reason)s"),
    "outlet.draft_asked": gettext_noop("%(who)s让系统在“%(label)s”建第 %(version)s 版的草稿"),
    "outlet.drafted": gettext_noop("“%(label)s”的草稿已建，尚未发布"),
    "outlet.publish_asked": gettext_noop("%(who)s把第 %(version)s 版发布到“%(label)s”"),
    "outlet.draft_dropped": gettext_noop("%(who)s放弃“%(label)s”的草稿：%(reason)s"),
    "outlet.failed": gettext_noop("“%(label)s”未发出：%(reason)s"),
    "account.key_set": gettext_noop("%(who)s设置“%(label)s”的公众号接口"),
    "outlet.absent": gettext_noop("%(who)s核实“%(label)s”未发出：%(reason)s"),
    "press.applied": gettext_noop("%(who)s申请发布会“%(label)s”（%(ref)s）"),
    "press.approved": gettext_noop("%(who)s批准发布会申请 %(ref)s"),
    "press.returned": gettext_noop("%(who)s退回发布会申请 %(ref)s：%(reason)s"),
    "press.cancelled": gettext_noop("%(who)s取消发布会 %(ref)s：%(reason)s"),
    "press.held": gettext_noop("%(who)s登记发布会“%(label)s”已召开"),
    "press.answered": gettext_noop("%(who)s记下发布会 %(ref)s 的一问一答"),
    "press.owed": gettext_noop("%(who)s登记发布会 %(ref)s 当场未回答的一问"),
    "press.answered_later": gettext_noop("%(who)s登记发布会 %(ref)s 的一问已补答"),
    "media.asked": gettext_noop("%(who)s登记%(label)s问询（%(ref)s）"),
    "media.answered": gettext_noop("%(who)s登记已答复%(label)s（%(ref)s）"),
    "media.refused": gettext_noop("%(who)s登记不接受%(label)s的问询：%(reason)s"),
    "expert.listed": gettext_noop("%(who)s按本人同意列入一位专家（%(label)s）"),
    "expert.left": gettext_noop("%(who)s按本人意愿移出一位专家（%(label)s）"),
    "expert.explained": gettext_noop("%(who)s登记专家解读“%(label)s”"),
    "report.composition_asked": gettext_noop("%(who)s要求汇总%(label)s"),
    "report.file_asked": gettext_noop(
        "%(who)s生成%(label)s（%(ref)s）第 %(version)s 稿的 %(format)s"
    ),
    "report.drafted": gettext_noop("%(who)s拟出%(label)s（%(ref)s）"),
    "report.edited": gettext_noop("%(who)s修改%(label)s（%(ref)s），存为第 %(version)s 稿"),
    "report.recomposed": gettext_noop(
        "%(who)s重新汇总%(label)s（%(ref)s），存为第 %(version)s 稿"
    ),
    "report.timed": gettext_noop("%(label)s（%(ref)s）开始计时：事件列为重大"),
    "report.submitted": gettext_noop("%(who)s将%(label)s送签（%(ref)s）"),
    "report.signed": gettext_noop("%(who)s签发%(label)s（%(ref)s）"),
    "report.returned": gettext_noop("%(who)s退回%(label)s（%(ref)s）：%(reason)s"),
    "report.sent": gettext_noop("%(who)s报送%(label)s（%(ref)s）"),
    "report.sent_again": gettext_noop("%(who)s向%(to)s再次发送报告 %(ref)s"),
    "report.handed_over": gettext_noop("%(who)s登记报告 %(ref)s 已送交%(to)s"),
    "report.opened": gettext_noop("%(to)s首次打开报告 %(ref)s"),
    "report.received": gettext_noop("%(who)s：%(to)s已回执报告 %(ref)s"),
    "report.withdrawn": gettext_noop("%(who)s撤回%(label)s（%(ref)s）：%(reason)s"),
    "report.withdrawal_asked": gettext_noop(
        "%(who)s申请撤回%(label)s（%(ref)s），待核签：%(reason)s"
    ),
    "report.withdrawal_returned": gettext_noop(
        "%(who)s不同意撤回%(label)s（%(ref)s）：%(reason)s"
    ),
    "report.withdrawal_told": gettext_noop("%(who)s登记已告知%(to)s撤回报告 %(ref)s"),
    "recipient.added": gettext_noop("%(who)s添加归口报送对象“%(label)s”"),
    "recipient.changed": gettext_noop("%(who)s修改归口报送对象“%(label)s”"),
    "recipient.change_asked": gettext_noop(
        "%(who)s提议变更归口报送对象“%(label)s”，待采纳：%(reason)s"
    ),
    "recipient.change_adopted": gettext_noop("%(who)s采纳归口报送对象“%(label)s”的变更"),
    "recipient.change_returned": gettext_noop(
        "%(who)s退回归口报送对象“%(label)s”的变更：%(reason)s"
    ),
    "report_template.changed": gettext_noop("%(who)s修改报告模板（%(label)s）"),
    "received_report.taken": gettext_noop(
        "%(who)s接收%(sender)s的%(label)s（%(number)s，第 %(version)s 稿），编为 %(ref)s"
    ),
    "received_report.withdrawn": gettext_noop(
        "%(sender)s撤回%(label)s（%(number)s）：%(reason)s；由%(who)s接收"
    ),
    "issued_supervision.drafted": gettext_noop(
        "%(who)s拟%(label)s的第 %(step)s 步，送签（%(ref)s）"
    ),
    "issued_supervision.signed": gettext_noop(
        "%(who)s签发%(label)s的第 %(step)s 步（%(ref)s）"
    ),
    "issued_supervision.not_signed": gettext_noop(
        "%(who)s未予签发%(label)s的第 %(step)s 步（%(ref)s）：%(reason)s"
    ),
    "issued_supervision.sent_again": gettext_noop("%(who)s重发%(label)s（%(ref)s）"),
    "issued_supervision.received": gettext_noop("%(who)s已接收督办 %(ref)s 第 %(step)s 步"),
    "issued_supervision.answered": gettext_noop(
        "%(who)s接收%(sender)s对督办 %(ref)s 的第 %(version)s 次反馈"
    ),
    "superior_supervision.taken": gettext_noop(
        "%(who)s接收%(sender)s督办 %(number)s 第 %(step)s 步，编为 %(ref)s"
    ),
    "superior_supervision.answer_drafted": gettext_noop(
        "%(who)s拟反馈%(label)s（%(ref)s），送签"
    ),
    "superior_supervision.answer_signed": gettext_noop("%(who)s签发反馈%(label)s（%(ref)s）"),
    "superior_supervision.answer_returned": gettext_noop(
        "%(who)s未予签发反馈%(label)s（%(ref)s）：%(reason)s"
    ),
    "superior_supervision.answer_sent_again": gettext_noop(
        "%(who)s重发反馈%(label)s（%(ref)s）"
    ),
    "superior_supervision.answer_received": gettext_noop(
        "反馈%(label)s（%(ref)s）已送达：%(who)s"
    ),
    "superior_system.added": gettext_noop("%(who)s登记上级系统“%(label)s”"),
    "superior_system.activated": gettext_noop("%(who)s启用上级系统“%(label)s”"),
    "superior_system.deactivated": gettext_noop("%(who)s停用上级系统“%(label)s”"),
    "superior_system.token_made": gettext_noop("%(who)s生成“%(label)s”的推送令牌"),
    "superior_system.token_ended": gettext_noop("%(who)s收回“%(label)s”的推送令牌：%(reason)s"),
    "superior_system.token_refused": gettext_noop("“%(label)s”的系统出示已失效的令牌，已拒绝"),
    "subordinate.added": gettext_noop("%(who)s登记下级单位“%(label)s”"),
    "subordinate.activated": gettext_noop("%(who)s启用下级单位“%(label)s”"),
    "subordinate.deactivated": gettext_noop("%(who)s停用下级单位“%(label)s”"),
    "subordinate.token_made": gettext_noop("%(who)s生成“%(label)s”的推送令牌"),
    "subordinate.token_ended": gettext_noop("%(who)s收回“%(label)s”的推送令牌：%(reason)s"),
    "subordinate.token_refused": gettext_noop("“%(label)s”的系统出示已失效的令牌，已拒绝"),
    "report_schedule.change_asked": gettext_noop("%(who)s提议变更定期报送时间：%(reason)s"),
    "report_schedule.change_adopted": gettext_noop("%(who)s采纳定期报送时间的变更"),
    "report_schedule.change_returned": gettext_noop(
        "%(who)s退回定期报送时间的变更：%(reason)s"
    ),
    "report_schedule.set": gettext_noop("%(who)s设置定期报送时间"),
    "link.used": gettext_noop("签名链接经人确认"),
    "link.revoked": gettext_noop("%(who)s收回%(unit)s的签名链接：%(reason)s"),
    "message.by_hand": gettext_noop("%(who)s登记另行通知：%(how)s"),
    "message.sent_again": gettext_noop("%(who)s让一条消息重新发送"),
    "message.dead": gettext_noop("消息多次未能发出，须人工处理"),
    "link.refused": gettext_noop("失效链接被使用，未生效（%(unit)s）"),
}
