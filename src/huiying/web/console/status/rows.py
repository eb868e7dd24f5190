"""运行情况 as rows: each part with its state, who answers for it, where to see to it.

In:   an officer, the moment.    Out:  the page and the mark of the desks.
Cost: that of ``jobs/status``, and one query for whom to call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.contacts import contacts_of
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.jobs.status.parts import Health
from huiying.jobs.status.system import system_status
from huiying.web.console.shared.unit_contact import PhoneLine, phone_line
from huiying.web.console.status.parts import Moments, PartWords, part_words
from huiying.web.shared.time_words import moment_text, sentences

Tone = Literal["ok", "warn", "bad"]
TONES: dict[Health, tuple[Tone, str]] = {
    Health.WELL: ("ok", "check"),
    Health.ATTENTION: ("warn", "alert"),
    Health.STOPPED: ("bad", "x"),
}
REAL = ("backup", "jobs")  # parts that follow the clock of the world


@dataclass(frozen=True, slots=True)
class Way:
    """A page where one sees to it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A part of the work (``console/status/status.html``).

    Attributes:
        picture: Name of an icon.
        since: "" = all is well, or it is not known.
        what: Sentences of what is so.
    """

    code: str
    label: str
    state: str
    tone: Tone
    picture: str
    since: str
    what: str
    meaning: str
    todo: str
    ways: list[Way]


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for the installation: the role with its telephone, no name.

    Attributes:
        line: None = no telephone is known.
        edit_url: Where one is entered; "" = this officer may not.
    """

    line: PhoneLine | None
    edit_url: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The page; looked_at: the moment of its facts."""

    tone: Tone
    picture: str
    summary: str
    advice: str
    rows: list[StatusRow]
    answering: Answering
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class StatusMark:
    """The mark of the desks that leads to the page."""

    tone: Tone
    picture: str
    words: str
    url: str


def status_page(officer: Officer, now: datetime) -> StatusPage:
    """Return what the page shows to an officer."""
    real_now = clock.real_now()
    found = system_status(officer.bureau_id, now, real_now)
    tone, picture = TONES[found.health]
    moments = Moments(now, real_now)
    return StatusPage(
        tone=tone,
        picture=picture,
        summary=_summary(found.count(Health.ATTENTION), found.count(Health.STOPPED)),
        advice=_advice(found.health),
        rows=[_row(words, officer, moments) for words in part_words(found, moments)],
        answering=_answering(officer),
        looked_at=now,
    )


def _advice(health: Health) -> str:
    return {
        Health.WELL: "",
        Health.ATTENTION: _("业务可以继续办理，请按下列提示处理。"),
        Health.STOPPED: _("请按下列提示采用替代办法。"),
    }[health]


def _summary(attention: int, stopped: int) -> str:
    parts = []
    if stopped:
        parts.append(_("已中断 %(count)s 项") % {"count": stopped})
    if attention:
        parts.append(_("需要注意 %(count)s 项") % {"count": attention})
    return _("，").join(parts) or _("各项运行正常")


def _state_words(health: Health) -> str:
    return {
        Health.WELL: _("正常"),
        Health.ATTENTION: _("需要注意"),
        Health.STOPPED: _("已中断"),
    }[health]


def _row(words: PartWords, officer: Officer, moments: Moments) -> StatusRow:
    tone, picture = TONES[words.health]
    reference = moments.real_now if words.code in REAL else moments.now
    shown = words.since is not None and words.health != Health.WELL
    return StatusRow(
        code=words.code,
        label=words.label,
        state=_state_words(words.health),
        tone=tone,
        picture=picture,
        since=_("自 %(at)s 起") % {"at": moment_text(words.since, reference)} if shown else "",
        what=sentences(*words.facts),
        meaning=words.meaning,
        todo=words.todo,
        ways=[
            Way(label, reverse(f"console:{name}"))
            for label, name, needed in words.ways
            if may(officer, needed)
        ],
    )


def _answering(officer: Officer) -> Answering:
    role = Role.ADMINISTRATOR
    found = contacts_of(officer.bureau_id, officers=(), units=(), roles=(role,))
    contact = found.roles.get(role)
    line = phone_line(contact.unit, contact.phone) if contact and contact.phone else None
    edits = may(officer, Capability.MANAGE_PEOPLE)
    return Answering(line, reverse("console:people") if edits else "")


def status_mark(officer: Officer, now: datetime) -> StatusMark:
    """Return the mark for a desk."""
    found = system_status(officer.bureau_id, now, clock.real_now())
    how = _summary(found.count(Health.ATTENTION), found.count(Health.STOPPED))
    well = found.health == Health.WELL
    words = _("系统运行正常") if well else _("系统运行：%(how)s") % {"how": how}
    return StatusMark(*TONES[found.health], words, reverse("console:status"))
