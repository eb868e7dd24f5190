"""Sentences of the record: what a chain, its frozen heads and what was signed do not agree in.

In:   nothing.    Out:  ``SENTENCES``, code → Chinese sentence.
Cost: none.
"""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # a chain
    "record.anchored": marked("前后一致，已锚定到第 %(seq)s 条（%(day)s）"),
    "record.stamped": marked(
        "前后一致，时间戳机构在 %(at)s 签过，证明到第 %(seq)s 条（%(day)s）"
    ),
    "record.unanchored": marked("前后一致，没有锚定"),
    "record.broken": marked("从第 %(at)s 条起断了：%(why)s"),
    "record.missing": marked("第 %(seq)s 条缺了"),
    "record.changed": marked("第 %(seq)s 条被改过"),
    "record.tail_missing": marked("末尾缺记录"),
    "record.chain_missing": marked("整条链不见了"),
    "record.chain_end_missing": marked("链尾的登记不见了"),
    # frozen heads, and heads saved elsewhere
    "record.head_changed": marked("%(day)s 的每日校验值被改过"),
    "record.head_without_record": marked("到 %(day)s 为止的记录缺了"),
    "record.head_differs": marked("记录和 %(day)s 的每日校验值对不上"),
    "record.saved_day_missing": marked("另存有 %(day)s 的校验值，链里没有这一天"),
    "record.saved_head_differs": marked("和另存的 %(day)s 的校验值对不上"),
    # the installation
    "record.heads_missing": marked("每日校验值第 %(first)s 至 %(last)s 行缺了，可能整个局被删"),
    "record.head_not_linked": marked("每日校验值第 %(number)s 行没有接着前一行"),
    "record.bureau_missing": marked("编号 %(ref)s 的局不在了，它的记录还在"),
    "record.saved_bureau_missing": marked("另存的校验值是 %(slug)s 的，这里没有这个局"),
    "record.triggers_missing": marked("数据库不再拒绝改动定稿的表：%(tables)s"),
    "record.timestamp_invalid": marked(
        "每日校验值第 %(number)s 行的时间戳无效，或不是所信任的机构签的"
    ),
    "record.certificates_unreadable": marked(
        "HUIYING_TIMESTAMP_CERTIFICATES 指的文件读不出证书，时间戳没有核对"
    ),
    # releases
    "record.release_not_recorded": marked("回应 %(ref)s：没有发布的记录"),
    "record.release_record_changed": marked("回应 %(ref)s：发布的记录被改过"),
    "record.release_moment_differs": marked("回应 %(ref)s：发布时间不是记录里的时间"),
    "record.release_approval_differs": marked("回应 %(ref)s：审定人的职务不是记录里的职务"),
    "record.release_words_differ": marked("回应 %(ref)s：文字不是记录里发布的文字"),
    "record.release_not_sealed": marked("回应 %(ref)s：文字换成了封存公告，没有封存的记录"),
    "record.release_notice_differs": marked("回应 %(ref)s：封存公告不是记录里的公告"),
    "record.release_missing": marked("回应 %(ref)s：记录里发布过，现在没有了"),
    # files
    "record.file_not_recorded": marked("文件 %(ref)s：没有登记的记录"),
    "record.file_hash_differs": marked("文件 %(ref)s：登记的校验值不是记录里的"),
    "record.file_unreadable": marked("文件 %(ref)s：磁盘上没有，或不是登记的内容"),
    "record.file_not_erased": marked("文件 %(ref)s：记录里已销毁，却还能打开"),
    "record.file_erasure_not_recorded": marked("文件 %(ref)s：已销毁，没有销毁的记录"),
    "record.file_missing": marked("文件 %(ref)s：记录里登记过，现在没有了"),
    # signed minutes, approved proposals, opinions of the district mechanism
    "record.minutes_differ": marked("会商纪要 %(ref)s：不是记录里签署的纪要"),
    "record.minutes_not_signed": marked("会商纪要 %(ref)s：记录里没有签署"),
    "record.minutes_signed": marked("会商纪要 %(ref)s：记录里已签署，现在不是已签"),
    "record.minutes_missing": marked("会商纪要 %(ref)s：记录里已签署，现在没有了"),
    "record.proposal_differs": marked("处置意见 %(ref)s：不是记录里批准的意见"),
    "record.proposal_not_approved": marked("处置意见 %(ref)s：记录里没有批准"),
    "record.proposal_approved": marked("处置意见 %(ref)s：记录里已批准，现在不是已批准"),
    "record.proposal_missing": marked("处置意见 %(ref)s：记录里已批准，现在没有了"),
    "record.mechanism_differs": marked("机制审核 %(ref)s：不是记录里登记的意见"),
    "record.mechanism_not_recorded": marked("机制审核 %(ref)s：没有登记的记录"),
    "record.mechanism_not_countersigned": marked("机制审核 %(ref)s：记录里没有核签"),
    "record.mechanism_missing": marked("机制审核 %(ref)s：记录里登记过，现在没有了"),
    # confirmations of agencies, grades, the public roster, official accounts
    "record.confirmation_differs": marked("沟通确认 %(ref)s：不是记录里的答复或文字"),
    "record.confirmation_not_recorded": marked("沟通确认 %(ref)s：没有送出的记录"),
    "record.confirmation_missing": marked("沟通确认 %(ref)s：记录里有，现在没有了"),
    "record.grade_differs": marked("事件 %(ref)s：等级不是记录里签署的等级"),
    "record.situation_differs": marked("事件 %(ref)s：现况的修订与记录不一致"),
    "record.incident_missing": marked("事件 %(ref)s：记录里立过，现在没有了"),
    "record.responder_differs": marked("回应人员 %(ref)s：名单上的不是记录里的"),
    "record.responder_not_recorded": marked("回应人员 %(ref)s：没有列入名单的记录"),
    "record.responder_missing": marked("回应人员 %(ref)s：记录里有，现在没有了"),
    "record.account_differs": marked("官方账号 %(ref)s：不是记录里登记的账号"),
    "record.account_not_recorded": marked("官方账号 %(ref)s：没有登记的记录"),
    "record.account_missing": marked("官方账号 %(ref)s：记录里登记过，现在没有了"),
    # confirmed findings, reports of units
    "record.finding_differs": marked("核实 %(ref)s：不是记录里复核的结论"),
    "record.finding_answer_differs": marked("核实 %(ref)s：等复核的结论不是记录里答复的"),
    "record.finding_not_confirmed": marked("核实 %(ref)s：记录里没有复核"),
    "record.finding_missing": marked("核实 %(ref)s：记录里已复核，现在没有已复核的结论"),
    "record.report_differs": marked("通报 %(ref)s：反馈不是记录里的反馈"),
    # roles, versions of the rule book
    "record.role_not_granted": marked("角色 %(ref)s：记录里没有授予过"),
    "record.rules_differ": marked("规则书第 %(ref)s 版：不是记录里施行的规则"),
    "record.rules_not_adopted": marked("规则书第 %(ref)s 版：没有施行的记录"),
    "record.rules_missing": marked("规则书第 %(ref)s 版：记录里有，现在没有了"),
}
