"""What a post belongs to, on its page, and the way to register it as an incident.

In:   an event of the stream, the reader.    Out:  words, an address, at most one act.
Cost: three queries.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.candidates.queries import WAITING_STATES, candidate_of_event
from huiying.work.incidents.incidents.of_posts import matters_of_events
from huiying.work.incidents.placements.queries import place_of_post


@dataclass(frozen=True, slots=True)
class PostMatter:
    """The matter of a post.

    Attributes:
        words: Its incident, what became of its group, or that it is of none.
        url: Where the matter is; "" = nowhere for this reader.
        act: 登记为事件…, for who may triage and grade; None while it belongs to an incident, or
            its group was decided on: then the way is to take the decision back.
    """

    words: str
    url: str = ""
    act: ActButton | None = None


def matter_of_post(post_id: int, officer: Officer) -> PostMatter:
    """Return what a placed post belongs to, and what the officer can do about it."""
    event, history = place_of_post(officer.bureau_id, post_id)
    incident = matters_of_events(officer.bureau_id, {event}).incidents.get(event)
    if incident is not None:
        url = reverse("console:incident", args=[incident.number])
        names = {"number": incident.number, "title": incident.title}
        return PostMatter(_("事件 %(number)s %(title)s") % names, url)
    triages = may(officer, Capability.TRIAGE)
    registers = triages and may(officer, Capability.GRADE)
    candidate = candidate_of_event(officer.bureau_id, event)
    label = _("登记为事件…")
    if candidate is None:
        act = act_button(label, "console:post-register", post_id, method="post")
        return PostMatter(_("未归入事件"), act=act if registers and not history else None)
    waits = candidate.state in WAITING_STATES
    words = _("待研判") if waits else candidate.get_state_display()
    url = reverse("console:candidate", args=[event]) if triages else ""
    act = act_button(label, "console:candidate-confirm", event, version=candidate.revision)
    return PostMatter(words, url, act if registers and waits else None)
