"""监测覆盖 (Article 5): the kinds of channel that a district must watch, and how each stands.

In:   the platform of a source or place; what watches a kind, and whether it works.
Out:  the kind; covered, failing, by patrol alone, or a gap.
Cost: dictionary look-ups; pure.

The regulation names websites and new media; every other kind is what the bureau itself holds
to belong to 全覆盖、全方位, and is marked so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from huiying.policy.monitoring.platform_kinds import PLATFORMS
from huiying.policy.rulebook.platforms import is_hot_list
from huiying.reasons.marking import marked

REGULATION: Final = marked("《制度》第五条原文")
BUREAU: Final = marked("本局认为应当")


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """A kind of channel, and whether the regulation itself names it."""

    code: str
    label: str
    basis: str
    intake: str = ""  # that of sources which belong here whatever their platform


KINDS: Final = (
    ChannelKind("website", marked("网站"), REGULATION),
    ChannelKind("new_media", marked("新媒体（政务新媒体、客户端）"), REGULATION),
    ChannelKind("forum", marked("论坛、社区"), BUREAU),
    ChannelKind("video", marked("短视频"), BUREAU),
    ChannelKind("weibo", marked("微博"), BUREAU),
    ChannelKind("wechat", marked("微信公众号"), BUREAU),
    ChannelKind("groups", marked("本地生活群、便民号（仅限公开）"), BUREAU),
    ChannelKind("hot_list", marked("热搜、热榜"), BUREAU),
    ChannelKind("hotline", marked("12345 热线"), BUREAU, "HOTLINE"),
    ChannelKind("message_board", marked("领导留言板"), BUREAU),
    ChannelKind("media", marked("媒体报道"), BUREAU),
    ChannelKind("superior", marked("上级通报"), BUREAU),
    ChannelKind("letters", marked("线下来信来访"), BUREAU),
)
BY_CODE: Final = {kind.code: kind for kind in KINDS}
_BY_PLATFORM: Final = {name: code for code, names in PLATFORMS.items() for name in names}
_BY_INTAKE: Final = {kind.intake: kind.code for kind in KINDS if kind.intake}


def kind_of(platform: str, *, intake: str = "") -> str:
    """Return the code of the kind that a platform belongs to, "" = somebody must say so.

    >>> kind_of("抖音"), kind_of("微博热搜"), kind_of("闪看"), kind_of("", intake="HOTLINE")
    ('video', 'hot_list', '', 'hotline')
    """
    if intake in _BY_INTAKE:
        return _BY_INTAKE[intake]
    if platform in _BY_PLATFORM:
        return _BY_PLATFORM[platform]
    return "hot_list" if is_hot_list(platform) else ""


class Way(StrEnum):
    """How a kind is watched."""

    AUTOMATIC = "AUTOMATIC"
    SHARED = "SHARED"
    INBOX = "INBOX"
    PATROL = "PATROL"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _WAYS[self]


_WAYS = {
    Way.AUTOMATIC: marked("自动采集"),
    Way.SHARED: marked("其他单位推送"),
    Way.INBOX: marked("来件、导入"),
    Way.PATROL: marked("人工巡查"),
}


class CoverageState(StrEnum):
    """How a kind stands now."""

    COVERED = "COVERED"
    FAILING = "FAILING"
    PATROL_ONLY = "PATROL_ONLY"
    GAP = "GAP"
    NOT_NEEDED = "NOT_NEEDED"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STATES[self]


_STATES = {
    CoverageState.COVERED: marked("已覆盖"),
    CoverageState.FAILING: marked("已覆盖，现中断或无更新"),
    CoverageState.PATROL_ONLY: marked("仅人工巡查"),
    CoverageState.GAP: marked("未覆盖"),
    CoverageState.NOT_NEEDED: marked("不需覆盖"),
}


def state_of(ways: Collection[tuple[Way, bool]], *, not_needed: bool) -> CoverageState:
    """Return the state of a kind.

    Args:
        ways: What watches it: how, and whether it works now.
        not_needed: Two persons decided so; what watches it all the same counts first.
    """
    if any(works for way, works in ways if way is not Way.PATROL):
        return CoverageState.COVERED
    if any(works for way, works in ways if way is Way.PATROL):
        automatic = any(way is not Way.PATROL for way, _works in ways)
        return CoverageState.FAILING if automatic else CoverageState.PATROL_ONLY
    if not_needed:
        return CoverageState.NOT_NEEDED
    return CoverageState.FAILING if ways else CoverageState.GAP
