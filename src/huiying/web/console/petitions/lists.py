"""信访事项: the list, by what narrows it, in the order of time left; and its files."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind, PetitionStage
from huiying.web.console.petitions.rows import petition_row
from huiying.web.console.petitions.targets import SEE
from huiying.web.console.registers.petitions import PETITIONS
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import chosen_states, hidden_note
from huiying.web.console.shared.list_tools import (
    Column,
    SortOrder,
    file_links,
    list_tools,
    sort_order,
)
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import (
    MOST_HITS,
    FoundPetitions,
    count_petitions,
    narrow_petitions,
    petitions_in_order,
    petitions_in_sight,
    search_petitions,
)

PAGE = 50
OPEN, LATE, UNACKNOWLEDGED, ALL = "open", "late", "unacknowledged", ""
COLUMNS = (
    Column("left", gettext_lazy("时限"), sorts=True, always=True),
    Column("title", gettext_lazy("信访事项"), always=True),
    Column("kind", gettext_lazy("类别")),
    Column("stage", gettext_lazy("办理进度")),
    Column("channel", gettext_lazy("来源"), first_shown=False),
    Column("unit", gettext_lazy("承办")),
    Column("received", gettext_lazy("收到时间"), sorts=True, descending=True),
    Column("act", gettext_lazy("操作"), always=True),
)
ORDERS = {"left": "clock__due_at", "received": "received_at"}
BY_TIME_LEFT = (OPEN, LATE, UNACKNOWLEDGED)
Rows = QuerySet[Petition]


class KeyPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of keys in order; the last ones are read from the end, not past all before them.

    Django's class takes no argument in brackets; only its stubs do.
    """

    def page(self, number: int | str) -> Page[Any]:
        """Return a page, as Django does."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        if 2 * first <= self.count:
            return super().page(number)
        end = min(first + self.per_page, self.count)
        rows = cast("QuerySet[Petition, int]", self.object_list).reverse()
        keys = list(rows[self.count - end : self.count - first])
        return Page(keys[::-1], number, self)


@require_GET
def petition_list(request: OfficerRequest) -> HttpResponse:
    """Petitions in sight; filters say what they hide."""
    require(request.user, *SEE)
    now, officer = clock.now(), request.user
    every = petitions_in_sight(officer, now)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", OPEN)
    refusal = personal_search_refusal(words)
    found = FoundPetitions(every.none())
    if not refusal:
        found = search_petitions(every, officer.bureau_id, words)
    rows = _narrowed(request, found.rows, state)
    is_narrowed = rows is not every
    order = sort_order(
        request.GET.get("sort", ""), COLUMNS, "left" if state in BY_TIME_LEFT else "received"
    )
    rows = _sorted(rows, order)
    if request.GET.get("format") in FILES:
        require(officer, Capability.SEE_PETITIONS)
        return register_file(PETITIONS, rows, request.GET["format"], officer)
    # Keys alone are put in order: the texts of thousands of rows would be sorted along.
    keys = rows.select_related(None).values_list("pk", flat=True)
    page = KeyPaginator(keys, PAGE).get_page(request.GET.get("page"))
    bureau = may(officer, Capability.SEE_PETITIONS)
    lines = [petition_row(row, officer, now) for row in petitions_in_order(list(page))]
    handles = may(officer, Capability.HANDLE_PETITIONS)
    context = {
        "rows": lines,
        "page_obj": page,
        "q": words,
        "state": state,
        "refusal": refusal,
        "cut": _cut_note() if found.is_cut else "",
        "bureau": bureau,
        "ticks": handles and any(line.together for line in lines),
        "acts": _acts(officer),
        "tools": list_tools(
            request,
            "petitions",
            COLUMNS,
            order=order,
            files=file_links(request) if bureau else (),
        ),
        "states": chosen_states(_states(), state),
        "hides": hidden_note(
            count_petitions(every) if is_narrowed else page.paginator.count,
            page.paginator.count,
            f"{reverse('console:petitions')}?state=",
            words=_("共 %(total)s 件，显示 %(shown)s 件。"),
            hidden_words=_("筛选隐藏 %(count)s 件"),
        ),
        **_choices(request, officer),
    }
    return render(request, "console/petitions/list.html", context)


def _states() -> list[tuple[str, Any]]:
    left_out = (PetitionStage.ERASED,)
    stages = [(str(one), _(one.label)) for one in PetitionStage if one not in left_out]
    return [
        (OPEN, _("未办结")),
        (LATE, _("逾期未办结")),
        (UNACKNOWLEDGED, _("转办未签收")),
        (ALL, _("全部")),
        *stages,
    ]


def _cut_note() -> str:
    return _("含这些词的事项较多，只查找其中最近收到的 %(count)s 件。") % {"count": MOST_HITS}


def _choices(request: OfficerRequest, officer: Officer) -> dict[str, Any]:
    return {
        "kind": request.GET.get("kind", ""),
        "channel": request.GET.get("channel", ""),
        "unit": request.GET.get("unit", ""),
        "kinds": [(str(one), _(one.label)) for one in PetitionKind],
        "channels": [(str(one), _(one.label)) for one in PetitionChannel],
        "units": [(str(one.pk), one.name) for one in units_of(officer.bureau_id)],
    }


def _narrowed(request: OfficerRequest, rows: Rows, state: str) -> Rows:
    return narrow_petitions(
        rows,
        stage=state if state in PetitionStage.__members__ else "",
        only_open=state in (OPEN, LATE),
        late_at=clock.now() if state == LATE else None,
        unacknowledged=state == UNACKNOWLEDGED,
        kind=request.GET.get("kind", ""),
        channel=request.GET.get("channel", ""),
        unit=parse_int(request.GET.get("unit", "")),
    )


def _sorted(rows: Rows, order: SortOrder) -> Rows:
    by = F(ORDERS[order.column])
    # Named for the column alone that may be empty: an index of PostgreSQL has no such order.
    last = True if order.column == "left" else None
    first = by.desc(nulls_last=last) if order.descending else by.asc(nulls_last=last)
    return rows.order_by(first, "-pk")


def _acts(officer: Officer) -> list[object]:
    if not may(officer, Capability.SEE_PETITIONS):
        return []
    erasures = act_button(_("删除申请"), "console:petition-erasures", method="get")
    if not may(officer, Capability.HANDLE_PETITIONS):
        return [erasures]
    return [
        erasures,
        act_button(_("导入工单…"), "console:petition-tickets", "HOTLINE", method="get"),
        act_button(_("登记来信来访…"), "console:petition-enter", method="get", main=True),
    ]
