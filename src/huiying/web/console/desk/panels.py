"""The panels of the duty desk that stand beside the board: what each officer may see and do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.outbox.actions.alarm import CHANGES
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import dead_letters
from huiying.jobs.demo.suggestions import suggestions
from huiying.jobs.upkeep.watchdog import ALARM_KEY_PREFIX
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.console.shared.record_alarms import record_alarms_of
from huiying.web.console.sources.health_strip import HealthCell, SourceStrip, health_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.web.shared.time_words import length_words
from huiying.work.collection.sources.queries import source_health_strip
from huiying.work.responses.drafts.information_voids import (
    MIN_QUESTIONS,
    InformationVoid,
    information_voids,
)

SHOWN_VOIDS = 5

HEALTH_WORDS = {
    "ok": gettext_lazy("正常"),
    "same": gettext_lazy("未更新"),
    "empty": gettext_lazy("空"),
    "degraded": gettext_lazy("降级"),
    "failed": gettext_lazy("失败"),
    "off": gettext_lazy("未采集"),
}
SHOWN_SOURCES = 3  # the others are one click away


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to try in the demonstration, and where."""

    label: str
    note: str
    url: str


def demo_suggestions() -> list[Suggestion]:
    """Return suggestions with a link to the page where each can be tried."""
    if not settings.DEMO or settings.DRILL:
        return []
    return [
        Suggestion(
            _("%(role)s：%(what)s") % {"role": item.role, "what": item.what},
            item.where,
            reverse("demo:enter", args=[item.officer]),
        )
        for item in suggestions()
    ]


def source_strip(officer: Officer, now: datetime) -> SourceStrip:
    """Return marks, totals and the worst sentences of all sources of the bureau."""
    strip = source_health_strip(officer.bureau_id, now)
    url = reverse("console:sources") if may(officer, Capability.SEE_SOURCES) else ""
    return SourceStrip(
        cells=[HealthCell(c.mark, health_words(s.name, c.word)) for s, c in strip.rows],
        summary=" · ".join(
            f"{word} {strip.counts[mark]}"
            for mark, word in HEALTH_WORDS.items()
            if strip.counts[mark]
        ),
        bad=[
            NoteRow(c.what, f"{c.safe}{c.do}", url, _("查看来源") if url else "", c.level)
            for _source, c in strip.bad[:SHOWN_SOURCES]
        ],
        total=len(strip.rows),
        failed=strip.counts["failed"],
        degraded=strip.counts["degraded"],
        url=url,
    )


def system_problems_of(officer: Officer, standing: Iterable[BoardAlarm]) -> list[NoteRow]:
    """Return the notes: what is wrong, what is safe, where to see to it; none = all is well."""
    standing = list(standing)
    alarms = [alarm for alarm in standing if alarm.key.startswith(ALARM_KEY_PREFIX)]
    notes = [NoteRow(in_language(alarm.reason) or alarm.text) for alarm in alarms[:1]]
    notes += record_alarms_of(officer, standing)
    notes += [
        NoteRow(
            in_language(alarm.reason) or alarm.text,
            _("%(at)s 变更，尚未核对。") % {"at": f"{localtime(alarm.raised_at):%m-%d %H:%M}"},
            reverse("console:change-seen", args=[alarm.pk]),
            _("核对"),
            "bad",
        )
        for alarm in standing
        if alarm.key.startswith(CHANGES)
    ]
    if may(officer, Capability.NOTIFY) and (dead := dead_letters(officer.bureau_id).count()):
        notes.append(
            NoteRow(
                ngettext("%(total)s 条消息发送失败。", "%(total)s 条消息发送失败。", dead)
                % {"total": dead},
                _("通报和时限不受影响，但单位可能尚未知悉。请改用电话通知，或检查渠道后重试。"),
                reverse("console:messages"),
                _("处理"),
            )
        )
    return notes


@dataclass(frozen=True, slots=True)
class VoidRow:
    """An incident of which many ask, and the act that begins an answer."""

    title: str
    number: str
    url: str
    why: str
    act: ActButton | None


@dataclass(frozen=True, slots=True)
class VoidPanel:
    """Information voids; least: questions that make one; hidden: how many are not shown."""

    total: int
    least: int
    rows: list[VoidRow]
    hidden: int


def voids_for(officer: Officer, now: datetime) -> VoidPanel | None:
    """Return the voids of the bureau for the desk; None without any, or without SEE_POSTS."""
    if not may(officer, Capability.SEE_POSTS):
        return None
    found = information_voids(officer.bureau_id)
    if not found:
        return None
    return VoidPanel(
        total=len(found),
        least=MIN_QUESTIONS,
        rows=[_void_row(row, officer, now) for row in found[:SHOWN_VOIDS]],
        hidden=max(0, len(found) - SHOWN_VOIDS),
    )


def _void_row(row: InformationVoid, officer: Officer, now: datetime) -> VoidRow:
    number = row.incident.number
    line = ngettext(
        "%(count)s 条帖文询问，尚未公开回应；发现已 %(length)s。",
        "%(count)s 条帖文询问，尚未公开回应；发现已 %(length)s。",
        row.questions,
    ) % {
        "count": row.questions,
        "length": length_words((now - row.incident.discovered_at).total_seconds()),
    }
    may_start = may(officer, Capability.DRAFT) and not row.drafting
    return VoidRow(
        title=row.incident.title,
        number=number,
        url=reverse("console:incident", args=[number]),
        why=f"{line} {_('已在起草。')}" if row.drafting else line,
        act=act_button(_("起草回应"), "console:draft-start", number) if may_start else None,
    )
