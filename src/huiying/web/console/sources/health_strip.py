"""The health strip of the duty desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.component_rows import NoteRow
from huiying.work.collection.sources.health import Condition
from huiying.work.collection.sources.models import Source
from huiying.work.collection.sources.queries import HealthStrip


def health_words(name: str, word: str) -> str:
    """Say how one source is."""
    return _("%(what)s：%(words)s") % {"what": name, "words": word}


@dataclass(frozen=True, slots=True)
class HealthCell:
    """A source as a cell of the strip; state: ok, same, empty, degraded, failed or off."""

    state: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceStrip:
    """The health of all sources, for ``components/_sources.html``."""

    cells: list[HealthCell]
    summary: str
    bad: list[NoteRow]
    total: int
    failed: int
    degraded: int
    url: str


def source_strip(officer: Officer, strip: HealthStrip, *, shown_bad: int) -> SourceStrip:
    """Return the strip as cells, a summary and a note for each of the worst."""
    return SourceStrip(
        cells=[HealthCell(c.mark, health_words(s.name, c.word)) for s, c in strip.rows],
        summary=_(
            "正常 %(ok)s，未更新 %(same)s，空 %(empty)s，降级 %(degraded)s，失败 %(failed)s，"
            "停用或尚未采集 %(off)s"
        )
        % {mark: strip.counts[mark] for mark in MARKS},
        bad=[_bad(officer, source, c) for source, c in strip.bad[:shown_bad]],
        total=len(strip.rows),
        failed=strip.counts["failed"],
        degraded=strip.counts["degraded"],
        url=reverse("console:sources") if may(officer, Capability.SEE_SOURCES) else "",
    )


MARKS = ("ok", "same", "empty", "degraded", "failed", "off")


def _bad(officer: Officer, source: Source, condition: Condition) -> NoteRow:
    may_edit = may(officer, Capability.MANAGE_SOURCES)
    return NoteRow(
        level=condition.level,
        what=condition.what,
        safe=f"{condition.safe}{condition.do}",
        url=reverse("console:source-edit", args=[source.pk]) if may_edit else "",
        url_label=_("查看来源"),
    )
