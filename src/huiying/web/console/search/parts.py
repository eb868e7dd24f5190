"""The parts of the one search: incidents, posts, answers, tasks, reports, units and more.

In:   an officer, words, days, a moment.    Out:  for each part its best lines and how many.
Cost: two look-ups for each part; counting posts and records stops at a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import search_units
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.search import count_records, record_question, search_records
from huiying.base.rulebook.queries import book_of
from huiying.base.search.snippets import SnippetPart, snippet
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.policy.procedure.stages import Stage
from huiying.web.console.audit.rows import record_row
from huiying.web.console.reports.rows import kind_label
from huiying.web.console.rulebook.book_rows import rule_lines
from huiying.web.console.shared.day_range import DayRange
from huiying.web.shared.numbers import numbered
from huiying.web.shared.post_rows import post_row, tally_words
from huiying.web.shared.time_words import moment_text
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.instructions.queries import (
    search_instructions,
    visible_instructions,
)
from huiying.work.casework.superior_supervision.queries import (
    search_superior_supervisions,
    visible_superior_supervisions,
)
from huiying.work.casework.supervision.queries import (
    search_supervisions,
    visible_supervisions,
)
from huiying.work.casework.tasks.queries import search_tasks, visible_tasks
from huiying.work.collection.posts.search import PostQuery, count_matches
from huiying.work.incidents.incidents.queries import (
    in_order_of_keys,
    incidents_in_sight,
    search_incidents,
)
from huiying.work.incidents.placements.queries import newest_posts
from huiying.work.reports.core.queries import reports_in_sight, search_reports
from huiying.work.reports.downward.queries import search_issued, visible_issued
from huiying.work.reports.exchange.queries import received_reports, search_received
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.queries import drafts_in_sight, search_drafts

SHOWN = 5
WIDTH = 120  # letters of a line


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One thing that was found.

    Attributes:
        pieces: Its words, those searched for marked.
        url: Its page; "" = it has none for this reader.
        facts: What else tells it apart: number, state, unit.
        grade: Of an incident; 0 = not an incident.
    """

    pieces: list[SnippetPart]
    url: str
    facts: tuple[str, ...] = ()
    grade: int = 0


@dataclass(frozen=True, slots=True)
class FoundPart:
    """What was found of one kind; url: the full list, narrowed by the same words."""

    code: str
    label: str
    total: str
    lines: list[FoundLine]
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what."""

    officer: Officer
    words: str
    days: DayRange
    now: datetime


def parts_of(officer: Officer) -> dict[str, str]:
    """Return what an officer may search, with its name, in the order of the page."""
    parts = {"incidents": _("事件")}
    if may(officer, Capability.SEE_POSTS):
        parts["posts"] = _("帖文")
    parts |= {
        "responses": _("回应"),
        "tasks": _("交办任务"),
        "instructions": _("领导批示"),
        "supervisions": _("督办"),
    }
    if sees_all_units(officer):
        parts |= {
            "reports": _("报告"),
            "received": _("下级报送"),
            "superiors": _("上级督办"),
            "issued": _("下发督办"),
        }
    parts["units"] = _("单位")
    if may(officer, Capability.SEE_RULES):
        parts["rules"] = _("规则")
    if may(officer, Capability.READ_RECORD):
        parts["records"] = _("审计记录")
    return parts


def find_part(code: str, asked: Asked) -> FoundPart:
    """Return what was found of one kind.

    Args:
        code: A key of ``parts_of`` the officer.
    """
    return _FIND[code](code, parts_of(asked.officer)[code], asked)


def _incidents(code: str, label: str, asked: Asked) -> FoundPart:
    every = incidents_in_sight(asked.officer)
    rows = search_incidents(
        every, words=asked.words, since=asked.days.since, until=asked.days.until
    )
    newest = rows.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:SHOWN]
    lines = [
        FoundLine(
            snippet(row.title, asked.words, width=WIDTH),
            reverse("console:incident", args=[row.number]),
            _facts(row.number, _(Stage(row.stage).label), row.lead_unit),
            row.grade,
        )
        for row in in_order_of_keys(every, newest)
    ]
    return FoundPart(code, label, _counted(rows), lines, _list("console:incidents", asked))


def _posts(code: str, label: str, asked: Asked) -> FoundPart:
    question = PostQuery(words=asked.words, since=asked.days.since, until=asked.days.until)
    bureau = asked.officer.bureau_id
    rows = [post_row(post, asked.words) for post in newest_posts(bureau, question, limit=SHOWN)]
    lines = [
        FoundLine(
            row.pieces,
            row.copies_url,
            _facts(row.source, moment_text(row.collected_at, asked.now)),
        )
        for row in rows
    ]
    total = tally_words(count_matches(bureau, question))
    return FoundPart(code, label, total, lines, _list("console:posts", asked))


def _responses(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_drafts(
        drafts_in_sight(asked.officer),
        words=asked.words,
        since=asked.days.since,
        until=asked.days.until,
    )
    lines = [
        FoundLine(
            snippet(row.title or row.answer.incident.title, asked.words, width=WIDTH),
            reverse("console:draft", args=[row.pk]),
            _facts(
                numbered("incident", row.answer.incident.number), DraftState(row.state).label
            ),
        )
        for row in rows[:SHOWN]
    ]
    return FoundPart(code, label, _counted(rows), lines, _list("console:responses", asked))


def _tasks(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_tasks(
        visible_tasks(asked.officer),
        words=asked.words,
        since=asked.days.since,
        until=asked.days.until,
    ).order_by("-assigned_at", "-pk")
    lines = [
        FoundLine(
            snippet(row.task, asked.words, width=WIDTH),
            reverse("console:task", args=[row.number]),
            _facts(row.number, row.get_state_display(), row.unit),
        )
        for row in rows[:SHOWN]
    ]
    url = f"{_list('console:tasks', asked)}&state="
    return FoundPart(code, label, _counted(rows), lines, url)


def _instructions(code: str, label: str, asked: Asked) -> FoundPart:
    """Instructions by their words and what they are about; they have no list of their own."""
    rows = search_instructions(
        visible_instructions(asked.officer),
        words=asked.words,
        since=asked.days.since,
        until=asked.days.until,
    )
    lines = [
        FoundLine(
            snippet(row.text, asked.words, width=WIDTH),
            reverse("console:instruction", args=[row.number]),
            _facts(row.number, row.leader, row.standing.label),
        )
        for row in rows[:SHOWN]
    ]
    return FoundPart(code, label, _counted(rows), lines, "")


def _supervisions(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_supervisions(
        visible_supervisions(asked.officer),
        words=asked.words,
        since=asked.days.since,
        until=asked.days.until,
    )
    lines = [
        FoundLine(
            snippet(row.demand, asked.words, width=WIDTH),
            reverse("console:supervision", args=[row.number]),
            _facts(row.number, row.get_state_display(), row.unit),
        )
        for row in rows[:SHOWN]
    ]
    url = f"{_list('console:supervisions', asked)}&state="
    return FoundPart(code, label, _counted(rows), lines, url)


def _reports(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_reports(
        reports_in_sight(asked.officer),
        words=asked.words,
        since=asked.days.since,
        until=asked.days.until,
    )
    lines = [
        FoundLine(
            snippet(row.title, asked.words, width=WIDTH),  # type: ignore[attr-defined]
            reverse("console:report", args=[row.number]),
            _facts(
                row.number,
                kind_label(ReportKind(row.kind), row.sequence),
                _(ReportState(row.state).label),
            ),
        )
        for row in rows[:SHOWN]
    ]
    return FoundPart(code, label, _counted(rows), lines, _list("console:reports", asked))


def _received(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_received(
        received_reports(asked.officer),
        words=asked.words,
        since=asked.days.since,
        until=asked.days.until,
    )
    lines = [
        FoundLine(
            snippet(row.title, asked.words, width=WIDTH),
            reverse("console:received-report", args=[row.number]),
            _facts(
                row.number,
                row.subordinate,
                kind_label(ReportKind(row.kind), row.sequence),
                _("下级已撤回") if hasattr(row, "withdrawal") else "",
            ),
        )
        for row in rows[:SHOWN]
    ]
    url = _list("console:received-reports", asked)
    return FoundPart(code, label, _counted(rows), lines, url)


def _superiors(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_superior_supervisions(
        visible_superior_supervisions(asked.officer), words=asked.words
    )
    rows = _within(rows, "received_at", asked.days)
    lines = [
        FoundLine(
            snippet(row.demand, asked.words, width=WIDTH),
            reverse("console:superior-supervision", args=[row.number]),
            _facts(row.number, row.sender, row.get_state_display()),
        )
        for row in rows[:SHOWN]
    ]
    url = _list("console:superior-supervisions", asked)
    return FoundPart(code, label, _counted(rows), lines, url)


def _issued(code: str, label: str, asked: Asked) -> FoundPart:
    rows = search_issued(visible_issued(asked.officer), words=asked.words)
    rows = _within(rows, "drafted_at", asked.days)
    lines = [
        FoundLine(
            snippet(row.demand, asked.words, width=WIDTH),
            reverse("console:issued-supervision", args=[row.number]),
            _facts(row.number, row.report.subordinate, row.get_state_display()),
        )
        for row in rows[:SHOWN]
    ]
    url = _list("console:issued-supervisions", asked)
    return FoundPart(code, label, _counted(rows), lines, url)


def _within(rows: QuerySet[Any], moment: str, days: DayRange) -> QuerySet[Any]:
    """Narrow rows by a moment of theirs."""
    if days.since:
        rows = rows.filter(**{f"{moment}__gte": days.since})
    return rows.filter(**{f"{moment}__lt": days.until}) if days.until else rows


def _units(code: str, label: str, asked: Asked) -> FoundPart:
    """Units by name or duties; an administrator is led to the unit, others to its incidents."""
    rows = search_units(asked.officer.bureau_id, asked.words)
    edits = may(asked.officer, Capability.MANAGE_PEOPLE)
    lines = [
        FoundLine(
            snippet(f"{row.name} {row.duties}".strip(), asked.words, width=WIDTH),
            reverse("console:unit-edit", args=[row.pk])
            if edits
            else f"{reverse('console:incidents')}?unit={row.pk}",
            _facts(row.get_kind_display()),
        )
        for row in rows[:SHOWN]
    ]
    url = reverse("console:people") if edits else ""
    return FoundPart(code, label, _counted(rows), lines, url)


def _rules(code: str, label: str, asked: Asked) -> FoundPart:
    """Rules in force, by their words and their basis."""
    words = asked.words.casefold().split()
    found = [
        line
        for line in rule_lines(book_of(asked.officer.bureau_id, asked.now))
        if all(word in f"{line.words} {line.basis}".casefold() for word in words)
    ]
    page = reverse("console:rules")
    lines = [
        FoundLine(
            snippet(line.words, asked.words, width=WIDTH),
            f"{page}#{line.anchor}",
            _facts(line.basis),
        )
        for line in found[:SHOWN]
    ]
    return FoundPart(code, label, _total(len(found)), lines, page)


def _records(code: str, label: str, asked: Asked) -> FoundPart:
    bureau = asked.officer.bureau_id
    question = record_question(
        bureau, asked.words, since=asked.days.since, until=asked.days.until
    )
    rows = [record_row(row) for row in search_records(bureau, question, limit=SHOWN)]
    lines = [
        FoundLine(
            snippet(row.text, asked.words, width=WIDTH),
            reverse("console:incident", args=[row.number]) if row.number else "",
            _facts(row.number, moment_text(row.at, asked.now)),
        )
        for row in rows
    ]
    total = tally_words(count_records(bureau, question))
    return FoundPart(code, label, total, lines, _list("console:audit", asked))


_FIND: dict[str, Callable[[str, str, Asked], FoundPart]] = {
    "incidents": _incidents,
    "posts": _posts,
    "responses": _responses,
    "tasks": _tasks,
    "instructions": _instructions,
    "supervisions": _supervisions,
    "reports": _reports,
    "received": _received,
    "superiors": _superiors,
    "issued": _issued,
    "units": _units,
    "rules": _rules,
    "records": _records,
}


def _facts(*facts: object) -> tuple[str, ...]:
    return tuple(str(fact) for fact in facts if fact)


def _counted(rows: QuerySet[Any]) -> str:
    return _total(rows.count())


def _total(count: int) -> str:
    return ngettext("找到 %(count)s 项", "找到 %(count)s 项", count) % {"count": count}


def _list(name: str, asked: Asked) -> str:
    """Return the full list of a kind, narrowed in the same way."""
    days = asked.days
    wanted = {"q": asked.words, "from": days.first or "", "to": days.last or ""}
    query = urlencode({key: value for key, value in wanted.items() if value})
    return f"{reverse(name)}?{query}"


def nothing_words(parts: Iterable[FoundPart]) -> str:
    """Say in which parts nothing was found; "" = something was found in each."""
    names = [part.label for part in parts if not part.lines]
    return _("未找到：%(parts)s") % {"parts": _("、").join(names)} if names else ""
