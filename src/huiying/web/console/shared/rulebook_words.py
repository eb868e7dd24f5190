"""The words of the rule book, so that they can be read in the language of the page.

In:   the Chinese words that ``policy`` carries.    Out:  the same, translated if known.
Cost: a dictionary look-up.

``policy`` knows no translation: it marks its words for the catalogue where they stand. A word
that the catalogue lacks (a bureau wrote its own) is shown as it was written.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.policy.core.standing import Standing
from huiying.policy.rulebook.checker import Problem

STANDING = {
    Standing.REGULATION: gettext_noop("制度"),
    Standing.LAW: gettext_noop("上级规定"),
    Standing.BUREAU: gettext_noop("本局规则（非法定）"),
    Standing.TO_CONFIRM: gettext_noop("本局暂定，待确认"),
    Standing.EXAMPLE: gettext_noop("示例值（本局可调整）"),
}

NUMBERS = {
    "dead": gettext_noop("死亡人数，达到即内容 3 分"),
    "missing": gettext_noop("失踪人数，达到即内容 3 分"),
    "hurt_or_trapped": gettext_noop("伤病或被困人数，达到即内容 3 分"),
    "hurt_group": gettext_noop("伤病或被困人数，达到即内容 2 分"),
    "hurt_single": gettext_noop("伤病或被困人数，达到即内容 1 分"),
    "breakout": gettext_noop("扩散等级，与下一项同时达到即反应 3 分"),
    "times_breakout": gettext_noop("常态水平的倍数，与上一项同时达到即反应 3 分"),
    "platforms": gettext_noop("平台数，达到即反应 2 分"),
    "times_usual": gettext_noop("常态水平的倍数，达到即反应 2 分"),
    "voices": gettext_noop("发帖人数，达到即反应 1 分"),
    "posts": gettext_noop("列入待研判的帖文数"),
    "content": gettext_noop("内容分，达到即上值班台"),
    "grade": gettext_noop("建议等级，达到即上值班台（1 一般，2 较大，3 重大）"),
    "acknowledged": gettext_noop("“办理中”标记有效时长（分钟）"),
    "quiet": gettext_noop("同一事件不重复提醒的时长（分钟，重大除外）"),
    "least_present": gettext_noop(
        "会商出席的成员和部门数，办公室人员不计，并须超过应出席的半数"
    ),
    "signatures": gettext_noop("会商纪要签署人数（须出席且未执笔）"),
    "calm_days": gettext_noop("办结条件：统计提及的天数"),
    "calm_share": gettext_noop("办结条件：提及不超过常态水平的百分比，视为平息"),
    "calm_posts": gettext_noop("办结条件：每日不超过的条数，也视为平息"),
    "flare_posts": gettext_noop("办结后：单日较平息水平多出的条数，达到即建议重新办理"),
}
DESK_VOICES = gettext_noop("发帖人数，与帖文数同时达到才列入待研判")

CHANNELS = {
    "console": gettext_noop("本系统"),
    "smtp": gettext_noop("电子邮件"),
    "apprise": gettext_noop("企业微信、钉钉、飞书群机器人"),
    "webhook": gettext_noop("Webhook"),
    "sms": gettext_noop("短信"),
    "phone": gettext_noop("电话"),
    "paper": gettext_noop("书面"),
}

# What a day off is for, as the State Council's notices name it and bureaus type it.
DAYS_OFF = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明"),
    gettext_noop("劳动节"),
    gettext_noop("端午"),
    gettext_noop("国庆节"),
    gettext_noop("中秋"),
)


def problem_text(problem: Problem) -> str:
    """Return what is wrong with a rule in the language of the page."""
    values = {
        name: translate_rule(value) if isinstance(value, str) else value
        for name, value in problem.values.items()
    }
    return _(problem.words) % values


def translate_rule(words: str) -> str:
    """Return words of the rule book in the language of the page."""
    return _(words) if words else ""
