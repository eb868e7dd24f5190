"""Train the routing model of a bureau on confirmed notices and the duties of its units.

In:   a bureau.    Out:  a new version of its routing, in use from now on, with its card.
Cost: a few queries, then the fit: about 1.6 s for 800 confirmations; always a full refit.

A confirmation is a notice that the leading unit signed for; one that was sent back speaks for
nobody. What is read is what the events' posts say, masked as stored; never who wrote them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.audit.subjects import Actor
from huiying.base.learning.actions.save_routing import save_routing
from huiying.base.learning.models import RoutingVersion
from huiying.base.learning.routing import RoutingCard
from huiying.engine.routing.fit import CannotFit, duties_as_messages, fit_routing
from huiying.engine.routing.terms import Message
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.routing import routing_message
from huiying.work.incidents.placements.models import Placement

MAX_CONFIRMATIONS = 20_000  # newest confirmations
BACKLOG = 5_000  # newest candidates without one
READ_POSTS = 6  # of an event; the first say what it is about
READ_AT_ONCE = 400

COMMAND = Actor("command:train", "训练命令")

__all__ = ["COMMAND", "CannotFit", "confirmations_of", "train_routing"]


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """An event, the unit that took it, and what was proposed when it was asked blind."""

    event_id: int
    unit_id: int
    blind: bool
    proposed: int | None


def train_routing(*, bureau: Bureau, actor: Actor, now: datetime) -> RoutingVersion:
    """Fit, keep and use a new version.

    Raises:
        CannotFit: If fewer than two units have duties or confirmations.
    """
    units = {unit.pk: unit for unit in units_of(bureau.pk) if not unit.is_office}
    confirmed = _confirmed(bureau.pk, units)
    backlog = _backlog(bureau.pk, {one.event_id for one in confirmed})
    texts = _messages(bureau.pk, [*(one.event_id for one in confirmed), *backlog])
    confirmed = [one for one in confirmed if one.event_id in texts]
    unlabelled = [texts[event] for event in backlog if event in texts]
    model, measured = fit_routing(
        [(texts[one.event_id], str(one.unit_id)) for one in confirmed],
        [
            (message, str(unit.pk))
            for unit in units.values()
            for message in duties_as_messages(unit.name, unit.duties)
        ],
        unlabelled,
    )
    blind = [one for one in confirmed if one.blind]
    card = RoutingCard(
        confirmations=len(confirmed),
        units=len(model.labels),
        backlog=len(unlabelled),
        macro_f1=measured.macro_f1,
        accuracy=measured.accuracy,
        share_alone=measured.share_alone,
        precision_alone=measured.precision_alone,
        sure_at=model.sure_at if model.sure_at <= 1 else None,
        asked_blind=len(blind),
        blind_right=sum(one.proposed == one.unit_id for one in blind),
    )
    return save_routing(bureau=bureau, blob=model.to_bytes(), card=card, actor=actor, now=now)


def confirmations_of(bureau_id: int) -> int:
    """Return how many incidents a leading unit signed for."""
    return (
        Notice.objects.filter(bureau_id=bureau_id, lead=True, state=NoticeState.SIGNED)
        .values("incident")
        .distinct()
        .count()
    )


def _confirmed(bureau_id: int, units: Iterable[int]) -> list[_Confirmed]:
    """Return the first event of each incident whose leading unit signed, in a stable order."""
    signed = (
        Notice.objects.filter(
            bureau_id=bureau_id, lead=True, state=NoticeState.SIGNED, unit_id__in=list(units)
        )
        .order_by("-sent_at", "-pk")
        .values_list("incident_id", "unit_id")[:MAX_CONFIRMATIONS]
    )
    unit_of: dict[int, int] = {}
    for incident, unit in signed:  # the newest of an incident stands
        unit_of.setdefault(incident, unit)
    rows = Candidate.objects.filter(bureau_id=bureau_id, incident__isnull=False)
    found: dict[int, _Confirmed] = {}
    for incident, event, routing in rows.order_by("pk").values_list(
        "incident_id", "event_id", "routing"
    ):
        if incident in unit_of and incident not in found:
            first = routing[0] if routing else {}
            found[incident] = _Confirmed(
                event, unit_of[incident], bool(first.get("blind")), first.get("id")
            )
    return list(found.values())


def _backlog(bureau_id: int, without: set[int]) -> list[int]:
    rows = Candidate.objects.filter(bureau_id=bureau_id).order_by("-pk")
    events = rows.values_list("event_id", flat=True)[: BACKLOG + len(without)]
    return [event for event in events if event not in without][:BACKLOG]


def _messages(bureau_id: int, event_ids: Sequence[int]) -> dict[int, Message]:
    """Return the first posts of each event as one message."""
    found: dict[int, Message] = {}
    for start in range(0, len(event_ids), READ_AT_ONCE):
        some = list(event_ids[start : start + READ_AT_ONCE])
        for event, opening in _openings(bureau_id, some).items():
            found[event] = routing_message(opening)
    return found


def _openings(bureau_id: int, event_ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    first: dict[int, list[int]] = defaultdict(list)
    placed = Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    for event, post in (
        placed.order_by("seq").values_list("event_id", "post_id").iterator(chunk_size=2_000)
    ):
        if len(first[event]) < READ_POSTS:
            first[event].append(post)
    keys = [key for posts in first.values() for key in posts]
    texts = {
        key: (title, text)
        for key, title, text in Post.objects.filter(pk__in=keys).values_list(
            "pk", "title", "text"
        )
    }
    return {event: [texts[key] for key in posts] for event, posts in first.items()}
