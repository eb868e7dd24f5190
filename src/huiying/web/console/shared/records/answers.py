"""Audit records about answers as sentences: drafts, confirmations, responders, releases."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ANSWERS: dict[str, str] = {
    "draft.passed_on": gettext_noop("%(who)s把回应稿交给另一位起草人"),
    "review.started": gettext_noop("%(who)s开始复盘（%(ref)s）"),
    "review.edited": gettext_noop("%(who)s修改复盘 %(ref)s"),
    "review.lesson": gettext_noop("%(who)s在复盘 %(ref)s 登记一项整改事项，由%(unit)s整改"),
    "review.finished": gettext_noop(
        "%(who)s完成复盘 %(ref)s，列入案例库，整改事项 %(lessons)s 项"
    ),
    "review.lesson_settled": gettext_noop("%(unit)s完成复盘 %(ref)s 的一项整改"),
    "answer.outside": gettext_noop("%(who)s登记%(unit)s在“%(place)s”的答复"),
    "draft.started": gettext_noop("%(who)s起草回应，由%(speaker)s发声"),
    "draft.answer_inserted": gettext_noop("%(who)s将备答内容写入回应稿"),
    "draft.edited": gettext_noop("%(who)s修改回应稿"),
    "draft.fact_added": gettext_noop("%(who)s为回应稿添加一条事实"),
    "draft.fact_changed": gettext_noop("%(who)s修改回应稿的一条事实"),
    "draft.reason_given": gettext_noop("%(who)s为回应稿的一处写法说明理由：%(reason)s"),
    "draft.supersedes": gettext_noop(
        "%(who)s标明以本稿为准，取代第 %(answer)s 号回应的一条事实：%(reason)s"
    ),
    "draft.form_chosen": gettext_noop("%(who)s选定回应形式"),
    "draft.restored": gettext_noop("%(who)s恢复回应稿第 %(number)s 稿"),
    "draft.commented": gettext_noop("%(who)s在回应稿上批注"),
    "draft.comment_settled": gettext_noop("%(who)s处理回应稿的一条批注"),
    "draft.comment_reopened": gettext_noop("%(who)s将回应稿的一条批注恢复待处理"),
    "draft.fact_removed": gettext_noop("%(who)s删除回应稿的一条事实"),
    "draft.submitted": gettext_noop("%(who)s送审“%(label)s”"),
    "draft.withheld": gettext_noop(
        "%(who)s把“%(label)s”的一处划为不公开（%(article)s）：%(reason)s"
    ),
    "draft.given_free": gettext_noop("%(who)s把“%(label)s”的一处改为公开"),
    "third_party.asked": gettext_noop("%(who)s登记征求第三方意见：%(delivery)s"),
    "third_party.answered": gettext_noop("%(who)s登记第三方的意见"),
    "withholding.reviewed": gettext_noop("%(who)s审查“%(label)s”不予公开的一处：%(reason)s"),
    "release.seal_asked": gettext_noop("%(who)s提请封存“%(label)s”第 %(version)s 版"),
    "release.seal_refused": gettext_noop("%(who)s不同意封存“%(label)s”第 %(version)s 版"),
    "release.leak_reported": gettext_noop("%(who)s登记“%(label)s”第 %(version)s 版的泄密报告"),
    "release.sealed": gettext_noop("%(who)s同意封存“%(label)s”第 %(version)s 版"),
    "confirmation.asked": gettext_noop("%(who)s请%(unit)s确认一份回应稿"),
    "confirmation.given": gettext_noop("%(who)s确认回应稿"),
    "confirmation.objected": gettext_noop("%(who)s对回应稿有异议"),
    "confirmation.given_by_new_account": gettext_noop(
        "%(who)s确认回应稿，账号在本单位未满七日，待第二人核签"
    ),
    "confirmation.recorded": gettext_noop("%(who)s登记%(unit)s以电话或书面答复回应稿"),
    "confirmation.countersigned": gettext_noop("%(who)s核签%(unit)s的答复"),
    "confirmation.sent_back": gettext_noop("%(who)s未核签%(unit)s的答复，重新征求"),
    "confirmation.waived": gettext_noop("%(who)s决定不经%(unit)s确认：%(reason)s"),
    "mechanism.agreed": gettext_noop("%(who)s登记%(office)s审核同意（%(document)s），等核签"),
    "mechanism.changes_wanted": gettext_noop(
        "%(who)s登记%(office)s审核意见：修改后同意（%(document)s）"
    ),
    "mechanism.refused": gettext_noop("%(who)s登记%(office)s审核不同意（%(document)s）"),
    "mechanism.countersigned": gettext_noop("%(who)s核签%(office)s的审核（%(document)s）"),
    "mechanism.returned": gettext_noop(
        "%(who)s未核签%(office)s的审核（%(document)s）：%(reason)s"
    ),
    "draft.reviewed": gettext_noop("%(who)s审核“%(label)s”第 %(version)s 版"),
    "draft.approved": gettext_noop("%(who)s审定同意“%(label)s”第 %(version)s 版"),
    "draft.returned": gettext_noop("%(who)s退回“%(label)s”：%(reason)s"),
    "draft.dropped": gettext_noop("%(who)s终止起草“%(label)s”"),
    "draft.correction_started": gettext_noop("%(who)s开始更正第 %(corrects)s 版"),
    "responder.asked": gettext_noop("%(who)s请一名人员以“%(label)s”公开回应"),
    "responder.listed": gettext_noop("%(who)s同意公开姓名和单位，列入回应人员名单"),
    "responder.declined": gettext_noop("%(who)s不同意列入回应人员名单"),
    "responder.left": gettext_noop("%(who)s把一名回应人员移出公开名单"),
    "account.added": gettext_noop("%(who)s登记官方账号“%(label)s”"),
    "account.confirmed": gettext_noop("%(who)s确认官方账号“%(label)s”，公开页面可以写它"),
    "account.retired": gettext_noop("%(who)s停用官方账号“%(label)s”"),
    "reply.recorded": gettext_noop("%(who)s用官方账号“%(account)s”发出回应"),
    "answer.groups_judged": gettext_noop(
        "%(who)s查看 %(groups)s 组帖文，其中 %(repeating)s 组重复已更正的说法"
    ),
    "answer.filed": gettext_noop("%(who)s把回应归到主题“%(topic)s”"),
    "answer.published": gettext_noop("%(who)s发布“%(label)s”第 %(version)s 版"),
    "answer.corrected": gettext_noop("%(who)s更正“%(label)s”，发布第 %(version)s 版"),
}
