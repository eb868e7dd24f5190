"""Sentences of the alarms on the board: deadlines, messages, workers that are behind.

In:   nothing.    Out:  ``SENTENCES``, code → Chinese sentence.
Cost: none.
"""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    "alarms.overdue": marked("%(name)s已超时 %(time)s：%(matter)s"),
    "alarms.time_left": marked("%(name)s还剩 %(time)s：%(matter)s"),
    "alarms.incident": marked("事件 %(number)s %(title)s"),
    "alarms.numbered": marked("%(number)s %(title)s"),
    "alarms.minutes": marked("%(minutes)s 分钟"),
    "alarms.hours": marked("%(hours)s 小时 %(minutes)s 分"),
    "alarms.days": marked("%(days)s 天 %(hours)s 小时"),
    "alarms.overdue_with": marked("%(name)s超时，当前经办：%(holder)s，%(matter)s"),
    "alarms.nobody": marked("无可通知人员：%(line)s"),
    "alarms.rise_undecided": marked(
        "事件 %(number)s 的升级建议到期未研判，按%(grade)s办理：%(title)s"
    ),
    "alarms.unheld": marked("时限无人经办：%(name)s（%(number)s，现为“%(holder)s”）"),
    "alarms.message_unsent": marked(
        "消息发送失败：%(subject)s（%(channel)s）。请改用电话等方式通知。"
    ),
    "alarms.channel_off": marked("%(by)s停用值班台告警渠道“%(name)s”。"),
    "alarms.channel_redirected": marked(
        "%(by)s修改值班台告警渠道“%(name)s”的去向，须另一人确认。"
    ),
    "alarms.superior_changed": marked("%(by)s修改上级机关“%(name)s”的登记。"),
    "alarms.source_paused": marked("%(by)s停用来源“%(name)s”至 %(until)s：%(reason)s"),
    "alarms.source_redirected": marked("%(by)s修改来源“%(name)s”的网址或采集规则。"),
    "alarms.webhook_off": marked("事件推送“%(name)s”多次未能送达，已停用。请系统管理员核对。"),
    "alarms.workers_behind": marked(
        "后台任务可能已停止：%(what)s，最早应于 %(since)s 执行。请人工值守倒计时，"
        "并联系系统管理员。"
    ),
    "alarms.reminders_behind": marked("%(count)s 项时限到期未提醒"),
    "alarms.messages_behind": marked("%(count)s 条消息发送失败"),
    "alarms.posts_behind": marked("%(count)s 条新帖未归组"),
}
