"""Rows of the components that pages of several nouns show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.drawing import ClockFacts
from huiying.work.incidents.core.models import Incident


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check, for ``components/_checks.html``.

    Attributes:
        state: blocked, warned or passed.
        url, url_label: Where it is put right; "" = nowhere.
        ask_url: Where a reason is given instead; "" = nowhere.
    """

    state: str
    text: str
    hint: str = ""
    url: str = ""
    url_label: str = ""
    ask_url: str = ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A message in place, for ``components/_note.html``; level: "", warn, bad or ok.

    Attributes:
        safe: What is not affected, or what to do.
        url, url_label: Where to see to it; "" = nowhere.
    """

    what: str
    safe: str = ""
    url: str = ""
    url_label: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """A condition of a release, for ``components/_gate.html``.

    Attributes:
        note: What is missing, or the proof.
        url, url_label: Where it is put right; "" = nowhere.
    """

    met: bool
    label: str
    note: str
    waived: bool = False
    url: str = ""
    url_label: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A step of a release, for ``components/_reviews.html``; state: done, next or locked."""

    state: str
    label: str
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What waits for an officer on the desk; clock_id: of its clock, if it has one."""

    kind: str
    text: str
    url: str
    label: str
    clock: ClockFacts | None = None
    clock_id: int | None = None


@dataclass(frozen=True, slots=True)
class StateLink:
    """A state of a list as a link, for ``components/_states.html``."""

    code: str
    label: str
    current: bool
    count: int | None = None


def state_links(choices: Iterable[tuple[str, str | Promise]], current: str) -> list[StateLink]:
    """Return the states of a list as links; the first one shows all.

    Args:
        current: A code; another value stands for all.
    """
    links = chosen_states(choices, current)
    return [StateLink("", _("全部"), not any(link.current for link in links)), *links]


@dataclass(frozen=True, slots=True)
class Hides:
    """What a list shows and what not, for ``components/_hides.html``.

    Attributes:
        key: Show the legend of the bar.
    """

    shown: str
    hidden: str = ""
    all_url: str = ""
    all_label: str = ""
    key: bool = False


def hidden_note(
    total: int, shown: int, all_url: str, *, words: str, hidden_words: str
) -> Hides:
    """Return what a filter shows and hides.

    Args:
        words: Holds ``%(total)s`` and ``%(shown)s``.
        hidden_words: Holds ``%(count)s``.
    """
    hidden = total - shown
    return Hides(
        shown=words % {"total": total, "shown": shown},
        hidden=hidden_words % {"count": hidden} if hidden else "",
        all_url=all_url if hidden else "",
        all_label=_("全部显示"),
    )


def chosen_states(
    choices: Iterable[tuple[str, str | Promise]], current: str
) -> list[StateLink]:
    """Return the states of a list as links, all of them named."""
    return [StateLink(code, str(label), code == current) for code, label in choices]


def counted_states(
    choices: Iterable[tuple[str, str]], counts: Mapping[str, int], current: str
) -> list[StateLink]:
    """Return the states that have rows with their counts; the first one shows all."""
    return [
        StateLink("", _("全部"), not current, sum(counts.values())),
        *(
            StateLink(code, label, code == current, counts[code])
            for code, label in choices
            if counts.get(code)
        ),
    ]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """The incident of a paper, over its page; url: "" = not for this officer."""

    number: str
    title: str
    grade: int
    url: str


def incident_line(incident: Incident, part: str, *, linked: bool = True) -> IncidentLine:
    """Return the incident of a paper, with the way to a part of its page."""
    url = part_url(incident.number, part) if linked else ""
    return IncidentLine(incident.number, incident.title, incident.grade_in_force, url)
