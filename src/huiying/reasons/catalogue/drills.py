"""Sentences of drills: what happens in a script, and why a script cannot be played.

In:   nothing.    Out:  ``SENTENCES``, code → Chinese sentence.
Cost: none.
"""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    "drills.kind_post": marked("帖文"),
    "drills.kind_burst": marked("升温"),
    "drills.kind_second": marked("第二事件"),
    "drills.kind_return": marked("退回通报"),
    "drills.kind_instruction": marked("领导批示"),
    "drills.kind_outage": marked("渠道中断"),
    # The whole script.
    "drills.unreadable": marked("演练脚本无法识别。"),
    "drills.too_long": marked("演练脚本超过 %(most)s 字，未读取。"),
    "drills.too_many_lines": marked("演练脚本最多 %(most)s 行。"),
    "drills.too_many_posts": marked("演练最多播放 %(most)s 条帖文，脚本合计 %(here)s 条。"),
    "drills.length": marked("演练时长须为 %(least)s 至 %(most)s 分钟。"),
    "drills.no_units": marked("请选择至少一个参演单位。"),
    "drills.no_posts": marked("演练脚本没有帖文，无法开始。"),
    "drills.unit_absent": marked("退回通报的“%(unit)s”不在参演单位中。"),
    "drills.after_end": marked(
        "第 %(minute)s 分钟的“%(kind)s”不在演练时长（%(minutes)s 分钟）之内。"
    ),
    "drills.before_first": marked("第 %(minute)s 分钟的“%(kind)s”早于第一条帖文。"),
    "drills.outage_too_long": marked("第 %(minute)s 分钟的“%(kind)s”须在演练结束前恢复。"),
    # One line of it.
    "drills.line_form": marked(
        "第 %(line)s 行格式有误，请按“分钟 | 种类 | 平台或单位 | 内容”填写。"
    ),
    "drills.line_kind": marked("第 %(line)s 行的种类“%(kind)s”无法识别。"),
    "drills.line_minute": marked("第 %(line)s 行的分钟有误，请填写演练开始后的整分钟数。"),
    "drills.line_words": marked("第 %(line)s 行的内容须为 %(least)s 至 %(most)s 字。"),
    "drills.line_place": marked("第 %(line)s 行请填写平台或单位，最多 %(most)s 字。"),
    "drills.line_copies": marked("第 %(line)s 行的条数须为 1 至 %(most)s。"),
    "drills.line_outage": marked("第 %(line)s 行请填写中断的分钟数。"),
}
