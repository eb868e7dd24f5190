"""Sentences of the incidents: how an event spread, media that took it up, alarms, splits."""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    "incidents.breakout_media": marked("扩散等级 4：媒体已介入。"),
    "incidents.breakout_list": marked("扩散等级 5：登上“%(list)s”。"),
    "incidents.breakout_act": marked("扩散等级 6：帖文提到“%(act)s”。"),
    "incidents.usual_unknown": marked(
        "常态水平未知：此前仅有 %(days)s 天的帖文量，尚缺 %(missing)s 天。"
    ),
    "incidents.sources_unread": marked("其间有来源未采集到（%(names)s），实际可能更多。"),
    "incidents.media": marked("来自媒体的帖文：%(media)s。"),
    "incidents.medium": marked("%(medium)s（%(tier)s）%(count)s 条"),
    "incidents.major_proposed": marked(
        "建议定为重大：%(lead)s（×%(count)s）。请在 30 分钟内通报。"
    ),
    "incidents.split_off": marked("从事件 %(number)s 拆出。"),
}
