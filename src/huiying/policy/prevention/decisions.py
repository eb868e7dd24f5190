"""What an assessment of a decision must hold before it is signed, and what follows from it.

In:   facts of a file.    Out:  what it lacks; its level; whether the decision may be made.
Cost: pure.

《制度》第六条 asks for the assessment; methods, periods and what the result means are those of
《重大行政决策程序暂行条例》 (2019), articles 3, 15, 22 to 24, 26 and 30.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.calendar import WorkingCalendar
from huiying.reasons.marking import marked

COMMENT_DAYS = 30  # article 15: 公开征求意见一般不少于 30 日
LEGALITY_WORKDAYS = 7  # article 26: 合法性审查一般不少于 7 个工作日
GENERAL_SHARE, FEWEST_POSTS, MOST_HITS = 0.5, 20, 1_000
"""A watch phrase is too general in half of at least so many posts, or in more than so many."""


class DecisionKind(StrEnum):
    """What a decision is about: article 3, and other."""

    SERVICES = "SERVICES"
    PLANNING = "PLANNING"
    RESOURCES = "RESOURCES"
    PROJECT = "PROJECT"
    OTHER_MAJOR = "OTHER_MAJOR"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _KINDS[self]


_KINDS = {
    DecisionKind.SERVICES: marked("公共服务、市场监管、社会管理、环境保护等重大公共政策和措施"),
    DecisionKind.PLANNING: marked("经济和社会发展等重要规划"),
    DecisionKind.RESOURCES: marked("开发利用、保护重要自然资源和文化资源"),
    DecisionKind.PROJECT: marked("重大公共建设项目"),
    DecisionKind.OTHER_MAJOR: marked("其他对经济社会有重大影响、涉及公众利益的重大事项"),
    DecisionKind.OTHER: marked("其他决策事项"),
}


class Method(StrEnum):
    """How risks were looked for (article 23)."""

    TRACKING = "TRACKING"
    VISITS = "VISITS"
    CONSULTATION = "CONSULTATION"
    SURVEY = "SURVEY"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _METHODS[self]


_METHODS = {
    Method.TRACKING: marked("舆情跟踪"),
    Method.VISITS: marked("重点走访"),
    Method.CONSULTATION: marked("会商分析"),
    Method.SURVEY: marked("抽样调查"),
    Method.OTHER: marked("其他方法"),
}


class Conclusion(StrEnum):
    """The result of an assessment (article 24)."""

    CONTROLLABLE = "CONTROLLABLE"
    UNCONTROLLABLE = "UNCONTROLLABLE"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _CONCLUSIONS[self]


_CONCLUSIONS = {
    Conclusion.CONTROLLABLE: marked("风险可控"),
    Conclusion.UNCONTROLLABLE: marked("风险不可控"),
}

_CONSEQUENCES = {
    RiskLevel.HIGH: marked("高风险：不予实施，调整决策方案后重新评估。"),
    RiskLevel.MEDIUM: marked("中风险：暂缓实施，调整方案、补充措施后重新评估。"),
    RiskLevel.LOW: marked("低风险：可以实施，并落实防范化解措施。"),
}


class Lack(StrEnum):
    """What a file lacks, as one sentence."""

    SCOPE = "SCOPE"
    AFFECTED = "AFFECTED"
    METHOD = "METHOD"
    NO_COMMENT = "NO_COMMENT"
    SHORT_COMMENT = "SHORT_COMMENT"
    OPEN_COMMENT = "OPEN_COMMENT"
    POINT = "POINT"
    MEASURES = "MEASURES"
    AFTER = "AFTER"
    RESPONSIBLE = "RESPONSIBLE"
    LEGALITY = "LEGALITY"
    SHORT_LEGALITY = "SHORT_LEGALITY"
    PLAN = "PLAN"
    CONCLUSION = "CONCLUSION"
    CONTRADICTION = "CONTRADICTION"

    @property
    def label(self) -> str:
        """The sentence in Chinese."""
        return _LACKS[self]


_LACKS = {
    Lack.SCOPE: marked("未填写决策内容和实施范围。"),
    Lack.AFFECTED: marked("未填写受影响的群体。"),
    Lack.METHOD: marked("未登记评估方法：舆情跟踪、重点走访、会商分析至少一项。"),
    Lack.NO_COMMENT: marked("未登记公开征求意见的起止日期，也未写明依法不公开征求意见的理由。"),
    Lack.SHORT_COMMENT: marked("公开征求意见不足 30 日，未写明缩短的法定理由。"),
    Lack.OPEN_COMMENT: marked("公开征求意见尚未结束。"),
    Lack.POINT: marked("未登记风险点。"),
    Lack.MEASURES: marked("有风险点未填写防范化解措施。"),
    Lack.AFTER: marked("有风险点未评估措施落实后的等级。"),
    Lack.RESPONSIBLE: marked("有风险点未明确责任单位。"),
    Lack.LEGALITY: marked("未登记合法性审查的部门和意见。"),
    Lack.SHORT_LEGALITY: marked("合法性审查不足 7 个工作日。"),
    Lack.PLAN: marked("未关联经领导批准的处置预案。"),
    Lack.CONCLUSION: marked("未填写评估结论。"),
    Lack.CONTRADICTION: marked("措施落实后仍有高风险，结论不得为“风险可控”。"),
}


@dataclass(frozen=True, slots=True)
class PointFacts:
    """A risk point that stands; after: None = not assessed yet."""

    before: RiskLevel
    after: RiskLevel | None
    measures: bool
    responsible: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file holds. ``comment_exception``: the ground for fewer days, or for none."""

    scope: bool
    affected: bool
    methods: Collection[Method]
    comment_from: date | None
    comment_to: date | None
    comment_exception: bool
    points: Collection[PointFacts]
    legality: bool
    legality_from: date | None
    legality_to: date | None
    plan: bool  # one that a leader approved
    conclusion: Conclusion | None


def comment_days(begin: date, end: date) -> int:
    """Return how many days comments were asked for, both days included."""
    return (end - begin).days + 1


def working_days(begin: date, end: date, calendar: WorkingCalendar) -> int:
    """Return how many working days lie between two days, both included."""
    days = (begin + timedelta(days=count) for count in range((end - begin).days + 1))
    return sum(calendar.is_workday(day) for day in days)


def lacks_of(facts: FileFacts, calendar: WorkingCalendar, today: date) -> tuple[Lack, ...]:
    """Return what a file lacks, in the order of its parts; () = it is complete."""
    found = [lack for lack, there in _plain(facts) if not there]
    found += _comment(facts, today)
    found += _points(facts.points)
    found += _legality(facts, calendar)
    if not facts.plan:
        found.append(Lack.PLAN)
    if facts.conclusion is None:
        found.append(Lack.CONCLUSION)
    elif _contradicts(facts):
        found.append(Lack.CONTRADICTION)
    return tuple(found)


def _plain(facts: FileFacts) -> tuple[tuple[Lack, bool], ...]:
    named = set(facts.methods) & {Method.TRACKING, Method.VISITS, Method.CONSULTATION}
    return (
        (Lack.SCOPE, facts.scope),
        (Lack.AFFECTED, facts.affected),
        (Lack.METHOD, bool(named)),
    )


def _comment(facts: FileFacts, today: date) -> list[Lack]:
    if facts.comment_from is None or facts.comment_to is None:
        return [] if facts.comment_exception else [Lack.NO_COMMENT]
    found = []
    short = comment_days(facts.comment_from, facts.comment_to) < COMMENT_DAYS
    if short and not facts.comment_exception:
        found.append(Lack.SHORT_COMMENT)
    if facts.comment_to >= today:
        found.append(Lack.OPEN_COMMENT)
    return found


def _points(points: Collection[PointFacts]) -> list[Lack]:
    if not points:
        return [Lack.POINT]
    checks = (
        (Lack.MEASURES, all(one.measures for one in points)),
        (Lack.AFTER, all(one.after is not None for one in points)),
        (Lack.RESPONSIBLE, all(one.responsible for one in points)),
    )
    return [lack for lack, holds in checks if not holds]


def _legality(facts: FileFacts, calendar: WorkingCalendar) -> list[Lack]:
    if not facts.legality or facts.legality_from is None or facts.legality_to is None:
        return [Lack.LEGALITY]
    days = working_days(facts.legality_from, facts.legality_to, calendar)
    return [Lack.SHORT_LEGALITY] if days < LEGALITY_WORKDAYS else []


def _contradicts(facts: FileFacts) -> bool:
    after = [one.after for one in facts.points]
    return facts.conclusion == Conclusion.CONTROLLABLE and RiskLevel.HIGH in after


def overall_level(levels: Iterable[RiskLevel]) -> RiskLevel | None:
    """Return the highest of some levels; None = there are none."""
    found = set(levels)
    return next((one for one in reversed(RiskLevel) if one in found), None)


def consequence_of(level: RiskLevel) -> str:
    """Return what follows from a level, as one Chinese sentence."""
    return _CONSEQUENCES[level]


def may_announce(level: RiskLevel | None, conclusion: Conclusion | None) -> bool:
    """Tell whether a decision may be made and announced."""
    return level == RiskLevel.LOW and conclusion == Conclusion.CONTROLLABLE


def is_too_general(hits: int, total: int) -> bool:
    """Tell whether a watch phrase says nothing: half of all posts hold it, or too many."""
    if hits > MOST_HITS:
        return True
    return total >= FEWEST_POSTS and hits >= total * GENERAL_SHARE
