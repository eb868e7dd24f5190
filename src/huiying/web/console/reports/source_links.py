"""The page of what a line of a report rests on.

In:   a source.    Out:  its address; "" = it has no page of its own.
Cost: no query.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiying.web.console.shared.incident_parts import incident_url, part_url
from huiying.work.reports.core.content import Source

PAGES: Final = {
    "notice": "console:notice",
    "docket": "console:docket",
    "task": "console:task",
    "consultation": "console:consultation",
    "proposal": "console:proposal",
    "risk": "console:risk",
    "sweep": "console:sweep",
}
PARTS: Final = {
    "incident_posts": "posts",
    "situation": "situation",
    "superior_calls": "superiors",
    "guidance": "guidance",
    "answers": "answers",
    "promises": "offline",
    "closing": "closing",
}
LISTS: Final = {
    "posts": "console:posts",
    "incidents": "console:incidents",
    "ledger": "console:ledger",
    "register_incidents": "console:register-incidents",
    "register_notices": "console:register-notices",
    "register_tasks": "console:register-tasks",
    "register_responses": "console:register-responses",
}
WORDS: Final = {
    "incident": gettext_lazy("事件"),
    "notice": pgettext_lazy("menu", "通报"),
    "docket": gettext_lazy("核实单"),
    "task": gettext_lazy("交办任务"),
    "consultation": gettext_lazy("会商纪要"),
    "proposal": gettext_lazy("处置意见"),
    "risk": gettext_lazy("风险点"),
    "sweep": gettext_lazy("定期梳理"),
    "answers": pgettext_lazy("menu", "回应"),
}
"""Kinds that are named by a number → the word before it."""
WITHOUT_DAYS: Final = ("incidents", "ledger")
"""Lists that show what stands now: days narrow them in another way, or not at all."""


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A source as a link; url: "" = it has no page."""

    label: str
    url: str


def source_link(source: Source) -> SourceLink:
    """Return a source with its page."""
    label = _(source.label) if source.label else source.ref
    if source.kind in WORDS:
        label = f"{WORDS[source.kind]} {label}"
    for kinds, address in _FINDERS:
        if source.kind in kinds:
            return SourceLink(label, address(source))
    return SourceLink(label, "")


def _list_url(source: Source) -> str:
    url = reverse(LISTS[source.kind])
    first, _mark, last = source.ref.partition("/")
    if source.kind in WITHOUT_DAYS or not last:
        return url
    return f"{url}?{urlencode({'from': first, 'to': last})}"


_FINDERS: Final[tuple[tuple[Collection[str], Callable[[Source], str]], ...]] = (
    (("incident",), lambda one: incident_url(one.ref)),
    (("roster",), lambda _one: reverse("console:roster")),
    (PAGES, lambda one: reverse(PAGES[one.kind], args=[one.ref])),
    (PARTS, lambda one: part_url(one.ref, PARTS[one.kind])),
    (LISTS, _list_url),
)
