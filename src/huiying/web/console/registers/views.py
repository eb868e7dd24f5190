"""The page of a register: its lines by day and words, a page at a time, and its files.

In:   requests of who sees every incident.    Out:  a page; CSV and XLSX of the same rows.
Cost: a constant number of queries a page; a file is read a thousand rows at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.search.personal import personal_search_refusal
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.registers.supervisions import SUPERVISIONS
from huiying.web.console.shared.component_rows import hidden_note
from huiying.web.console.shared.day_range import DayRange, day_range_of
from huiying.web.console.shared.list_tools import file_links
from huiying.web.shared.registers.answers import ANSWERS
from huiying.web.shared.registers.incidents import INCIDENTS
from huiying.web.shared.registers.notices import NOTICES
from huiying.web.shared.registers.register import Cells, Register
from huiying.web.shared.registers.tasks import TASKS
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.notices.queries import all_notices_of, search_notices
from huiying.work.casework.supervision.queries import (
    search_supervisions,
    visible_supervisions,
)
from huiying.work.casework.tasks.queries import search_tasks, visible_tasks
from huiying.work.incidents.incidents.queries import incidents_in_sight, search_incidents
from huiying.work.responses.drafts.queries import drafts_in_sight, search_drafts

PAGE = 50
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of a register; url: the page of what it is about."""

    number: str
    url: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A register with the rows behind it.

    Attributes:
        every: All rows that an officer may see, in the order of the register.
        narrow: Rows, words, days → those that answer.
        page: Name of the page of one row.
    """

    register: Register
    every: Callable[[Officer], Rows]
    narrow: Callable[[Rows, str, DayRange], Rows]
    page: str


def _narrow_drafts(rows: Rows, words: str, days: DayRange) -> Rows:
    return search_drafts(rows, words=words, since=days.since, until=days.until)


PAGES = {
    "incidents": RegisterPage(
        INCIDENTS,
        lambda officer: incidents_in_sight(officer).order_by("-opened_at", "-pk"),
        lambda rows, words, days: search_incidents(
            rows, words=words, since=days.since, until=days.until
        ),
        "console:incident",
    ),
    "notices": RegisterPage(
        NOTICES,
        lambda officer: all_notices_of(officer.bureau_id),
        lambda rows, words, days: search_notices(
            rows, words=words, since=days.since, until=days.until
        ),
        "console:notice",
    ),
    "tasks": RegisterPage(
        TASKS,
        lambda officer: visible_tasks(officer).order_by("-assigned_at", "-pk"),
        lambda rows, words, days: search_tasks(
            rows, words=words, since=days.since, until=days.until
        ),
        "console:task",
    ),
    "supervisions": RegisterPage(
        SUPERVISIONS,
        visible_supervisions,
        lambda rows, words, days: search_supervisions(
            rows, words=words, since=days.since, until=days.until
        ),
        "console:supervision",
    ),
    "responses": RegisterPage(ANSWERS, drafts_in_sight, _narrow_drafts, "console:draft"),
}


@require_GET
def register(request: OfficerRequest, kind: str) -> HttpResponse:
    """One register: every line in sight, by words and days; ``format`` gives the file."""
    require(request.user, Capability.SEE_POSTS, Capability.READ_RECORD)
    one, officer = PAGES[kind], request.user
    words, days = request.GET.get("q", "").strip(), day_range_of(request)
    refusal = personal_search_refusal(words)
    every = one.every(officer)
    rows = every.none() if refusal else one.narrow(every, words, days)
    if request.GET.get("format") in FILES:
        return register_file(one.register, rows, request.GET["format"], officer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = list(page)
    cells = one.register.lines(found, officer)
    context = {
        "title": one.register.title,
        "headings": one.register.headings,
        "rows": [
            RegisterLine(str(line[0]), _url(one.page, row), line[1:])
            for row, line in zip(found, cells, strict=True)
        ],
        "page_obj": page,
        "q": words,
        "days": days,
        "refusal": refusal,
        "files": file_links(request),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse(f"console:register-{kind}"),
            words=_("共 %(total)s 条，显示 %(shown)s 条；导出最多 50,000 条。"),
            hidden_words=_("筛选隐藏 %(count)s 条"),
        ),
    }
    return render(request, "console/registers/register.html", context)


def _url(page: str, row: Any) -> str:
    key = row.pk if page == "console:draft" else row.number
    return reverse(page, args=[key])
