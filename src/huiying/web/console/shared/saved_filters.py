"""Saved filters: how an officer narrows a list, kept under a name.

A filter that looks for a person is not kept, as it is not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.profile.actions.save_filter import delete_filter, save_filter
from huiying.base.accounts.profile.queries import filters_for
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.shared.place_names import platform_choices
from huiying.web.shared.requests import OfficerRequest

OVERVIEW = (Capability.SEE_POSTS, Capability.READ_RECORD)

# The lists that can be narrowed: who may see each, and by what it is narrowed, in order.
PAGES: dict[str, tuple[tuple[Capability, ...], tuple[str, ...]]] = {
    "incidents": (
        (Capability.SEE_INCIDENTS,),
        ("q", "stage", "grade", "unit", "from", "to", "sort", "columns"),
    ),
    "posts": (
        (Capability.SEE_POSTS,),
        ("q", "source", "channel", "from", "to", "columns"),
    ),
    "notices": (
        (Capability.SIGN, Capability.REPORT_BACK, Capability.NOTIFY),
        ("q", "state", "columns"),
    ),
    "tasks": ((Capability.SEE_INCIDENTS,), ("q", "state", "columns")),
    "supervisions": ((Capability.SEE_INCIDENTS,), ("q", "state", "columns")),
    "risk-register": (
        (Capability.SEE_INCIDENTS,),
        ("q", "level", "state", "unit", "late", "columns"),
    ),
    "decisions": (OVERVIEW, ("q", "state", "columns")),
    "contingency-plans": (OVERVIEW, ("q", "state", "columns")),
    "drills": (OVERVIEW, ("q", "state", "columns")),
    "petitions": (
        (Capability.SEE_PETITIONS, Capability.REPORT_BACK),
        ("q", "state", "kind", "channel", "unit", "sort", "columns"),
    ),
    "dockets": ((Capability.SEE_INCIDENTS,), ("q", "state", "columns")),
    "responses": ((Capability.SEE_INCIDENTS,), ("q", "state", "columns")),
    "ledger": ((Capability.SEE_LEDGER,), ("q", "state", "kind", "unit", "cause", "columns")),
}


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A kept filter as a link."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SavedFilters:
    """The kept filters of a list, for ``components/_saved.html``.

    Attributes:
        query: What narrows the list now; "" = nothing.
        current: Name of the filter in use; "" = none of them.
    """

    page: str
    rows: list[SavedFilter]
    query: str
    current: str


def saved_filters(request: OfficerRequest, page: str) -> SavedFilters:
    """Return the kept filters of a list, and the one that is looked through now."""
    now = _query(page, request.GET)
    address = reverse(f"console:{page}")
    rows = [
        SavedFilter(name, f"{address}?{query}", query == now)
        for name, query in filters_for(request.user, page)
    ]
    current = next((row.name for row in rows if row.current), "")
    return SavedFilters(page, rows, now, current)


@require_POST
def keep(request: OfficerRequest, page: str) -> HttpResponse:
    """存下筛选: keep the filter that the list was shown with."""
    query = _query(_known(request, page), QueryDict(request.POST.get("query", "")))
    back = f"{reverse(f'console:{page}')}?{query}"
    parameters = QueryDict(query)
    searched = personal_search_refusal(parameters.get("q", ""))
    refusal = searched or _channel_refusal(request, parameters)
    if refusal:
        messages.error(request, refusal)
        return redirect(back)
    try:
        saved = save_filter(
            officer=request.user, page=page, name=request.POST.get("name", ""), query=query
        )
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已保存筛选“%(name)s”。") % {"name": saved.name})
    return redirect(back)


@require_POST
def forget(request: OfficerRequest, page: str) -> HttpResponse:
    """删掉筛选: the list itself loses nothing."""
    name = request.POST.get("name", "")
    if delete_filter(officer=request.user, page=_known(request, page), name=name):
        messages.success(request, _("已删除筛选“%(name)s”。") % {"name": name})
    return redirect(f"console:{page}")


def _channel_refusal(request: OfficerRequest, parameters: QueryDict) -> str:
    """Refuse a platform of no list: it could be anything that a column held."""
    channel = parameters.get("channel", "")
    if not channel or channel in dict(platform_choices(request.user.bureau_id, clock.now())):
        return ""
    return _("该平台不在本局平台名单内，不能保存据此的筛选。")


def _known(request: OfficerRequest, page: str) -> str:
    if page not in PAGES:
        raise Http404
    require(request.user, *PAGES[page][0])
    return page


def _query(page: str, query: QueryDict) -> str:
    """Return what narrows a list, in one order and spelling, so that two can be compared."""
    pairs = [(key, _value(query, key)) for key in PAGES[page][1]]
    return urlencode([(key, value) for key, value in pairs if value])


def _value(query: QueryDict, key: str) -> str:
    """Return what a filter says; several columns are one value, as one may write them too."""
    if key == "columns":
        return ",".join(query.getlist(key))
    return query.get(key, "").strip()
