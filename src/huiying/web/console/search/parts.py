"""The parts of the one search: incidents, posts, answers, tasks, reports, units and more.

In:   an officer, words, days, a moment.    Out:  for each part its best lines and how many.
Cost: two look-ups for each part; counting posts and records stops at a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import search_units
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.search import count_records, record_question, search_records
from huiying.base.rulebook.queries import book_of
from huiying.policy.procedure.stages import Stage
from huiying.web.console.audit.rows import record_row
from huiying.web.console.rulebook.book_rows import rule_lines
from huiying.web.console.search import listed_parts
from huiying.web.console.search.found import (
    SHOWN,
    FoundLine,
    FoundPart,
    SearchRequest,
    fact_words,
    total_of,
    total_words,
)
from huiying.web.shared.post_rows import post_row, tally_words
from huiying.web.shared.time_words import moment_text
from huiying.work.casework.core.access import sees_all_units
from huiying.work.collection.posts.search import PostQuery, count_matches
from huiying.work.incidents.incidents.queries import (
    in_order_of_keys,
    incidents_in_sight,
    search_incidents,
)
from huiying.work.incidents.placements.queries import newest_posts


def parts_of(officer: Officer) -> dict[str, str]:
    """Return what an officer may search, with its name, in the order of the page."""
    parts = {"incidents": _("事件")}
    if may(officer, Capability.SEE_POSTS):
        parts["posts"] = _("帖文")
    parts |= {
        "responses": _("回应"),
        "tasks": pgettext("menu", "交办任务"),
        "instructions": _("领导批示"),
        "supervisions": _("督办"),
        "risks": _("风险点"),
    }
    if sees_all_units(officer):
        parts |= {
            "reports": pgettext("menu", "报告"),
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


def find_part(code: str, request: SearchRequest) -> FoundPart:
    """Return what was found of one kind.

    Args:
        code: A key of ``parts_of`` the officer.
    """
    return _FIND[code](code, parts_of(request.officer)[code], request)


def _incidents(code: str, label: str, request: SearchRequest) -> FoundPart:
    every = incidents_in_sight(request.officer)
    rows = search_incidents(every, **request.narrowing)
    newest = rows.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:SHOWN]
    lines = [
        FoundLine(
            request.snippet(row.title),
            reverse("console:incident", args=[row.number]),
            fact_words(row.number, _(Stage(row.stage).label), row.lead_unit),
            row.grade,
        )
        for row in in_order_of_keys(every, newest)
    ]
    return FoundPart(code, label, total_of(rows), lines, request.list_url("console:incidents"))


def _posts(code: str, label: str, request: SearchRequest) -> FoundPart:
    query = PostQuery(**request.narrowing)
    bureau = request.officer.bureau_id
    rows = [post_row(post, request.words) for post in newest_posts(bureau, query, limit=SHOWN)]
    lines = [
        FoundLine(
            row.pieces,
            row.copies_url,
            fact_words(row.source, moment_text(row.collected_at, request.now)),
        )
        for row in rows
    ]
    total = tally_words(count_matches(bureau, query))
    return FoundPart(code, label, total, lines, request.list_url("console:posts"))


def _units(code: str, label: str, request: SearchRequest) -> FoundPart:
    """Units by name or duties; an administrator is led to the unit, others to its incidents."""
    rows = search_units(request.officer.bureau_id, request.words)
    edits = may(request.officer, Capability.MANAGE_PEOPLE)
    lines = [
        FoundLine(
            request.snippet(f"{row.name} {row.duties}".strip()),
            reverse("console:unit-edit", args=[row.pk])
            if edits
            else f"{reverse('console:incidents')}?unit={row.pk}",
            fact_words(row.get_kind_display()),
        )
        for row in rows[:SHOWN]
    ]
    url = reverse("console:people") if edits else ""
    return FoundPart(code, label, total_of(rows), lines, url)


def _rules(code: str, label: str, request: SearchRequest) -> FoundPart:
    """Rules in force, by their words and their basis."""
    words = request.words.casefold().split()
    found = [
        line
        for line in rule_lines(book_of(request.officer.bureau_id, request.now))
        if all(word in f"{line.words} {line.basis}".casefold() for word in words)
    ]
    page = reverse("console:rules")
    lines = [
        FoundLine(
            request.snippet(line.words),
            f"{page}#{line.anchor}",
            fact_words(line.basis),
        )
        for line in found[:SHOWN]
    ]
    return FoundPart(code, label, total_words(len(found)), lines, page)


def _records(code: str, label: str, request: SearchRequest) -> FoundPart:
    bureau = request.officer.bureau_id
    question = record_question(
        bureau, request.words, since=request.days.since, until=request.days.until
    )
    rows = [record_row(row) for row in search_records(bureau, question, limit=SHOWN)]
    lines = [
        FoundLine(
            request.snippet(row.text),
            reverse("console:incident", args=[row.number]) if row.number else "",
            fact_words(row.number, moment_text(row.at, request.now)),
        )
        for row in rows
    ]
    total = tally_words(count_records(bureau, question))
    return FoundPart(code, label, total, lines, request.list_url("console:audit"))


_FIND: dict[str, Callable[[str, str, SearchRequest], FoundPart]] = {
    "incidents": _incidents,
    "posts": _posts,
    "responses": listed_parts.responses,
    "tasks": listed_parts.tasks,
    "instructions": listed_parts.instructions,
    "supervisions": listed_parts.supervisions,
    "risks": listed_parts.risks,
    "reports": listed_parts.reports,
    "received": listed_parts.received,
    "superiors": listed_parts.superiors,
    "issued": listed_parts.issued,
    "units": _units,
    "rules": _rules,
    "records": _records,
}


def nothing_words(parts: Iterable[FoundPart]) -> str:
    """Say in which parts nothing was found; "" = something was found in each."""
    names = [part.label for part in parts if not part.lines]
    return _("未找到：%(parts)s") % {"parts": _("、").join(names)} if names else ""
