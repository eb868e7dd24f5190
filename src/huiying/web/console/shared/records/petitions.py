"""Sentences of the record about petitions; none says what a petition is about."""

from __future__ import annotations

from django.utils.translation import gettext_noop

PETITIONS: dict[str, str] = {
    "petition.joined": gettext_noop("%(who)s把信访事项 %(ref)s 并入事件 %(incident)s"),
    "petition.registered": gettext_noop("%(who)s登记信访事项 %(ref)s"),
    "petition.forwarded": gettext_noop("%(who)s将信访事项 %(ref)s 转%(unit)s"),
    "petition.forwarded_late": gettext_noop(
        "%(who)s补登信访事项 %(ref)s 转%(unit)s（%(day)s）：%(reason)s"
    ),
    "petition.reassigned": gettext_noop("%(who)s将信访事项 %(ref)s 改派%(unit)s：%(reason)s"),
    "petition.reminded": gettext_noop("%(who)s催办信访事项 %(ref)s（%(unit)s）"),
    "petition.recused": gettext_noop("%(who)s登记信访事项 %(ref)s 的回避：%(reason)s"),
    "petition.recusal_ended": gettext_noop("%(who)s解除信访事项 %(ref)s 的一人回避"),
    "petition.acknowledged": gettext_noop("%(unit)s（%(who)s）签收信访事项 %(ref)s"),
    "petition.objected": gettext_noop("%(who)s登记信访事项 %(ref)s 的职权异议：%(reason)s"),
    "petition.accepted": gettext_noop("%(who)s登记信访事项 %(ref)s 受理"),
    "petition.accepted_late": gettext_noop(
        "%(who)s补登信访事项 %(ref)s 受理（%(day)s）：%(reason)s"
    ),
    "petition.extended": gettext_noop(
        "%(who)s批准信访事项 %(ref)s 延期 %(days)s 日：%(reason)s"
    ),
    "petition.review_asked": gettext_noop("%(who)s登记信访事项 %(ref)s 的复查、复核申请"),
    "petition.settled": gettext_noop("%(who)s办结信访事项 %(ref)s"),
    "petition.original_revealed": gettext_noop("%(who)s查看信访事项 %(ref)s 原文：%(reason)s"),
    "petition.supplement_checked": gettext_noop("%(who)s核对信访事项 %(ref)s 的补充"),
    "petition.file_shared": gettext_noop(
        "%(who)s允许承办单位查看信访事项 %(ref)s 的文件 %(file)s"
    ),
    "petition.erased": gettext_noop("%(who)s依法移出信访事项 %(ref)s"),
    "petition.diverted": gettext_noop("%(who)s提出信访事项 %(ref)s 转办，待另一人核对"),
    "petition.diversion_accepted": gettext_noop("%(who)s核对后移出信访事项 %(ref)s"),
    "petition.diversion_returned": gettext_noop("%(who)s核对后退回信访事项 %(ref)s，照常办理"),
    "petition.shown_to_sender": gettext_noop("信访人凭查询码查阅信访事项 %(ref)s 原文"),
    "petition.text_corrected": gettext_noop(
        "%(who)s更正信访事项 %(ref)s 的工作文本：%(reason)s"
    ),
    "petition_erasure.asked": gettext_noop("申请删除信访事项（%(ref)s）"),
    "petition_erasure.proposed": gettext_noop(
        "%(who)s提出删除申请 %(ref)s 的办理意见：%(reason)s"
    ),
    "petition_erasure.returned": gettext_noop("%(who)s退回删除申请 %(ref)s：%(reason)s"),
    "petition_erasure.granted": gettext_noop("%(who)s同意删除申请 %(ref)s"),
    "petition_erasure.refused": gettext_noop("%(who)s决定不予删除（%(ref)s）"),
    "petitions.deletion_planned": gettext_noop(
        "%(who)s拟订信访事项删除计划 %(ref)s，%(count)s 件"
    ),
    "petitions.deletion_signed": gettext_noop("%(who)s签署信访事项删除计划 %(ref)s"),
    "petitions.deletion_returned": gettext_noop(
        "%(who)s退回信访事项删除计划 %(ref)s：%(reason)s"
    ),
    "petitions.deletion_stopped": gettext_noop("%(who)s暂停信访事项删除 %(ref)s"),
    "petitions.deletion_resumed": gettext_noop("%(who)s继续信访事项删除 %(ref)s"),
    "petitions.deletion_ended": gettext_noop("%(who)s终止信访事项删除 %(ref)s：%(reason)s"),
    "petitions.deleted": gettext_noop("信访事项删除计划 %(ref)s 已完成，删除 %(deleted)s 件"),
    "petition_reply.drafted": gettext_noop("%(who)s拟答复 %(ref)s"),
    "petition_reply.signature_asked": gettext_noop("%(who)s报请签发答复 %(ref)s"),
    "petition_reply.returned": gettext_noop("%(who)s退回答复 %(ref)s：%(reason)s"),
    "petition_reply.signed": gettext_noop("%(who)s签发答复 %(ref)s"),
    "petition_reply.delivered": gettext_noop("%(who)s登记答复 %(ref)s 送达"),
    "petition_reply.opened": gettext_noop("信访人打开答复 %(ref)s"),
    "petition.supplemented": gettext_noop("信访人补充信访事项 %(ref)s，附件 %(files)s 件"),
    "petition.rated": gettext_noop("信访人评价信访事项 %(ref)s 的答复"),
    "petition.rating_changed": gettext_noop("信访人修改对信访事项 %(ref)s 答复的评价"),
    "petition_code.asked": gettext_noop("%(who)s申请补发查询码（%(ref)s）：%(reason)s"),
    "petition_code.approved": gettext_noop("%(who)s同意补发查询码（%(ref)s）"),
    "petition_code.returned": gettext_noop("%(who)s退回补发查询码的申请 %(ref)s：%(reason)s"),
    "petition_code.issued": gettext_noop("%(who)s出具新查询码（%(ref)s），旧的作废"),
    "accusation.supplemented": gettext_noop("检举控告 %(ref)s 收到补充材料"),
}
