"""What the two lists of the archive, of incidents and of reports, ask for and show alike.

In:   the query of a request; filed rows.    Out:  the search, and the common part of a context.
Cost: two counts and one page of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.search.personal import personal_search_refusal
from huiying.policy.closing.archive import ArchivePeriod
from huiying.web.console.archive.rows import period_word
from huiying.web.console.shared.component_rows import hidden_note
from huiying.web.console.shared.list_tools import file_links
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.closing.archive.queries import fonds_of

PAGE, WAITING_MOST = 30, 20


@dataclass(frozen=True, slots=True)
class ArchiveSearch:
    """What somebody looks for; refusal: why words that name a person find nothing."""

    words: str
    refusal: str | None
    year: str
    period: str

    def filters(self) -> dict[str, Any]:
        """Return what a query of filed rows takes."""
        return {"words": self.words, "year": parse_int(self.year), "period": self.period}


def archive_search(request: OfficerRequest) -> ArchiveSearch:
    """Read the search of a request."""
    words = request.GET.get("q", "").strip()
    return ArchiveSearch(
        words=words,
        refusal=personal_search_refusal(words),
        year=request.GET.get("year", ""),
        period=request.GET.get("period", ""),
    )


def archive_page(
    request: OfficerRequest, search: ArchiveSearch, every: QuerySet[Any], rows: QuerySet[Any]
) -> tuple[Page[Any], dict[str, Any]]:
    """Return a page of filed rows, and the context without the rows that are drawn.

    Args:
        every: All that is filed; it is counted.
        rows: What the search finds of it.
    """
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "q": search.words,
        "refusal": search.refusal,
        "year": search.year,
        "period": search.period,
        "periods": [(str(one), period_word(one)) for one in ArchivePeriod],
        "files": file_links(request),
        "fonds": fonds_of(request.user.bureau_id),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            request.path,
            words=_("在档 %(total)s 件，显示 %(shown)s 件。"),
            hidden_words=_("筛选隐藏 %(count)s 件"),
        ),
    }
    return page, context
