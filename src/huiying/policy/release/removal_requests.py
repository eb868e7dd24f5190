"""Requests to delete, block or report what people wrote, which this system does not send.

In:   a text that goes to another body.    Out:  the words that ask for it, or "".
Cost: linear in the text.

What asks is an order: 请平台删除该帖, 联系网站屏蔽视频, 尽快删帖. Not an order is what somebody
else wanted (网民称街道要求删帖), a question (是否要求删帖), a denial (不得要求删帖), what has
happened (帖文已删除), what is quoted from somebody, and the 下架 of goods.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_POST: Final = (
    "(?:帖|贴文|贴子|推文|文章|笔记|(?<!监控)视频(?!监控|会议)|评论|言论|话题|热搜|词条|直播|链接|"
    "微博|公众号|[账帐]号|网[民友](?!反映|投诉|质疑|举报|所|提|说|关[心注])|博主|楼主|报道|(?:不实|虚假|负面|有害|相关|网上|涉事)(?:信息|内容))"
)
_PLATFORM: Final = (
    "(?:平台|网站|微博|微信|抖音|快手|贴吧|论坛|小红书|网信|运营方|群主|网管|版主)"
)
_VERB: Final = (
    "(?:删除|删掉|删去|删了|撤下|撤掉|下架|下线|屏蔽|封堵|封禁|封停|封掉|关停|关闭|注销|"
    "禁用|限流|降权)"
)
_OWN_WORDS: Final = (
    "(?:帖|该贴|贴文|推文|文章|笔记|(?<!监控)视频(?!监控|会议)|评论|言论|话题|热搜|词条)"
    "(?![文子区]?(?:反映|投诉|质疑|提|说|所|里|中|关|拍|员))"
)
_HIDING: Final = (
    "(?:移除|清除|撤回|取消|消除|隐藏|下掉|拿下|抹去|抹掉|清理|处理掉|限流|和谐|私密|折叠|下沉|去掉|弄掉|搞掉|"
    "(?<![a-z])del(?:ete)?(?![a-z])|shanchu)"
)
_VEILED: Final = (
    f"{_HIDING}(?:[这那该此一上下条则个篇有相关述涉事]|网上|负面|不实){{0,4}}{_OWN_WORDS}|"
    f"[将把][^，,]{{0,8}}?{_OWN_WORDS}[^，,是被遭]{{0,4}}?{_HIDING}|仅自己可见|沉帖|拉黑|停更|"
    "限制[^，,]{0,4}(?:帖|视频|话题)[^，,]{0,4}传播|"
    "(?:话题|热搜|词条|帖[文子]?|视频|评论区?)[^，,]{0,4}(?:降温|降热|压[热下]|压一压)|"
    "[压降]低?(?:一下)?(?:[这那该]?[条个]?(?:帖[文子]?|话题|视频|网上)的?)?热度|热度[^，,]{0,3}[压降](?:下[去来]|低)|"
    "(?:禁止|限制)[^，,]{0,6}[账帐]号[^，,]{0,2}发言|冻结(?:[这那该此]|上述|涉事|网[民友])[^，,]{0,4}[账帐]号"
)
_ACTION: Final = re.compile(
    f"{_VEILED}|删[帖贴文评]|撤[帖贴]|[撤降压]热搜|封号|封禁|封停|禁言|控评|关评|删掉?(?=[这那该此]条)|"
    f"(?P<about_post>{_VERB}[^，,]{{0,12}}?{_POST}|{_POST}[^，,]{{0,8}}?(?P<last_verb>{_VERB}))|"
    f"举报[^，,]{{0,6}}?(?:[账帐]号|网民|网友|博主|楼主|发帖人|发布者|该帖|帖文)|"
    f"(?P<bare>{_VERB})"
)
_GOODS: Final = re.compile("商品|食品|药品|产品|菜品|店铺|商家|器械|玩具")
_REQUEST: Final = re.compile(
    "请|要求|责令|督促|协调|联系|对接|通知|商请|函请|敦促|建议|申请|务必|必须|尽快|立即|立刻|马上|"
    "予以|应当|应予|配合|协助|抓紧|想办法|设法|推动|安排|组织|负责"
)
_OPENER: Final = re.compile(
    "(?:现|特|并|另|同时|为此|故|因此|我[局办们单]位?|本[局办]|[你贵][局办单]位?)*"
    f"(?:烦|恳)?(?:{_REQUEST.pattern}|望|把|将)"
)
_SOMEBODY_SAYS: Final = re.compile(
    "反映|投诉|质疑|怀疑|网传|传言|声称|(?<![名职])称(?!号|为)|(?<!劝)说(?!明|服|法)|认为|询问|追问|抱怨|"
    "担心|指责|是否|有无|有没有|为何|为什么|谁"
)
_CITIZEN_WANTS: Final = re.compile(
    "(?:网民|网友|家属|家长|居民|群众|当事人|发帖人|业主|村民|市民|学生|本人|有人|对方|他们?|她们?)"
    "[^，,将把]{0,4}$"
)
_NOT: Final = re.compile(
    "(?<!不得)(?:不[得要能可会应准许予再该]?|请勿|切勿|勿|别|严禁|禁止|无权|从未|并未|没有(?:任何[^，,]*)?|未|没|拒绝|"
    "被|遭|已经?)(?:以任何[^，,]{0,4}|再|要求|去|通过|协调|联系|安排|"
    f"{_PLATFORM}|各?单位|他人|群众|对?{_POST}|予以|被|进行|就|自行)*$"
)
_TALKED_ABOUT: Final = re.compile(
    "^(?:[^，,。]{0,6}?的?(?:一事|说法|传言|质疑|做法|行为|投诉|诉求|原因|要求)|的是)"
)
_STATEMENT: Final = re.compile("[了后过的是不属违会引]")
_QUOTED: Final = r"(?:“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|\"[^\"]*\")"
_QUOTATION: Final = re.compile(
    "(?P<before>(?:称|说|反映|投诉|质疑|问|评论|留言|写道|写着|写的是|认为|网传|原话|原文|标题|题为|关于|"
    f"针对|针对网民)[是为:：，,]{{0,2}})?{_QUOTED}(?P<after>的?(?:说法|传言|一事|质疑|投诉|诉求|留言|评论|帖))?"
)
_SIMPLE: Final = str.maketrans("刪該關閉評論視頻號請賬銷撤", "删该关闭评论视频号请账销撤")
_MARKS: Final = str.maketrans("", "", "“”‘’「」『』\"'")
_SENTENCE: Final = re.compile(r"[。！？!?；;\n]+")
_CLAUSE: Final = re.compile("[，,：:]")
_HIDDEN: Final = re.compile(
    r"[^\S\n]+|[\u200b-\u200f\u2060\ufeff]|(?<=[\u4e00-\u9fff])[-_·*./|~^+=#&゛—]+(?=[\u4e00-\u9fff])"
)


def removal_request(text: str) -> str:
    """Return the first words that ask for it, "" when there are none.

    >>> removal_request("请联系平台删除该帖文。")
    '删除该帖'
    >>> removal_request("居民反映物业要求群主删帖，请核实。")
    ''
    """
    spelled = _HIDDEN.sub("", unicodedata.normalize("NFKC", text).translate(_SIMPLE))
    own = _QUOTATION.sub(_without_quotation, spelled).translate(_MARKS)
    for sentence in _SENTENCE.split(own):
        for action in _ACTION.finditer(sentence):
            if _is_asked(sentence, action):
                return action.group()
    return ""


def _without_quotation(found: re.Match[str]) -> str:
    """Return "" for the words of somebody else, and what the writer himself put into marks."""
    return "" if found["before"] or found["after"] else found.group()


def _is_asked(sentence: str, action: re.Match[str]) -> bool:
    start = action.start("last_verb") if action["last_verb"] else action.start()
    before, after = sentence[:start], sentence[action.end() :]
    if action["bare"] and (not re.search(_PLATFORM, before) or _GOODS.search(sentence)):
        return False
    if action["about_post"] and _GOODS.search(action.group()):
        return False
    if _TALKED_ABOUT.match(after) or _NOT.search(before):
        return False
    *earlier, own = _CLAUSE.split(before)
    if _is_order(own) or _opens_with_order(own, after):
        return True
    return any(_OPENER.match(clause) and _is_order(clause) for clause in earlier)


def _opens_with_order(clause: str, after: str) -> bool:
    """Tell whether the action begins the clause (删帖！, 把帖子删除) as an order."""
    if clause:
        return _OPENER.match(clause) is not None and not _is_of_somebody(clause)
    return not _STATEMENT.match(after)


def _is_of_somebody(clause: str) -> bool:
    return not re.search("[将把对]", clause) and _SOMEBODY_SAYS.search(clause) is not None


def _is_order(clause: str) -> bool:
    """Tell whether the words before an action make it an order of who writes."""
    if _is_of_somebody(clause):
        return False
    for request in _REQUEST.finditer(clause):
        wanted_by_others = _CITIZEN_WANTS.search(clause[: request.start()])
        if not wanted_by_others and not _NOT.search(clause[: request.start()]):
            return True
    return False
