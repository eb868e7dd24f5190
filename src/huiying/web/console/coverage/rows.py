"""Coverage as the pages and the desk show it.

In:   how each kind of channel is watched.    Out:  rows and cells for the templates.
Cost: no query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.monitoring.coverage import BY_CODE, CoverageState, Way
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.drawing import ActButton
from huiying.work.collection.coverage.models import CoverageNote, Standing
from huiying.work.collection.coverage.queries import (
    KindCoverage,
    Watch,
    new_gaps,
    notes_to_sign,
)
from huiying.work.collection.topics.models import WatchTopic
from huiying.work.collection.topics.queries import due_topics

MANAGES = Capability.MANAGE_SOURCES
LEVELS = {
    CoverageState.COVERED: "ok",
    CoverageState.FAILING: "warn",
    CoverageState.PATROL_ONLY: "acc",
    CoverageState.GAP: "bad",
    CoverageState.NOT_NEEDED: "dash",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind in one way: how many watch it, how many of them do not work, where they are."""

    label: str
    count: int
    failing: int
    url: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of channel on the page of coverage.

    Attributes:
        basis: Whether it is in the words of the regulation.
        level: Of the state as a tag: ok, warn, acc, bad or dash.
        note: What was said of the gap, "" = nothing.
        waits: Whether "not needed" waits for another person.
        acts: What this reader can do about it.
    """

    code: str
    label: str
    basis: str
    state: str
    level: str
    cells: tuple[Cell, ...]
    url: str
    note: str
    waits: bool
    acts: list[ActButton]


def kind_row(row: KindCoverage, officer: Officer) -> KindRow:
    """Return one kind."""
    code, state = row.kind.code, row.state
    url = reverse("console:coverage-kind", args=[code])
    return KindRow(
        code=code,
        label=_(row.kind.label),
        basis=_(row.kind.basis),
        state=_(state.label),
        level=LEVELS[state],
        cells=tuple(_cell(row.of(way), way, url) for way in Way),
        url=url,
        note=note_words(row.note) if row.note else "",
        waits=bool(row.note and row.note.waits),
        acts=_acts(row, officer),
    )


def note_words(note: CoverageNote) -> str:
    """Return what was said of a gap as one sentence."""
    values = {
        "standing": note.get_standing_display(),
        "note": note.note,
        "way": note.get_lawful_way_display(),
        "owner": note.owner.name if note.owner else "",
    }
    if note.standing == Standing.UNLAWFUL:
        return _("%(standing)s，改用%(way)s：%(note)s") % values
    if note.owner:
        return _("%(standing)s（%(owner)s）：%(note)s") % values
    return _("%(standing)s：%(note)s") % values


def _cell(watches: Sequence[Watch], way: Way, url: str) -> Cell:
    failing = sum(not watch.works for watch in watches)
    return Cell(_(way.label), len(watches), failing, f"{url}#h-{way.value.lower()}")


def _acts(row: KindCoverage, officer: Officer) -> list[ActButton]:
    acts, note = [], row.note
    if note and note.waits and may(officer, Capability.APPROVE):
        acts.append(
            act_button(_("同意不覆盖"), "console:coverage-note-sign", note.pk, method="post")
        )
        acts.append(
            act_button(_("不同意"), "console:coverage-note-return", note.pk, method="post")
        )
    if may(officer, MANAGES):
        if note:
            acts.append(
                act_button(_("撤销说明"), "console:coverage-note-end", note.pk, method="post")
            )
        elif row.state is not CoverageState.COVERED:
            acts.append(act_button(_("说明…"), "console:coverage-note", row.kind.code))
    return acts


@dataclass(frozen=True, slots=True)
class WatchRow:
    """What watches a kind, on the page of the kind.

    Attributes:
        url: Where it is looked after; posts: where its posts are; "" = nowhere.
    """

    name: str
    works: bool
    what: str
    last_at: datetime | None
    url: str
    posts: str
    acts: list[ActButton]


def watch_row(watch: Watch, officer: Officer, *, assigns: bool = False) -> WatchRow:
    """Return a source, a place, or the bureau's own register."""
    url = posts = ""
    acts = []
    if watch.source:
        url = f"{reverse('console:sources')}#source-{watch.source.pk}"
        posts = f"{reverse('console:posts')}?source={watch.source.pk}"
        if assigns and may(officer, MANAGES):
            acts.append(act_button(_("归类…"), "console:coverage-assign", watch.source.pk))
    elif watch.place:
        url = reverse("console:patrols")
    else:
        url = reverse("console:petitions")
    return WatchRow(
        watch.name or _("本局登记的来信来访"),
        watch.works,
        watch.what,
        watch.last_at,
        url,
        posts if may(officer, Capability.SEE_POSTS) else "",
        acts,
    )


@dataclass(frozen=True, slots=True)
class NewGaps:
    """The line of the desk: kinds that are a gap since today."""

    words: str
    url: str


def new_gaps_for(officer: Officer, now: datetime) -> NewGaps | None:
    """Return the line of the desk for who looks after sources; None = nothing new."""
    gaps = new_gaps(officer.bureau_id, now) if may(officer, MANAGES) else []
    if not gaps:
        return None
    names = _("、").join(_(BY_CODE[code].label) for code in gaps)
    return NewGaps(
        _("新出现监测空白：%(names)s。") % {"names": names}, reverse("console:coverage")
    )


def monitoring_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the topics that are due for review, and what another leader has to agree to."""
    lists = []
    if may(officer, Capability.TRIAGE):
        lists.append(WaitingList(due_topics(officer.bureau_id, now), _topic_line))
    if may(officer, Capability.APPROVE):
        waiting = notes_to_sign(officer.bureau_id).exclude(by=officer)
        lists.append(WaitingList(waiting, _note_line))
    return lists


def _topic_line(row: WatchTopic) -> WaitingRow:
    return WaitingRow(
        kind=_("关注主题"), text=row.name, url=reverse("console:topics"), label=_("复核")
    )


def _note_line(row: CoverageNote) -> WaitingRow:
    return WaitingRow(
        kind=_("监测覆盖"),
        text=_("不需覆盖：%(name)s") % {"name": _(BY_CODE[row.kind].label)},
        url=reverse("console:coverage-kind", args=[row.kind]),
        label=_("审定"),
    )
