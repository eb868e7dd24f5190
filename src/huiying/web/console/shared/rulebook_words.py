"""The words of the rule book, so that they can be read in the language of the page.

In:   the Chinese words that ``policy`` carries.    Out:  the same, translated if known.
Cost: a dictionary look-up.

``policy`` knows no translation: its words are listed here once, for the catalogue. A word that
is not listed (a bureau wrote its own) is shown as it was written.
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
    Standing.EXAMPLE: gettext_noop("可配置示例"),
}

NUMBERS = {
    "dead": gettext_noop("死亡人数，达到即内容 3 分"),
    "missing": gettext_noop("失踪人数，达到即内容 3 分"),
    "hurt_or_trapped": gettext_noop("受伤或被困人数，达到即内容 3 分"),
    "hurt_group": gettext_noop("受伤或被困人数，达到即内容 2 分"),
    "hurt_single": gettext_noop("受伤或被困人数，达到即内容 1 分"),
    "breakout": gettext_noop("扩散级别，与下一项同时达到即反应 3 分"),
    "times_breakout": gettext_noop("平常水平的倍数，与上一项同时达到即反应 3 分"),
    "platforms": gettext_noop("平台数，达到即反应 2 分"),
    "times_usual": gettext_noop("平常水平的倍数，达到即反应 2 分"),
    "voices": gettext_noop("不同声音数，达到即反应 1 分"),
    "posts": gettext_noop("帖文数，达到即上值班台"),
    "content": gettext_noop("内容分，达到即上值班台"),
    "grade": gettext_noop("建议等级，达到即上值班台（1 一般，2 较大，3 重大）"),
    "acknowledged": gettext_noop("“知道了，正在办”多少分钟内有效"),
    "quiet": gettext_noop("同一件事多少分钟内不重复提醒（重大除外）"),
    "least_present": gettext_noop("会商到会方数，同时须过应到的半数"),
    "signatures": gettext_noop("会商纪要签署人数，都须到会而没有执笔"),
    "calm_days": gettext_noop("办结关口：看最近几天的提及"),
    "calm_share": gettext_noop("办结关口：提及不超过平常的百分之几，算平息"),
    "calm_posts": gettext_noop("办结关口：每天不超过几条，也算平息"),
    "flare_posts": gettext_noop("办结后：一天比平息多出几条，提出重新打开"),
}
DESK_VOICES = gettext_noop("不同声音数，与帖文数同时达到才上值班台")

CHANNELS = {
    "console": gettext_noop("本系统"),
    "smtp": gettext_noop("电子邮件"),
    "apprise": gettext_noop("企业微信、钉钉、飞书群机器人"),
    "webhook": gettext_noop("Webhook"),
    "sms": gettext_noop("短信"),
    "phone": gettext_noop("电话"),
    "paper": gettext_noop("书面"),
}

# What policy says in Chinese, for the catalogue alone.
LISTED = (
    gettext_noop("一般舆情通报"),
    gettext_noop("较大舆情通报"),
    gettext_noop("重大负面舆情通报"),
    gettext_noop("一般舆情签收"),
    gettext_noop("较大舆情签收"),
    gettext_noop("重大舆情签收"),
    gettext_noop("首次公开回应"),
    gettext_noop("突发事件权威信息发布"),
    gettext_noop("突发事件新闻发布会"),
    gettext_noop("回应审定"),
    gettext_noop("核实反馈"),
    gettext_noop("说法核实"),
    gettext_noop("紧急交办追认"),
    gettext_noop("定期联络"),
    gettext_noop("媒体问询答复"),
    gettext_noop("沟通确认"),
    gettext_noop("先发布后追认"),
    gettext_noop("不予公开复审"),
    gettext_noop("信访受理告知"),
    gettext_noop("信访事项办结"),
    gettext_noop("信访办结延期"),
    gettext_noop("信访复查复核"),
    gettext_noop("《信访工作条例》第二十三条"),
    gettext_noop("《信访工作条例》第三十四条"),
    gettext_noop("《信访工作条例》第三十四条：情况复杂的，经本机关负责人批准"),
    gettext_noop("《信访工作条例》第三十五条、第三十六条"),
    gettext_noop("《信访工作条例》第二十三条：姓名、住址不清的除外"),
    gettext_noop("《信访工作条例》第三十六条：听证所需时间不计算在内"),
    gettext_noop("举行听证"),
    gettext_noop("姓名、住址不清，等来件人补充"),
    gettext_noop("分钟"),
    gettext_noop("小时"),
    gettext_noop("个工作日"),
    gettext_noop("日"),
    gettext_noop("《制度》第六条未给出数值"),
    gettext_noop("《制度》第四条第（三）项"),
    gettext_noop("《制度》第五条“不漏报、不迟报”，未给出数值"),
    gettext_noop("《制度》未规定较大舆情的通报时限"),
    gettext_noop("《制度》第五条“核实衔接”，未给出时限"),
    gettext_noop("《制度》第六条“按程序报审”，未规定紧急情形"),
    gettext_noop("《制度》第九条“定期沟通”，未规定间隔"),
    gettext_noop("《制度》第二条“正确对待舆论监督”，未规定时限"),
    gettext_noop("《制度》第八条“沟通确认”，未给出时限"),
    gettext_noop("《制度》第八条网上突发敏感舆情机制，未规定紧急情形"),
    gettext_noop("《政府信息公开条例》第十八条，未规定周期"),
    gettext_noop("本局内部管理规则"),
    gettext_noop("国办发〔2016〕80号：特别重大、重大突发事件"),
    gettext_noop("国办发〔2016〕61号"),
    gettext_noop("内容 3 分"),
    gettext_noop("内容 ≥ 1 分，且有一项 3 分、另一项 ≥ 2 分"),
    gettext_noop("内容 ≥ 1 分，且有一项 ≥ 2 分"),
    gettext_noop("反应或媒体 3 分"),
    gettext_noop("用水"),
    gettext_noop("供热"),
    gettext_noop("住房安全"),
    gettext_noop("上学"),
    gettext_noop("就医用药"),
    gettext_noop("中央级"),
    gettext_noop("省级"),
    gettext_noop("市级"),
    gettext_noop("区县和本地"),
    gettext_noop("已在系统内显示"),
    gettext_noop("已点击链接确认"),
    gettext_noop("渠道回执"),
    gettext_noop("电话送达"),
    gettext_noop("书面送达"),
    gettext_noop("拟稿人不得审定自己的稿件。"),
    gettext_noop("不予公开只能依据列举的法定理由，“负面”不是理由。"),
    gettext_noop("其他机关的确认只对所确认的文本有效，改动即失效。"),
    gettext_noop("被检举控告的单位和人员看不到该检举控告。"),
    gettext_noop("中继、机器人或网络回调接收消息不算送达。"),
    gettext_noop("一般"),
    gettext_noop("较大"),
    gettext_noop("重大"),
    gettext_noop("特别重大"),
    # policy.ladder
    gettext_noop("经手人"),
    gettext_noop("副组长"),
    gettext_noop("组长"),
    gettext_noop("系统管理员"),
    gettext_noop("须为 1 至 60 的整数，单位是分钟。"),
    # policy.procedure
    gettext_noop("《制度》第六条“及时会商”，未规定人数"),
    gettext_noop("须为 2 至 20 的整数：一个人不成会商，一个人也不能既写又签。"),
    # policy.closing
    gettext_noop("《制度》第七条“网上问题，网下解决”，未规定办结标准"),
    gettext_noop("须为 1 至 7 的整数，单位是天。"),
    gettext_noop("须不超过 100：高过平常的全部，不能算平息。"),
    gettext_noop("须为整数，单位是条。"),
    gettext_noop("越往后，告知的人不能越低：经手人、副组长、组长。"),
    # policy.calendar: what a day off is for
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明"),
    gettext_noop("劳动节"),
    gettext_noop("端午"),
    gettext_noop("国庆节"),
    gettext_noop("中秋"),
    # policy.check_parts and policy.book_checks: what is wrong with a book
    gettext_noop("此处须为一张表。"),
    gettext_noop("名称须为非空文字。"),
    gettext_noop("此项不能在规则书中更改：%(rule)s"),
    gettext_noop("不认识的项目。"),
    gettext_noop("缺少此项。"),
    gettext_noop("须为 %(least)s 至 %(most)s 的整数。"),
    gettext_noop("须为大于 0、不超过 %(most)s 的数。"),
    gettext_noop("须为是或否。"),
    gettext_noop("须为非空文字。"),
    gettext_noop("须为下列之一：%(choices)s。"),
    gettext_noop("须为文字的列表。"),
    gettext_noop("依据最多 %(most)s 个字。"),
    gettext_noop("须为日期，例如 2026-02-28。"),
    gettext_noop("须为由小到大的比例，每个大于 0、不超过 1，例如 0.5、0.8、1。"),
    gettext_noop("须为小写的域名，例如 news.example，或媒体的中文全名。"),
    gettext_noop("扩散等级只有 1 至 6 级。"),
    gettext_noop("伤困人数的标准须随得分升高而不降低。"),
    gettext_noop("媒体得分须为 1、2 或 3。"),
    gettext_noop("特别重大未启用，不能作为建议等级。"),
    gettext_noop("至少要有一项要求大于 0，否则所有舆情都会达到这一等级。"),
    gettext_noop("至少要有一条达到重大的规则，否则 30 分钟通报永远不会启动。"),
    gettext_noop("须为 1、2 或 3：重大舆情总要上值班台。"),
    gettext_noop("等级更高的时限不得比等级更低的更长。"),
    gettext_noop("此时限由%(basis)s规定，性质不能更改。"),
    gettext_noop("%(basis)s规定为 %(amount)s %(unit)s：可以更短，不能更长。"),
    gettext_noop("“%(proof)s”不能作为此渠道的送达证明：%(rule)s"),
    gettext_noop("系统内显示须算作送达，否则通报时钟无法停止。"),
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
