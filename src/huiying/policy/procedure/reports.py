"""Reports to superior bodies (Art. 10, 归口报送): kinds, states, classes, lines, titles.

In:   a kind, a number.    Out:  words and rules of reports, the same for every bureau.
Cost: none.

初报 → 续报 → 终报 and the parts of a first report follow the published orders for reporting
emergencies; the classes and whom each goes to follow a published twin of the regulation
(``docs/reports.md`` names both). Neither gives a bureau a number of minutes.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from huiying.policy.core.standing import Standing
from huiying.policy.time.deadlines import DeadlineRule, DeadlineUnit
from huiying.reasons.chinese_numerals import chinese_number
from huiying.reasons.marking import marked


class ReportKind(StrEnum):
    """What a report is; the first five are about one incident, the others about a period.

    ``RISKS`` is about a sweep for risks, from the one before to its signature.
    """

    INITIAL = "INITIAL"
    FOLLOW_UP = "FOLLOW_UP"
    FINAL = "FINAL"
    FLASH = "FLASH"
    SPECIAL = "SPECIAL"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    ANNUAL = "ANNUAL"
    RISKS = "RISKS"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _KINDS[self]

    @property
    def about_incident(self) -> bool:
        """It is about one incident, not about a period."""
        return self in INCIDENT_KINDS


_KINDS: Final = {
    ReportKind.INITIAL: marked("初报"),
    ReportKind.FOLLOW_UP: marked("续报"),
    ReportKind.FINAL: marked("终报"),
    ReportKind.FLASH: marked("快报"),
    ReportKind.SPECIAL: marked("专报"),
    ReportKind.DAILY: marked("日报"),
    ReportKind.WEEKLY: marked("周报"),
    ReportKind.MONTHLY: marked("月报"),
    ReportKind.ANNUAL: marked("年度报告"),
    ReportKind.RISKS: marked("风险梳理报告"),
}
INCIDENT_KINDS: Final = (
    ReportKind.INITIAL,
    ReportKind.FOLLOW_UP,
    ReportKind.FINAL,
    ReportKind.FLASH,
    ReportKind.SPECIAL,
)
PERIOD_KINDS: Final = tuple(kind for kind in ReportKind if kind not in INCIDENT_KINDS)
CHOSEN_PERIOD_KINDS: Final = tuple(kind for kind in PERIOD_KINDS if kind != ReportKind.RISKS)
"""Kinds that an officer asks for by a day; one about a sweep for risks follows the sweep."""


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    SIGNED = "SIGNED"
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _STATES[self]


_STATES: Final = {
    ReportState.DRAFT: marked("拟稿中"),
    ReportState.IN_REVIEW: marked("待签发"),
    ReportState.SIGNED: marked("已签发，待报送"),
    ReportState.SENT: marked("已报送"),
    ReportState.RECEIVED: marked("已全部回执"),
    ReportState.WITHDRAWN: marked("已撤回"),
}
UNSENT: Final = (ReportState.DRAFT, ReportState.IN_REVIEW, ReportState.SIGNED)
OUT: Final = (ReportState.SENT, ReportState.RECEIVED)


class MatterClass(StrEnum):
    """Classes of information, each of which goes to one kind of body (Art. 10)."""

    ONLINE = "ONLINE"
    PETITIONS = "PETITIONS"
    SECURITY = "SECURITY"
    PUBLICITY = "PUBLICITY"
    EMERGENCY = "EMERGENCY"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _CLASSES[self]


_CLASSES: Final = {
    MatterClass.ONLINE: marked("网络舆情"),
    MatterClass.PETITIONS: marked("社情民意"),
    MatterClass.SECURITY: marked("安全稳定"),
    MatterClass.PUBLICITY: marked("对外宣传"),
    MatterClass.EMERGENCY: marked("应急管理舆情"),
    MatterClass.OTHER: marked("其他政务舆情"),
}
CLASS_OF_SUPERIOR: Final[Mapping[str, MatterClass]] = MappingProxyType(
    {
        "CYBERSPACE": MatterClass.ONLINE,
        "PETITIONS": MatterClass.PETITIONS,
        "SECURITY": MatterClass.SECURITY,
        "PUBLICITY": MatterClass.PUBLICITY,
        "EMERGENCY": MatterClass.EMERGENCY,
        "GOVERNMENT": MatterClass.OTHER,
    }
)
"""Kind of a superior body → the class that goes to it."""


class Way(StrEnum):
    """By which way a report goes to a recipient."""

    LINK = "LINK"
    PAPER = "PAPER"
    PHONE = "PHONE"
    PUSH = "PUSH"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _WAYS[self]


_WAYS: Final = {
    Way.LINK: marked("签名链接"),
    Way.PAPER: marked("公文交换、书面"),
    Way.PHONE: marked("电话报告"),
    Way.PUSH: marked("系统推送"),
}

NO_DATA: Final = marked("无数据")

LINES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "received": marked("接报时间"),
        "source": marked("信息来源"),
        "happened": marked("事发时间"),
        "place": marked("地点"),
        "nature": marked("事件性质"),
        "scope": marked("影响范围"),
        "loss": marked("初步损失"),
        "trend": marked("发展趋势"),
        "leaders": marked("领导到位情况"),
        "measures": marked("已采取措施"),
        "proposals": marked("下一步建议"),
        "unverified": marked("未核实事项"),
        "matter": marked("基本情况"),
        "spread": marked("传播情况"),
        "content": marked("内容分析"),
        "assessment": marked("研判意见"),
        "news": marked("上次报告以来新情况"),
        "outcome": marked("处置结果"),
        "answers": marked("公开回应"),
        "effect": marked("回应效果"),
        "promises": marked("公开承诺"),
        "closing": marked("办结情况"),
        "contact": marked("联系单位"),
        "overview": marked("总体情况"),
        "posts": marked("帖文采集"),
        "incidents": marked("事件受理"),
        "units": marked("各单位通报签收"),
        "handling": marked("核实、交办和回应"),
        "deadlines": marked("时限执行"),
        "major": marked("重大舆情"),
        "open": marked("未办结事件"),
        "risks_overview": marked("梳理情况"),
        "risks_high": marked("高风险"),
        "risks_new": marked("新增风险点"),
        "risks_changed": marked("调整和销号"),
        "risks_overdue": marked("逾期未复核"),
        "risks_units": marked("各单位确认"),
    }
)
"""Codes of lines → their usual headings."""

_INITIAL: Final = (
    "received", "source", "happened", "place", "nature", "scope", "loss", "trend", "leaders",
    "measures", "proposals", "unverified",
)  # fmt: skip
_PERIOD: Final = (
    "overview", "posts", "incidents", "major", "units", "handling", "deadlines", "open",
)  # fmt: skip
_RISKS: Final = (
    "risks_overview", "risks_high", "risks_new", "risks_changed", "risks_overdue",
    "risks_units",
)  # fmt: skip
USUAL_LINES: Final[Mapping[ReportKind, tuple[str, ...]]] = MappingProxyType(
    {
        ReportKind.INITIAL: _INITIAL,
        ReportKind.FOLLOW_UP: (
            "news", "spread", "trend", "leaders", "measures", "proposals", "unverified",
        ),
        ReportKind.FINAL: (
            "matter", "outcome", "answers", "effect", "spread", "promises", "closing",
        ),
        ReportKind.FLASH: (
            "matter", "spread", "measures", "proposals", "unverified", "contact",
        ),
        ReportKind.SPECIAL: ("matter", "spread", "content", "assessment", "proposals"),
        **dict.fromkeys(PERIOD_KINDS, _PERIOD),
        ReportKind.RISKS: _RISKS,
    }
)  # fmt: skip
"""Kinds → the lines of a new bureau's template, in their order."""

_EVENT: Final = frozenset(LINES) - set(_PERIOD) - set(_RISKS)


def lines_for(kind: ReportKind) -> tuple[str, ...]:
    """Return every line that a report of a kind can have, its usual ones first."""
    usual = USUAL_LINES[kind]
    possible = _EVENT if kind.about_incident else frozenset(usual)
    return (*usual, *(code for code in LINES if code in possible and code not in usual))


def kind_words(kind: ReportKind, sequence: int = 0) -> str:
    """Return what a report is called, in Chinese: 初报, 续报二, 日报.

    >>> kind_words(ReportKind.FOLLOW_UP, 2)
    '续报二'
    """
    return f"{kind.label}{chinese_number(sequence)}" if sequence else kind.label


PERIOD_REPORT: Final = DeadlineRule(
    "PERIOD_REPORT",
    marked("定期报送"),
    1,
    DeadlineUnit.CALENDAR_DAYS,
    marked("本局设定的报送时间（《制度》第十条未规定）"),
    Standing.BUREAU,
)
"""The rule of the day and time that a bureau set for its daily, weekly, monthly reports."""
