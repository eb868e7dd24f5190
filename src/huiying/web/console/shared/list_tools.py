"""What every list offers: heads that sort, a choice of columns, saved filters, files.

In:   a request, the columns of a list.    Out:  ``ListTools`` for the templates
      ``components/_heads.html`` and ``components/_list_tools.html``; the order that was asked.
Cost: one query, for the saved filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.functional import Promise

from huiying.web.console.shared.saved_filters import SavedFilters, saved_filters
from huiying.web.shared.requests import OfficerRequest

Files = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        sorts: The list can be put in its order.
        descending: Its natural order begins with the largest.
        always: It cannot be left out.
        first_shown: It is shown until the reader chooses.
    """

    code: str
    label: str | Promise
    sorts: bool = False
    descending: bool = False
    always: bool = False
    first_shown: bool = True


@dataclass(frozen=True, slots=True)
class SortOrder:
    """The order that a list was asked in."""

    column: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; url: "" = the list cannot be put in its order.

    Attributes:
        order: ascending, descending, or "" while another column decides.
    """

    code: str
    label: str | Promise
    url: str
    order: str


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that may be shown or left out."""

    code: str
    label: str | Promise
    shown: bool


@dataclass(frozen=True, slots=True)
class ListTools:
    """Heads, columns, saved filters and files of a list.

    Attributes:
        shown: Codes of the columns that are shown.
        hidden_fields: What else narrows the list, as hidden fields of the choice of columns.
        files: Label and address of each file; () = none for this reader.
    """

    saved: SavedFilters
    heads: list[Head]
    shown: frozenset[str]
    choices: list[ColumnChoice]
    hidden_fields: list[tuple[str, str]]
    files: Files


def list_tools(
    request: OfficerRequest,
    page: str,
    columns: Sequence[Column],
    *,
    order: SortOrder | None = None,
    files: Files = (),
) -> ListTools:
    """Return what a list offers.

    Args:
        page: Name of the list in ``saved_filters.PAGES``.
        order: The order that it is shown in; None = it has but one.
        files: See ``file_links``.
    """
    shown = _shown(request.GET, columns)
    return ListTools(
        saved=saved_filters(request, page),
        heads=[_head(request.GET, one, order) for one in columns if one.code in shown],
        shown=shown,
        choices=[
            ColumnChoice(one.code, one.label, one.code in shown)
            for one in columns
            if not one.always
        ],
        hidden_fields=[
            (key, value)
            for key, values in request.GET.lists()
            if key not in ("columns", "page", "before")
            for value in values
        ],
        files=files,
    )


def sort_order(text: str, columns: Sequence[Column], default: str) -> SortOrder:
    """Return the order that ``sort`` names: a column, with "-" against its natural order."""
    name = text.removeprefix("-")
    known = {one.code: one for one in columns if one.sorts}
    column = known.get(name)
    if column is None:
        return SortOrder(default, known[default].descending)
    return SortOrder(name, column.descending != text.startswith("-"))


def file_links(request: OfficerRequest, kinds: Sequence[str] = ("xlsx", "csv")) -> Files:
    """Return a link for each kind of file, with the rows that the list shows now."""
    query = request.GET.copy()
    for key in ("page", "before", "columns"):
        query.pop(key, None)
    links = []
    for kind in kinds:
        query["format"] = kind
        links.append((kind.upper(), f"{request.path}?{query.urlencode()}"))
    return links


def _shown(query: QueryDict, columns: Sequence[Column]) -> frozenset[str]:
    """Return the columns asked for: ``columns=a&columns=b`` or ``columns=a,b``."""
    asked = {code for text in query.getlist("columns") for code in text.split(",")}
    chosen = {one.code for one in columns if one.code in asked and not one.always}
    if not chosen:
        chosen = {one.code for one in columns if one.first_shown}
    return frozenset(chosen | {one.code for one in columns if one.always})


def table_heads(
    query: QueryDict, columns: Sequence[Column], order: SortOrder, name: str
) -> list[Head]:
    """Return the heads of one table of several on a page.

    Args:
        name: Of the parameter that has its order, and of its place on the page.
    """
    heads = (_head(query, column, order, name) for column in columns)
    return [replace(head, url=f"{head.url}#{name}") if head.url else head for head in heads]


def _head(
    query: QueryDict, column: Column, order: SortOrder | None, name: str = "sort"
) -> Head:
    if order is None or not column.sorts:
        return Head(column.code, column.label, "", "")
    here = order.column == column.code
    natural = here and order.descending == column.descending
    params = query.copy()
    params.pop("page", None)
    params[name] = f"-{column.code}" if natural else column.code
    way = "descending" if order.descending else "ascending"
    return Head(column.code, column.label, f"?{params.urlencode()}", way if here else "")
