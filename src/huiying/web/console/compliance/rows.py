"""The articles as rows of a page: what was done, what is missing, each number with its rows.

In:   the numbers of the articles, the days.    Out:  rows for the template and for files.
Cost: linear in the sub-clauses; no query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.policy.closing.breaches import BreachState
from huiying.policy.time.spans import Span
from huiying.web.console.shared.clock_subjects import subject_number
from huiying.web.console.shared.day_range import DayRange
from huiying.web.shared.time_words import moment_text
from huiying.work.reports.compliance.checks import OPEN_QUESTIONS, Check
from huiying.work.reports.compliance.queries import ArticleNumbers, ClauseNumbers, LateClock

SHOWN = 3  # gaps of a check that are written out; the rest stands behind the number


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the page is about, whole."""

    first: date
    last: date

    @property
    def span(self) -> Span:
        """From the first midnight to the midnight after the last day."""
        zone = timezone.get_current_timezone()
        end = datetime.combine(self.last + timedelta(days=1), time.min, zone)
        return Span(datetime.combine(self.first, time.min, zone), end)

    @property
    def query(self) -> str:
        """The days as an address says them."""
        return f"from={self.first.isoformat()}&to={self.last.isoformat()}"


def days_of(asked: DayRange, now: datetime) -> Days:
    """Return the days asked for, without any this month; at most a year."""
    today = timezone.localtime(now).date()
    last = asked.last or (today if asked.first else _month_end(today))
    first = asked.first or last.replace(day=1)
    if first > last:
        first = last.replace(day=1)
    return Days(max(first, last - timedelta(days=366)), last)


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A number in words with its rows; url "" = there is nothing to open."""

    words: str
    count: int
    url: str = ""
    details: tuple[str, ...] = ()  # the first of what is missing, written out


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A sub-clause: what it demands, what was done, what is missing, what is open."""

    number: str
    words: str
    done: tuple[Line, ...]
    gaps: tuple[Line, ...]
    questions: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with its state: "bad", "wait", "ok", or "" where nothing was due."""

    anchor: str
    label: str
    title: str
    state: str
    state_word: str
    clauses: tuple[ClauseRow, ...]


def article_rows(found: Sequence[ArticleNumbers], days: Days | None) -> list[ArticleRow]:
    """Return the articles as rows; without days (one incident) nothing is linked."""
    return [_article(one, days) for one in found]


def state_counts(rows: Sequence[ArticleRow]) -> str:
    """Say how many articles stand how."""
    by_state = {
        state: sum(row.state == state for row in rows) for state in ("bad", "ok", "wait", "")
    }
    return _(
        "%(bad)s 条有缺口，%(ok)s 条有记录，%(wait)s 条待本局确认，%(none)s 条没有应办事项。"
    ) % {
        "bad": by_state["bad"],
        "ok": by_state["ok"],
        "wait": by_state["wait"],
        "none": by_state[""],
    }


def _article(one: ArticleNumbers, days: Days | None) -> ArticleRow:
    state = "bad" if one.gaps else "wait" if one.questions else "ok" if one.done else ""
    words = {"bad": _("有缺口"), "wait": _("待确认"), "ok": _("有记录"), "": _("没有应办事项")}
    return ArticleRow(
        f"article-{one.article.number}",
        _(one.article.label),
        _(one.article.title),
        state,
        words[state],
        tuple(_clause(clause, days) for clause in one.clauses),
    )


def _clause(one: ClauseNumbers, days: Days | None) -> ClauseRow:
    number = one.clause.number
    done = [
        Line(_(did.words), count, _url("acts", number, place, days))
        for place, (did, count) in enumerate(one.acts)
        if count
    ]
    if one.outcomes.in_time:
        url = _url("deadlines", number, "in_time", days)
        done.append(Line(_("按时办到"), one.outcomes.in_time, url))
    gaps: list[Line] = []
    questions: list[Line] = []
    if one.outcomes.late:
        url = _url("deadlines", number, "late", days)
        details = tuple(_late_words(row) for row in one.late)
        gaps.append(Line(_("逾期"), one.outcomes.late, url, details))
    for check, rows in one.missing.items():
        line = Line(
            check_word(check),
            len(rows),
            _url("missing", number, check, days),
            tuple(row.words for row in rows[:SHOWN]),
        )
        (questions if check in OPEN_QUESTIONS else gaps).append(line)
    return ClauseRow(number, _(one.clause.words), tuple(done), tuple(gaps), tuple(questions))


def _late_words(row: LateClock) -> str:
    """Say which deadline of what was late, and whether it was explained."""
    clock = row.clock
    states = {
        "": _("未入违规台账"),
        BreachState.OPEN: _("待说明"),
        BreachState.EXCUSED: _("已说明"),
    }
    return _("%(number)s %(name)s应于 %(due)s 办到，%(state)s") % {
        "number": subject_number(clock.subject_kind, clock.subject_ref),
        "name": _(clock.name),
        "due": moment_text(clock.due_at),
        "state": states.get(row.breach, _("已认定")),
    }


def _url(of: str, number: str, what: str | int, days: Days | None) -> str:
    if days is None:
        return ""
    return f"{reverse(f'console:compliance-{of}', args=[number, what])}?{days.query}"


def check_word(check: Check) -> str:
    """Return what a check finds, in words."""
    return {
        Check.RULES_TO_CONFIRM: _("期限待本局确认"),
        Check.LESSONS_LATE: _("整改逾期"),
        Check.NO_CONTACT_DETAILS: _("未公布联系方式"),
        Check.NO_RESPONDERS: _("没有回应人员"),
        Check.VACANT_ROLES: _("角色无人担任"),
        Check.NOBODY_ON_DUTY: _("无人值班"),
        Check.SOURCES_FAILING: _("来源现在取不到"),
        Check.PATROLS_MISSED: _("漏巡"),
        Check.SOURCE_GAPS: _("采集不全"),
        Check.BREACHES_UNEXPLAINED: _("违规待说明"),
        Check.COVERAGE_GAPS: _("没有监测的渠道"),
        Check.NO_SWEEP: _("尚未梳理"),
        Check.RISKS_UNREVIEWED: _("风险点逾期未复核"),
        Check.RISKS_WITHOUT_OWNER: _("风险点责任人已离岗"),
        Check.PLANS_UNREVIEWED: _("预案逾期未复核"),
        Check.RECORD_DIFFERS: _("与审计记录不一致"),
    }[check]


def file_lines(rows: Sequence[ArticleRow]) -> Iterator[list[object]]:
    """Return a line a sub-clause, for a file."""
    for article in rows:
        for clause in article.clauses:
            yield [
                article.label,
                article.title,
                clause.words,
                _words(clause.done),
                _words((*clause.gaps, *clause.questions)),
            ]


def _words(lines: Sequence[Line]) -> str:
    separator = _("；")
    return separator.join(f"{line.words} {line.count}" for line in lines)
