"""What the one search is asked, and what it finds: lines, parts, the parts with a list.

In:   an officer, words, days, a moment.    Out:  for each part its best lines and how many.
Cost: of a part with a list two look-ups.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypedDict, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.search.snippets import SnippetPart, snippet
from huiying.web.console.shared.day_range import DayRange

SHOWN = 5
WIDTH = 120  # letters of a line

Row = TypeVar("Row", bound=Model)


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


class Narrowing(TypedDict):
    """Words and days, as the searches of lists take them."""

    words: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Who searches for what."""

    officer: Officer
    words: str
    days: DayRange
    now: datetime

    @property
    def narrowing(self) -> Narrowing:
        """Return words and days, to be passed on as ``**request.narrowing``."""
        return {"words": self.words, "since": self.days.since, "until": self.days.until}

    def snippet(self, text: str) -> list[SnippetPart]:
        """Return the part of a text that holds the words, the words marked."""
        return snippet(text, self.words, width=WIDTH)

    def list_url(self, name: str) -> str:
        """Return the full list of a kind, narrowed in the same way."""
        days = self.days
        wanted = {"q": self.words, "from": days.first or "", "to": days.last or ""}
        query = urlencode({key: value for key, value in wanted.items() if value})
        return f"{reverse(name)}?{query}"


@dataclass(frozen=True, kw_only=True)
class ListedPart(Generic[Row]):
    """A part whose rows a query finds.

    Attributes:
        rows: What is in sight of the officer and matches.
        text: Of a row, what its line says.
        url: Of a row, its page.
        facts: Of a row, what else tells it apart.
        list_page: Name of the full list; "" = there is none.
        list_query: Appended to the address of the list.
    """

    rows: Callable[[SearchRequest], QuerySet[Row]]
    text: Callable[[Row], str]
    url: Callable[[Row], str]
    facts: Callable[[Row], tuple[object, ...]]
    list_page: str = ""
    list_query: str = ""

    def __call__(self, code: str, label: str, request: SearchRequest) -> FoundPart:
        """Return what was found."""
        rows = self.rows(request)
        lines = [
            FoundLine(
                request.snippet(self.text(row)), self.url(row), fact_words(*self.facts(row))
            )
            for row in rows[:SHOWN]
        ]
        url = f"{request.list_url(self.list_page)}{self.list_query}" if self.list_page else ""
        return FoundPart(code, label, total_of(rows), lines, url)


def fact_words(*facts: object) -> tuple[str, ...]:
    """Return the facts that there are, as words."""
    return tuple(str(fact) for fact in facts if fact)


def total_of(rows: QuerySet[Any]) -> str:
    """Return how many rows were found, in words."""
    return total_words(rows.count())


def total_words(count: int) -> str:
    """Return how many were found, in words."""
    return ngettext("找到 %(count)s 项", "找到 %(count)s 项", count) % {"count": count}
