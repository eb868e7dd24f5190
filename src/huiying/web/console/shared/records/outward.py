"""Audit records about outside relations as sentences: links, liaison, channels, press.

In:   nothing.    Out:  ``OUTWARD``, verb → sentence, a part of ``words.SENTENCES``.
Cost: none.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

OUTWARD: dict[str, str] = {
    "liaison.added": gettext_noop("%(who)s登记联络点：%(label)s"),
    "liaison.changed": gettext_noop("%(who)s修改联络点：%(label)s"),
    "liaison.ended": gettext_noop("%(who)s停用联络点：%(label)s"),
    "liaison.talked": gettext_noop("%(who)s记下与%(label)s的一次联络"),
    "liaison.followed": gettext_noop("%(who)s登记与%(label)s约定的一件事办成"),
    "training.recorded": gettext_noop("%(who)s登记培训“%(label)s”，%(people)s 人参加"),
    "share.made": gettext_noop("%(who)s把情况分享给%(unit)s（%(ref)s）"),
    "share.opened": gettext_noop("%(unit)s的分享链接第一次被打开（%(ref)s）"),
    "share.revoked": gettext_noop("%(who)s收回给%(unit)s的分享 %(ref)s：%(reason)s"),
    "lead.received": gettext_noop("%(unit)s交来一条线索（%(ref)s）"),
    "lead.taken": gettext_noop("%(who)s把%(unit)s交来的线索 %(ref)s 录入为帖文"),
    "lead.set_aside": gettext_noop("%(who)s不采用线索 %(ref)s：%(reason)s"),
    "agency.token_made": gettext_noop("%(who)s给%(label)s的系统生成了口令"),
    "agency.token_ended": gettext_noop("%(who)s收回了%(label)s系统的口令：%(reason)s"),
    "agency.token_refused": gettext_noop("%(label)s的系统用已失效的口令来过，已拒绝"),
    "file.released": gettext_noop("%(who)s解除文件 %(ref)s 的证据用途：%(reason)s"),
    "file.erasure_asked": gettext_noop("%(who)s申请销毁文件 %(ref)s：%(reason)s"),
    "file.erasure_refused": gettext_noop("%(who)s不同意销毁文件 %(ref)s：%(reason)s"),
    "outlet.planned": gettext_noop("%(who)s把“%(label)s”加进发布计划"),
    "outlet.changed": gettext_noop("%(who)s修改发布计划里的“%(label)s”"),
    "outlet.dropped": gettext_noop("%(who)s决定不在“%(label)s”发：%(reason)s"),
    "outlet.carried": gettext_noop("%(who)s登记“%(label)s”已发第 %(version)s 版"),
    "outlet.doubted": gettext_noop("%(who)s记下“%(label)s”结果不明：%(reason)s"),
    "outlet.draft_asked": gettext_noop("%(who)s让系统在“%(label)s”建第 %(version)s 版的草稿"),
    "outlet.drafted": gettext_noop("“%(label)s”的草稿已建，还没有发布"),
    "outlet.publish_asked": gettext_noop("%(who)s把第 %(version)s 版发布到“%(label)s”"),
    "outlet.draft_dropped": gettext_noop("%(who)s放弃“%(label)s”的草稿：%(reason)s"),
    "outlet.failed": gettext_noop("“%(label)s”没有发出：%(reason)s"),
    "account.key_set": gettext_noop("%(who)s设置“%(label)s”的公众号接口"),
    "outlet.absent": gettext_noop("%(who)s看过“%(label)s”，没有发出：%(reason)s"),
    "press.applied": gettext_noop("%(who)s申请发布会“%(label)s”（%(ref)s）"),
    "press.approved": gettext_noop("%(who)s批准发布会申请 %(ref)s"),
    "press.returned": gettext_noop("%(who)s退回发布会申请 %(ref)s：%(reason)s"),
    "press.cancelled": gettext_noop("%(who)s取消发布会 %(ref)s：%(reason)s"),
    "press.held": gettext_noop("%(who)s登记发布会“%(label)s”已召开"),
    "press.answered": gettext_noop("%(who)s记下发布会 %(ref)s 的一问一答"),
    "press.owed": gettext_noop("%(who)s记下发布会 %(ref)s 当场没有回答的一问"),
    "press.answered_later": gettext_noop("%(who)s登记发布会 %(ref)s 的一问已补答"),
    "media.asked": gettext_noop("%(who)s登记%(label)s来问（%(ref)s）"),
    "media.answered": gettext_noop("%(who)s登记已答复%(label)s（%(ref)s）"),
    "media.refused": gettext_noop("%(who)s登记不接受%(label)s的问询：%(reason)s"),
    "expert.listed": gettext_noop("%(who)s按本人同意列入一位专家（%(label)s）"),
    "expert.left": gettext_noop("%(who)s按本人意愿移出一位专家（%(label)s）"),
    "expert.explained": gettext_noop("%(who)s登记专家解读“%(label)s”"),
    "link.used": gettext_noop("签名链接经人确认"),
    "link.revoked": gettext_noop("%(who)s收回%(unit)s的签名链接：%(reason)s"),
    "message.by_hand": gettext_noop("%(who)s用别的办法通知：%(how)s"),
    "message.sent_again": gettext_noop("%(who)s让一条消息重新发送"),
    "message.dead": gettext_noop("消息多次未能发出，须人工处理"),
    "link.refused": gettext_noop("有人用失效的链接操作，没有生效（%(unit)s）"),
}
