"""The menu of a page and the tabs of its group, as their reader has them.

In:   what an address answered.    Out:  ``MenuOf``: words, numbers, what is marked.
Cost: none.
"""

from __future__ import annotations

import re

from tests.web.page import Page, page_of

NUMBER = re.compile(r"(\d+) *项待办")


class MenuOf:
    """The side bar of a page, and the tabs under its head."""

    def __init__(self, response) -> None:
        page = page_of(response)
        [bar] = page.having('class="hy-side"')
        self._links = [link for link in bar.tags("a") if link.attribute("class") == "hy-nav"]
        row = page.having('class="hy-tabs"')
        self._tabs = row[0].tags("a") if row else []

    @property
    def lines(self) -> list[str]:
        """The words of the menu."""
        return [_word(link) for link in self._links]

    @property
    def counts(self) -> dict[str, int]:
        """Word of a line → what waits behind it."""
        return _counts(self._links)

    @property
    def current(self) -> str:
        """The line that is marked."""
        return _word(self._marked)

    @property
    def mark(self) -> str:
        """How it is marked: "page" = the reader is on it, "true" = behind it."""
        return self._marked.attribute("aria-current")

    @property
    def tabs(self) -> list[str]:
        """The words of the tabs."""
        return [_word(tab) for tab in self._tabs]

    @property
    def tab_counts(self) -> dict[str, int]:
        """Word of a tab → what waits there."""
        return _counts(self._tabs)

    @property
    def current_tab(self) -> str:
        """The tab that is marked."""
        [tab] = [tab for tab in self._tabs if tab.attribute("aria-current")]
        return _word(tab)

    @property
    def _marked(self) -> Page:
        [link] = [link for link in self._links if link.attribute("aria-current")]
        return link


def _word(link: Page) -> str:
    return NUMBER.sub("", link.text).strip()


def _counts(links: list[Page]) -> dict[str, int]:
    found = {_word(link): NUMBER.search(link.text) for link in links}
    return {word: int(match[1]) for word, match in found.items() if match}
