"""A page as its reader has it: its words, panels, rows, fields and buttons.

In:   what an address answered (``page_of(response)``), or HTML.
Out:  ``Page``: the HTML, and ways to ask for a part of it, which is a page again.
Cost: none; it looks for tags and builds no tree.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")


def page_of(response, status: int = 200) -> Page:
    """Return the page that was answered with this status."""
    assert response.status_code == status, response.status_code
    return Page(response.content.decode())


class Page(str):
    """The HTML of a page, or of an element of one."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Its words, one space wherever a tag or white space stood."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self)))

    def panel(self, name: str) -> Page:
        """Return the section with this ``id``, or whose heading is ``h-name``."""
        found = self._panels(name)
        assert found, f"no panel {name!r}"
        return found[0]

    def has_panel(self, name: str) -> bool:
        """Tell whether there is such a section."""
        return bool(self._panels(name))

    def rows(self, which: str = "") -> list[Page]:
        """Return the rows of its tables that have cells of data, and these words."""
        return [row for row in self.tags("tr") if "<td" in row and which in row.text]

    def row(self, which: str) -> Page:
        """Return the one row with these words."""
        found = self.rows(which)
        assert len(found) == 1, f"{len(found)} rows with {which!r}"
        return found[0]

    def buttons(self) -> list[str]:
        """Return what its buttons say, and its links that look like one."""
        return [each.text.strip() for each in self._buttons()]

    def button(self, label: str) -> Page:
        """Return the button that says this."""
        found = [each for each in self._buttons() if each.text.strip() == label]
        assert found, f"no button {label!r} among {self.buttons()}"
        return found[0]

    def field(self, name: str) -> str:
        """Return what stands in a field: of a text its words, else its ``value``."""
        found = self.having(f'name="{name}"')
        assert found, f"no field {name!r}"
        if found[0].startswith("<textarea"):
            return html.unescape(found[0][len(found[0].tag) : found[0].rindex("<")]).strip()
        return found[0].attribute("value")

    def values(self, name: str) -> list[str]:
        """Return the values of all fields of a name, in their order."""
        return [each.attribute("value") for each in self.having(f'name="{name}"')]

    def checked(self, name: str) -> list[str]:
        """Return the values of the boxes of a name that are ticked."""
        boxes = self.having(f'name="{name}"')
        return [box.attribute("value") for box in boxes if re.search(r"\schecked\b", box.tag)]

    def links(self, label: str = "") -> list[str]:
        """Return the addresses of its links; of those whose words have this part."""
        return [each.attribute("href") for each in self.tags("a") if label in each.text]

    def link(self, part: str) -> str:
        """Return the first address of a link that has this part."""
        found = [address for address in self.links() if part in address]
        assert found, f"no link with {part!r}"
        return found[0]

    @property
    def tag(self) -> str:
        """The tag it begins with."""
        return self[: self.index(">") + 1]

    def attribute(self, name: str) -> str:
        """Return an attribute of the tag it begins with; empty if it has none."""
        found = re.search(rf'\s{name}="([^"]*)"', self.tag)
        return html.unescape(found[1]) if found else ""

    def tags(self, name: str) -> list[Page]:
        """Return every element of a tag."""
        return list(self._elements(rf"<({name})\b[^>]*>"))

    def having(self, attribute: str) -> list[Page]:
        """Return every element whose tag has an attribute, written as in HTML."""
        return list(self._elements(rf"<(\w+)\b[^>]*\s{re.escape(attribute)}[^>]*>"))

    def _panels(self, name: str) -> list[Page]:
        return self.having(f'aria-labelledby="h-{name}"') or self.having(f'id="{name}"')

    def _buttons(self) -> list[Page]:
        look = re.compile(r"hy-(btn|item)\b")  # a button, or an entry of a menu of acts
        links = [each for each in self.tags("a") if look.search(each.attribute("class"))]
        return [*self.tags("button"), *links]

    def _elements(self, start: str) -> Iterator[Page]:
        """Yield elements from their first tag to the last, with those of their kind within."""
        for first in re.finditer(start, self):
            name, depth, end = first[1], 1, first.end()
            if name not in VOID:
                for found in re.compile(rf"<(/?){name}\b[^>]*>").finditer(self, end):
                    depth, end = depth + (-1 if found[1] else 1), found.end()
                    if not depth:
                        break
            yield Page(self[first.start() : end])
