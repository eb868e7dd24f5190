"""What each part of the console is for, in a few sentences.

In:   the address of a page.    Out:  its topic.
Cost: a dictionary look-up. A test finds a part without a topic.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

ROOT = "/desk/"
NO_PAGES = frozenset({"matters", "due", "filters", "keys", "help"})
"""First parts of addresses behind which there is no page of its own."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the console: its name, and what one does there."""

    title: str  # Chinese, for the catalogue
    lines: tuple[str, ...]


TOPICS: dict[str, Topic] = {
    "": Topic(
        gettext_noop("值班台"),
        (
            gettext_noop(
                "一件事一行，最先到期的时限在前，写明当前经办和电话；其余时限折叠在行内。"
            ),
            gettext_noop(
                "待研判舆情由系统建议、人工研判：登记为事件、并入、排除均由人员决定；"
                "1 分钟内可撤回。"
            ),
            gettext_noop("右侧为待我办理、巡查和来源。"),
            gettext_noop("红色警报为系统建议重大的舆情：30 分钟内须通报责任单位。"),
        ),
    ),
    "board": Topic(
        gettext_noop("值班大屏"),
        (
            gettext_noop("供值班室大屏显示：自动刷新，无需操作，不显示人员姓名。"),
            gettext_noop("按剩余时间排列；一屏以外的事件写明件数。"),
        ),
    ),
    "incidents": Topic(
        gettext_noop("事件"),
        (
            gettext_noop(
                "一件事一页：等级和理由、通报和签收、核实、处置、回应、时钟和经过都在这里。"
            ),
            gettext_noop("先定级，再通报单位；重大的先会商、报审，再交办。"),
            gettext_noop("时钟停在送达、签收、发布的那一刻，不在点按钮的那一刻。"),
            gettext_noop(
                "办结要过关口：网下解决有材料、公开回应、来件答复、提及回到常态，或有领导签字的豁免。"
            ),
        ),
    ),
    "candidates": Topic(
        gettext_noop("候选"),
        (
            gettext_noop("一个候选是一组说同一件事的帖文，写明为什么归在一起、建议几级。"),
            gettext_noop("立为事件后开始通报时限；“先关注”不丢，有新帖再提醒。"),
            gettext_noop("排除和转送要写理由。"),
        ),
    ),
    "notices": Topic(
        gettext_noop("通报"),
        (
            gettext_noop("发给单位的通报：发出、送达、签收是三件事，各有时钟。"),
            gettext_noop("不归你单位管的，退回并写理由，通报时限继续走。"),
            gettext_noop("签收后在同一页反馈核实情况和处置材料。"),
        ),
    ),
    "verification": Topic(
        gettext_noop("核实"),
        (
            gettext_noop("一份核实单只问一个说法，请单位或外单位在期限内答复。"),
            gettext_noop(
                "结论有四种：属实、部分属实、不属实、无法核实；要有证据，由另一个人复核。"
            ),
            gettext_noop("属实的先解决，再如实回应。"),
        ),
    ),
    "consultation": Topic(
        gettext_noop("会商、报审、交办"),
        (
            gettext_noop("重大的必须走完：会商 → 处置意见 → 报审 → 交办，次序不能变。"),
            gettext_noop("不同意见写进纪要，不能删改；纪要、处置意见改一个字，签名就失效。"),
            gettext_noop("来不及时可先行交办，24 小时内请领导追认。"),
        ),
    ),
    "liaison": Topic(
        gettext_noop("联络"),
        (
            gettext_noop("外单位的联络岗位、定期联络、分享过的材料和交来的线索，都有登记。"),
            gettext_noop("分享用签名链接，可以收回；打开过几次都有记录。"),
        ),
    ),
    "tasks": Topic(
        gettext_noop("交办任务"),
        (
            gettext_noop(
                "交办任务写明办什么、何时前办成、交什么材料；单位反馈，交办的人核收或退回。"
            ),
            gettext_noop("现场复核由没有办这件事的人做。"),
        ),
    ),
    "offline": Topic(
        gettext_noop("网下办理"),
        (
            gettext_noop("关联的来件只记编号；联系当事人、公开承诺都有时钟，到期提醒。"),
            gettext_noop(
                "信访件和来访填收到日期，就计法定期限：15 日告知受理，60 日办结，复核 30 日。"
            ),
        ),
    ),
    "cases": Topic(
        gettext_noop("案例库"),
        (
            gettext_noop("复盘过的事件，按种类、等级和词查找：当时怎么处理，学到什么。"),
            gettext_noop("教训有人负责、有期限，进入风险清单。"),
        ),
    ),
    "posts": Topic(
        gettext_noop("舆情"),
        (
            gettext_noop("收到的全部帖文。按词、来源、渠道、日期找；不能按作者找。"),
            gettext_noop("发布、采集、看到是三个时间；不知道的写“未知”。"),
        ),
    ),
    "responses": Topic(
        gettext_noop("回应"),
        (
            gettext_noop(
                "左边写事实和证据，右边写正文；正文里有数字、日期、地点、单位、原因的句子，要引用一条事实。"
            ),
            gettext_noop("第一句话直接回答问题。"),
            gettext_noop("写稿的人不能审自己的稿；等级越高，要签的人越多。"),
            gettext_noop("发布以后不悄悄改：更正是新的一版，写明改了什么。"),
        ),
    ),
    "responders": Topic(
        gettext_noop("回应人员"),
        (
            gettext_noop(
                "公开的名册：谁以本局名义回应，用工作名和单位。本人同意才列，随时可以退出。"
            ),
            gettext_noop("只用登记过的官方账号，发审定过的文字；没有群发任务。"),
        ),
    ),
    "outlets": Topic(
        gettext_noop("发布渠道"),
        (
            gettext_noop(
                "同一个回应在网站、公众号等渠道上要说同样的话；粘贴发出的文字，系统比对。"
            ),
            gettext_noop("更正以后，每个发过旧版的渠道都要改，没改的一直提示。"),
        ),
    ),
    "teams": Topic(
        gettext_noop("处置工作组"),
        (
            gettext_noop(
                "几个单位一起办的事，由领导或办公室成立一个组：名称、组长、成员、依据。"
            ),
            gettext_noop(
                "交办时选工作组，由组长签收和退回，组里的人都能反馈；回避的人不能参加。"
            ),
            gettext_noop("解散时，没办完的交办连同时限转给一个单位或别的组。"),
        ),
    ),
    "press": Topic(
        gettext_noop("媒体"),
        (
            gettext_noop("发布会申请经领导批准，改一个字就要重新批准；召开后逐条记问答。"),
            gettext_noop("当场没有答上的，写明由谁补答、到哪天，到期前一直提示。"),
            gettext_noop("媒体来问都登记，有时限；专家本人同意才列名，随时可以退出。"),
        ),
    ),
    "approvals": Topic(
        gettext_noop("审批"),
        (
            gettext_noop("等你签的稿件、纪要、处置意见。看清变动的地方再签。"),
            gettext_noop("签的就是屏幕上的这些字；之后改一个字，签名失效。"),
            gettext_noop("机制审核由登记人以外的人核签：先看文件或回拨核对，再签。"),
        ),
    ),
    "confirmations": Topic(
        gettext_noop("沟通确认"),
        (gettext_noop("稿件说到别的单位，先请它确认这几句话；改了稿，原来的确认失效。"),),
    ),
    "disclosure": Topic(
        gettext_noop("不公开的内容"),
        (
            gettext_noop(
                "公开是原则。只有法律列明的理由才能不公开，由另一人同意，到期复查；能分开的部分照样公开。"
            ),
            gettext_noop("封存由两个人决定，原处留下日期、理由和哈希的公告。"),
        ),
    ),
    "closing": Topic(
        gettext_noop("办结和豁免"),
        (
            gettext_noop("豁免由一个人申请、另一个领导签字，写明是哪一条、为什么。"),
            gettext_noop("办结后又热起来，系统提出重新打开，由人决定。"),
        ),
    ),
    "ledger": Topic(
        gettext_noop("追责台账"),
        (
            gettext_noop("迟报、漏报按记录算出；瞒报、谎报只由人登记，写明依据。"),
            gettext_noop(
                "先分系统原因和人的原因，单位可以说明，可以申诉；只到单位和环节，不到个人，不提处分。"
            ),
        ),
    ),
    "sources": Topic(
        gettext_noop("来源"),
        (
            gettext_noop("网站、订阅源、推送各多久收一次、现在好不好。"),
            gettext_noop("只收公开内容：不登录，遵守 robots.txt。"),
        ),
    ),
    "intake": Topic(
        gettext_noop("导入和录入"),
        (
            gettext_noop("导入表格先对列、看样，再收；重复的不会收两次，被拒的行可以下载。"),
            gettext_noop(
                "列指错了：勾“替换上次的导入”再上传同一个文件，没有人处理过的撤回重收。"
            ),
            gettext_noop("“作为历史”导入的只用来算平常水平，不计时、不报警。"),
        ),
    ),
    "patrols": Topic(
        gettext_noop("巡查"),
        (
            gettext_noop("机器收不到的公开页面，写明几点看、看哪里。无异常也要登记。"),
            gettext_noop("到下一次还没做就是漏巡，只能说明原因。"),
        ),
    ),
    "people": Topic(
        gettext_noop("单位和人员"),
        (
            gettext_noop("每个单位写清职责，机器据此建议通报给谁。"),
            gettext_noop("新人员用一次性链接自己定口令；离岗前把手里的事交给同事。"),
        ),
    ),
    "settings": Topic(
        gettext_noop("我的设置"),
        (gettext_noop("语言、本人的渠道、免打扰时段。重大的警报不受免打扰限制。"),),
    ),
    "roster": Topic(
        gettext_noop("值班表"),
        (
            gettext_noop("谁值班、谁带班、哪一段没有人。没有人的时段，警报没人接。"),
            gettext_noop("下班写交接，接班确认。"),
        ),
    ),
    "group": Topic(
        gettext_noop("领导小组"),
        (
            gettext_noop("组长、副组长、成员和办公室；不在时委托他人，写明起止和理由。"),
            gettext_noop("按事件成立的处置工作组、要向谁报送什么的上级机关，也在这里。"),
            gettext_noop("“为什么能做、不能做”说明一个人对一件事的权限从哪里来。"),
        ),
    ),
    "clocks": Topic(
        gettext_noop("时钟"),
        (
            gettext_noop("从什么时候起、依据哪一条、停过没有、谁拿了多久。"),
            gettext_noop("“知道了，正在办”只让提醒缓一缓，不停时钟。"),
            gettext_noop(
                "只有法规不计的时间（如复核听证）能依法暂停；通报和公开回应从不暂停。"
            ),
        ),
    ),
    "channels": Topic(
        gettext_noop("外发渠道"),
        (
            gettext_noop("邮件、短信、群机器人等。先“发测试”，再靠它。"),
            gettext_noop("群机器人收下不等于单位收到；哪种算送达，规则里写明。"),
        ),
    ),
    "backups": Topic(
        gettext_noop("备份"),
        (
            gettext_noop("每天夜里自动备份一次，也可以现在就备份；备份时大家照常办理。"),
            gettext_noop("文件写在服务器上，请定期放到另一台机器上。"),
        ),
    ),
    "rules": Topic(
        gettext_noop("规则与时限"),
        (
            gettext_noop("每个数字写明依据：法律、上级规定，还是本局自己定、待确认。"),
            gettext_noop(
                "改规则先成草稿，用最近 90 天的事试算，再定从哪天起用；走着的时钟照原来的规则。"
            ),
        ),
    ),
    "record": Topic(
        gettext_noop("记录"),
        (gettext_noop("每个动作一条，环环相扣；“核对”检查有没有被改过。"),),
    ),
    "search": Topic(
        gettext_noop("搜索"),
        (gettext_noop("按词找事件、帖文和记录。不按人名、电话、账号找。"),),
    ),
}
"""By the first part of the address below ``ROOT``; the desk has none."""


def topic_of(address: str) -> Topic:
    """Return the topic of a page; of the desk for an address that is none of ours."""
    part = address.removeprefix(ROOT).split("/", 1)[0] if address.startswith(ROOT) else ""
    return TOPICS.get(part, TOPICS[""])
