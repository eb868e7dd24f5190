"""What a post belongs to, on its page: why, since when, and the acts that put it right.

In:   a post that the stream placed, the reader.    Out:  words, addresses, acts, history.
Cost: six queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.post_placement import placement_act
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.numbers import numbered
from huiying.web.shared.reasons import all_in_language
from huiying.work.incidents.candidates.queries import WAITING_STATES, candidate_of_event
from huiying.work.incidents.incidents.of_posts import matters_of_events
from huiying.work.incidents.placements.history import placement_changes
from huiying.work.incidents.placements.models import Placement


@dataclass(frozen=True, slots=True)
class PostMatter:
    """The matter of a post.

    Attributes:
        words: Its incident, what became of its group, or that it is of none.
        url: Where the matter is; "" = nowhere for this reader.
        act: 调整归属… of a post of an incident; 登记为事件… of one of none, or that waits; None
            where this officer may do neither, or the group was decided on: then the way is to
            take the decision back.
    """

    words: str
    url: str = ""
    act: ActButton | None = None


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """One move of a post, as a line: from which matter to which."""

    at: datetime
    words: str
    reason: str


def matter_of_post(row: Placement, officer: Officer, back: str) -> PostMatter:
    """Return what a placed post belongs to, and what the officer can do about it.

    Args:
        back: The page that the act returns to.
    """
    event = row.event_id
    incident = matters_of_events(officer.bureau_id, {event}).incidents.get(event)
    if incident is not None:
        url = reverse("console:incident", args=[incident.number])
        names = {"number": incident.number, "title": incident.title}
        moves = may(officer, Capability.ARRANGE) and incident.stage not in SET_ASIDE
        act = placement_act(row.post_id, back) if moves and not row.post.history else None
        return PostMatter(_("事件 %(number)s %(title)s") % names, url, act)
    triages = may(officer, Capability.TRIAGE)
    registers = triages and may(officer, Capability.GRADE)
    candidate = candidate_of_event(officer.bureau_id, event)
    label = _("登记为事件…")
    if candidate is None:
        act = act_button(label, "console:post-register", row.post_id, method="post")
        history = row.post.history
        return PostMatter(_("未归入事件"), act=act if registers and not history else None)
    waits = candidate.state in WAITING_STATES
    words = _("待研判") if waits else candidate.get_state_display()
    url = reverse("console:candidate", args=[event]) if triages else ""
    act = act_button(label, "console:candidate-confirm", event, version=candidate.revision)
    return PostMatter(words, url, act if registers and waits else None)


def placement_reasons(row: Placement) -> list[str]:
    """Return why a post is where it is: an officer's last move, or the machine's reasons."""
    if lines := placement_lines(row):
        last = lines[-1]
        return [line for line in (last.words, last.reason) if line]
    found = all_in_language(row.reasons)
    return [_("系统归组：%(reason)s") % {"reason": one} for one in found] or [
        _("系统归组：本组最早采集的一条，后来的帖文与它归为一组。")
    ]


def placement_lines(row: Placement) -> list[PlacementLine]:
    """Return the moves of a post by officers, the oldest first, with both matters by name."""
    changes = placement_changes(row)
    events = {one.from_event for one in changes} | {one.to_event for one in changes}
    names = matter_names(row.bureau_id, events)
    sentence = _("%(who)s调整归属：由%(from)s改为%(to)s")
    return [
        PlacementLine(
            at=one.at,
            words=sentence
            % {"who": one.by, "from": names[one.from_event], "to": names[one.to_event]},
            reason=_("理由：%(reason)s") % {"reason": one.reason} if one.reason else "",
        )
        for one in changes
    ]


def matter_names(bureau_id: int, events: Iterable[int]) -> dict[int, str]:
    """Return what each event is called: its incident, what waits for triage, or no incident."""
    keys = set(events)
    found = matters_of_events(bureau_id, keys) if keys else None
    names = dict.fromkeys(keys, _("不属于任何事件"))
    if found is not None:
        for event, title in found.candidates.items():
            names[event] = _("待研判“%(title)s”") % {"title": title}
        for event, incident in found.incidents.items():
            number = numbered("incident", incident.number)
            names[event] = f"{number}“{incident.title}”"
    return names
