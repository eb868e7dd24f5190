"""Sentences of the record: what a chain, its frozen heads and what was signed do not agree in.

In:   nothing.    Out:  ``SENTENCES``, code → Chinese sentence.
Cost: none.
"""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # a chain
    "record.anchored": marked("前后一致，已与另存的校验值核对至第 %(seq)s 条（%(day)s）"),
    "record.stamped": marked(
        "前后一致，时间戳机构在 %(at)s 签过，证明到第 %(seq)s 条（%(day)s）"
    ),
    "record.unanchored": marked("前后一致，未与另存的校验值核对"),
    "record.broken": marked("自第 %(at)s 条起校验未通过：%(why)s"),
    "record.restricted_broken": marked("限制查阅的记录自第 %(at)s 条起校验未通过：%(why)s"),
    "record.restricted_differs": marked("限制查阅的事项与其记录不一致，请检举控告经办人核对"),
    "record.missing": marked("第 %(seq)s 条缺失"),
    "record.changed": marked("第 %(seq)s 条被改过"),
    "record.tail_missing": marked("末尾缺记录"),
    "record.chain_missing": marked("审计链整体缺失"),
    "record.chain_end_missing": marked("链尾登记缺失"),
    # frozen heads, and heads saved elsewhere
    "record.head_changed": marked("%(day)s 的每日校验值被改过"),
    "record.head_without_record": marked("截至 %(day)s 的记录缺失"),
    "record.root_differs": marked("审计记录与 %(day)s 的每日根校验值不一致"),
    "record.head_differs": marked("审计记录与 %(day)s 的每日校验值不一致"),
    "record.saved_day_missing": marked("另存有 %(day)s 的校验值，审计链中无该日"),
    "record.saved_head_differs": marked("与另存的 %(day)s 的校验值不一致"),
    # the installation
    "record.heads_missing": marked(
        "每日校验值第 %(first)s 至 %(last)s 行缺失，可能整个局被删除"
    ),
    "record.head_not_linked": marked("每日校验值第 %(number)s 行未与前一行衔接"),
    "record.bureau_missing": marked("编号 %(ref)s 的局已不存在，其审计记录仍在"),
    "record.saved_bureau_missing": marked("另存的校验值属于 %(slug)s，本系统无此局"),
    "record.triggers_missing": marked("数据库不再拒绝改动定稿的表：%(tables)s"),
    "record.timestamp_invalid": marked(
        "每日校验值第 %(number)s 行的时间戳无效，或非受信任机构签发"
    ),
    "record.certificates_unreadable": marked(
        "HUIYING_TIMESTAMP_CERTIFICATES 所指文件无法读取证书，时间戳未核对"
    ),
    # what could not be compared
    "record.row_unreadable": marked(
        "数据表 %(table)s 编号 %(row)s 的行：内容格式不对，无法核对，可能在程序以外被改过"
    ),
    "record.comparison_unfinished": marked(
        "核对项 %(ref)s 没有做完（%(error)s），其余各项已照常核对；请由系统管理员查看运行日志"
    ),
    # releases
    "record.release_not_recorded": marked("回应 %(ref)s：无发布记录"),
    "record.release_record_changed": marked("回应 %(ref)s：发布的记录被改过"),
    "record.release_moment_differs": marked("回应 %(ref)s：发布时间与审计记录不一致"),
    "record.release_approval_differs": marked("回应 %(ref)s：审定人职务与审计记录不一致"),
    "record.release_words_differ": marked("回应 %(ref)s：文本与审计记录中发布的文本不一致"),
    "record.release_not_sealed": marked("回应 %(ref)s：文本已替换为封存公告，无封存记录"),
    "record.release_notice_differs": marked("回应 %(ref)s：封存公告与审计记录不一致"),
    "record.release_missing": marked("回应 %(ref)s：审计记录中已发布，现已缺失"),
    # files
    "record.file_not_recorded": marked("文件 %(ref)s：无登记记录"),
    "record.file_hash_differs": marked("文件 %(ref)s：登记的校验值与审计记录不一致"),
    "record.file_unreadable": marked("文件 %(ref)s：磁盘上缺失，或与登记内容不一致"),
    "record.file_not_erased": marked("文件 %(ref)s：记录里已销毁，却还能打开"),
    "record.file_erasure_not_recorded": marked("文件 %(ref)s：已销毁，无销毁记录"),
    "record.file_missing": marked("文件 %(ref)s：审计记录中已登记，现已缺失"),
    "record.petition_erasure_not_recorded": marked("信访事项 %(ref)s：已删除，无删除记录"),
    "record.petition_not_erased": marked("信访事项 %(ref)s：审计记录中已删除，现仍有内容"),
    "record.petition_recusal_differs": marked("信访事项 %(ref)s：回避人员与审计记录不一致"),
    "record.incident_recusal_differs": marked("事件 %(ref)s：回避人员与审计记录不一致"),
    "record.packet_differs": marked("证据包 %(ref)s 的校验值：与审计记录不一致"),
    "record.snapshot_differs": marked("网页快照第 %(ref)s 号：与审计记录不一致"),
    "record.topic_differs": marked("关注主题“%(ref)s”：与审计记录不一致"),
    "record.exemption_differs": marked("监测覆盖 %(ref)s：“不需覆盖”与审计记录不一致"),
    "record.petition_missing": marked("信访事项 %(ref)s：审计记录中已收到，现已缺失"),
    # signed minutes, approved proposals, opinions of the district mechanism
    "record.minutes_differ": marked("会商纪要 %(ref)s：与审计记录中签署的纪要不一致"),
    "record.minutes_not_signed": marked("会商纪要 %(ref)s：审计记录中无签署"),
    "record.minutes_signed": marked("会商纪要 %(ref)s：审计记录中已签署，现非已签署状态"),
    "record.minutes_missing": marked("会商纪要 %(ref)s：审计记录中已签署，现已缺失"),
    "record.proposal_differs": marked("处置意见 %(ref)s：与审计记录中批准的意见不一致"),
    "record.proposal_not_approved": marked("处置意见 %(ref)s：审计记录中无批准"),
    "record.proposal_approved": marked("处置意见 %(ref)s：审计记录中已批准，现非已批准状态"),
    "record.proposal_missing": marked("处置意见 %(ref)s：审计记录中已批准，现已缺失"),
    "record.mechanism_differs": marked("机制审核 %(ref)s：与审计记录中登记的意见不一致"),
    "record.mechanism_not_recorded": marked("机制审核 %(ref)s：无登记记录"),
    "record.mechanism_not_countersigned": marked("机制审核 %(ref)s：审计记录中无核签"),
    "record.mechanism_missing": marked("机制审核 %(ref)s：审计记录中已登记，现已缺失"),
    # confirmations of agencies, grades, the public roster, official accounts
    "record.confirmation_differs": marked("沟通确认 %(ref)s：答复或文字与审计记录不一致"),
    "record.confirmation_not_recorded": marked("沟通确认 %(ref)s：无送出记录"),
    "record.confirmation_missing": marked("沟通确认 %(ref)s：审计记录中有，现已缺失"),
    "record.grade_differs": marked("事件 %(ref)s：等级与审计记录中签署的等级不一致"),
    "record.objection_differs": marked("事件 %(ref)s：等级异议与审计记录不一致"),
    "record.situation_differs": marked("事件 %(ref)s：现况修订与审计记录不一致"),
    "record.incident_missing": marked("事件 %(ref)s：审计记录中已登记，现已缺失"),
    "record.responder_differs": marked("回应人员 %(ref)s：名单内容与审计记录不一致"),
    "record.responder_not_recorded": marked("回应人员 %(ref)s：无列入名单记录"),
    "record.responder_missing": marked("回应人员 %(ref)s：审计记录中有，现已缺失"),
    "record.account_differs": marked("官方账号 %(ref)s：与审计记录中登记的账号不一致"),
    "record.account_not_recorded": marked("官方账号 %(ref)s：无登记记录"),
    "record.account_missing": marked("官方账号 %(ref)s：审计记录中已登记，现已缺失"),
    # confirmed findings, reports of units
    "record.finding_differs": marked("核实 %(ref)s：与审计记录中审核的结论不一致"),
    "record.finding_answer_differs": marked("核实 %(ref)s：待审核结论与审计记录中的答复不一致"),
    "record.finding_not_confirmed": marked("核实 %(ref)s：审计记录中无审核"),
    "record.finding_missing": marked("核实 %(ref)s：审计记录中已审核，现无已审核结论"),
    "record.instruction_differs": marked("批示 %(ref)s：与审计记录不一致"),
    "record.instruction_not_recorded": marked("批示 %(ref)s：无作出或登记记录"),
    "record.instruction_missing": marked("批示 %(ref)s：审计记录中有，现已缺失"),
    "record.supervision_differs": marked("督办 %(ref)s：与审计记录不一致"),
    "record.supervision_not_recorded": marked("督办 %(ref)s：无立项记录"),
    "record.supervision_missing": marked("督办 %(ref)s：审计记录中有，现已缺失"),
    "record.decision_not_recorded": marked("决策评估卷 %(ref)s：签署未记入审计记录"),
    "record.decision_differs": marked("决策评估卷 %(ref)s：与签署时不一致"),
    "record.decision_missing": marked("决策评估卷 %(ref)s：审计记录中有，现已缺失"),
    "record.plan_not_recorded": marked("处置预案 %(ref)s：批准未记入审计记录"),
    "record.plan_differs": marked("处置预案 %(ref)s：与批准时不一致"),
    "record.plan_missing": marked("处置预案 %(ref)s：审计记录中有，现已缺失"),
    "record.drill_not_recorded": marked("演练 %(ref)s：结果未记入审计记录"),
    "record.drill_differs": marked("演练 %(ref)s：结果与收取时不一致"),
    "record.drill_missing": marked("演练 %(ref)s：审计记录中有，结果现已缺失"),
    "record.late_record_differs": marked("补登送达时间 %(ref)s：与审计记录不一致"),
    "record.late_record_missing": marked("补登送达时间 %(ref)s：审计记录中有，现已缺失"),
    # the archive, deletions of posts
    "record.filing_differs": marked("档号 %(ref)s：与审计记录中的归档不一致"),
    "record.filing_not_recorded": marked("档号 %(ref)s：无归档记录"),
    "record.filing_missing": marked("档号 %(ref)s：审计记录中已归档，现已缺失"),
    "record.fonds_differs": marked("全宗号 %(ref)s：与审计记录不一致"),
    "record.deletion_differs": marked("帖文删除计划 %(ref)s：与审计记录不一致"),
    "record.deletion_not_recorded": marked("帖文删除计划 %(ref)s：无拟订记录"),
    "record.deletion_not_signed": marked("帖文删除计划 %(ref)s：审计记录中无签署"),
    "record.deletion_missing": marked("帖文删除计划 %(ref)s：审计记录中有，现已缺失"),
    # reports to superior bodies
    "record.report_signature_differs": marked("报告 %(ref)s：文稿或签发与审计记录不一致"),
    "record.report_withdrawal_differs": marked("报告 %(ref)s：撤回与审计记录不一致"),
    "record.risk_differs": marked("风险点 %(ref)s：与审计记录不一致"),
    "record.risk_not_recorded": marked("风险点 %(ref)s：无登记记录"),
    "record.risk_missing": marked("风险点 %(ref)s：审计记录中有，现已缺失"),
    "record.sweep_differs": marked("风险定期梳理 %(ref)s：与审计记录不一致"),
    "record.sweep_not_recorded": marked("风险定期梳理 %(ref)s：无开展记录"),
    "record.sweep_missing": marked("风险定期梳理 %(ref)s：审计记录中有，现已缺失"),
    "record.recipient_differs": marked("归口表 %(ref)s：与审计记录不一致"),
    "record.recipient_not_recorded": marked("归口表 %(ref)s：无添加记录"),
    "record.report_schedule_differs": marked("定期报送时间：与审计记录不一致"),
    "record.recipient_missing": marked("归口表 %(ref)s：审计记录中有，现已缺失"),
    "record.delivery_differs": marked("报送 %(ref)s：送交或回执与审计记录不一致"),
    "record.deliveries_missing": marked("报告 %(ref)s：报送对象与审计记录不一致"),
    "record.report_differs": marked("通报 %(ref)s：反馈与审计记录不一致"),
    # roles, versions of the rule book
    "record.role_not_granted": marked("角色 %(ref)s：审计记录中无授予"),
    "record.rules_differ": marked("规则第 %(ref)s 版：与审计记录中施行的规则不一致"),
    "record.rules_not_adopted": marked("规则第 %(ref)s 版：无施行记录"),
    "record.rules_missing": marked("规则第 %(ref)s 版：审计记录中有，现已缺失"),
}
