"""并案、拆分、移动: officers decide which posts belong together; the machine never undoes it.

In:   incidents, posts, a reason.    Out:  moved placements and a constraint for the stream.
Cost: one UPDATE over the posts that move.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.clocks.actions.relabel import relabel
from huiying.policy.emergency import Severity
from huiying.policy.response_value import of_both
from huiying.policy.stages import Move, Stage
from huiying.work.collection.ids import new_ids
from huiying.work.incidents.actions.advance import advance_stage
from huiying.work.incidents.actions.propose import propose, refresh_incident
from huiying.work.incidents.constraints import constrain
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.incidents.models import (
    Candidate,
    CandidateState,
    Incident,
    IncidentEvent,
    Placement,
)
from huiying.work.incidents.notice_clock import subject_of


@transaction.atomic
def merge_incidents(
    *, source: Incident, target: Incident, reason: str, officer: Officer, now: datetime
) -> None:
    """Fold ``source`` into ``target``: both numbers stay, every clock of both goes on.

    Raises:
        CannotDecide: If they are the same, of two bureaus, or one is set aside already.
    """
    if source.pk == target.pk or source.bureau_id != target.bureau_id:
        raise CannotDecide(_("请选择本局的另一个事件。"))
    if not reason.strip():
        raise CannotDecide(_("并案须写明理由。"))
    _as_they_stand(source, target)
    if target.stage in (Stage.MERGED, Stage.DISMISSED):
        raise CannotDecide(_("目标事件已并入或排除。"))
    before = source.stage
    advance_stage(incident=source, move=Move.MERGE, actor=actor_of(officer), now=now)
    left = target.events.order_by("pk").first()
    right = source.events.order_by("pk").first()
    IncidentEvent.objects.filter(incident=source).update(incident=target)
    Candidate.objects.filter(incident=source).update(incident=target)
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    # Merging never makes a start later, nor a grade lighter.
    target.discovered_at = min(target.discovered_at, source.discovered_at)
    target.grade = max(target.grade, source.grade)
    majors = [at for at in (target.major_since, source.major_since) if at]
    target.major_since = min(majors) if majors else None
    target.severity = max(
        Severity(target.severity), Severity(source.severity), key=lambda level: level.rank
    )
    target.emergency_clock = target.emergency_clock or source.emergency_clock
    target.response_value = of_both(target.response_value, source.response_value)
    target.save(
        update_fields=[
            "discovered_at",
            "grade",
            "major_since",
            "severity",
            "emergency_clock",
            "response_value",
        ]
    )
    relabel(bureau_id=target.bureau_id, old_ref=source.number, subject=subject_of(target))
    refresh_incident(target)
    if left and right:
        constrain(
            target.bureau_id,
            "must_link",
            {"left": str(left.event_id), "right": str(right.event_id)},
            officer,
            reason,
            now,
        )
    for number in (source.number, target.number):
        append(
            bureau_id=target.bureau_id,
            actor=actor_of(officer),
            verb="incident.merged",
            subject=Subject("incident", source.number, source.title, f"incident:{number}"),
            now=now,
            data={"into": target.number, "reason": reason.strip(), "stage": before},
        )


@transaction.atomic
def split_posts(
    *, incident: Incident, post_ids: Iterable[int], reason: str, officer: Officer, now: datetime
) -> Candidate:
    """Take posts out of an incident into an event of their own, which stands as a candidate.

    Raises:
        CannotDecide: If no post or every post is chosen, or the reason is missing.
    """
    _as_they_stand(incident)
    chosen = _posts_of(incident, post_ids)
    if not reason.strip():
        raise CannotDecide(_("拆分须写明理由。"))
    if not chosen or len(chosen) == incident.size:
        raise CannotDecide(_("请选择一部分帖文；不能一条不选，也不能全选。"))
    keys = sorted(chosen)
    came_from = chosen[keys[0]]
    # A post that names the event which it leaves cannot name another one too.
    taken = _names_event(incident.bureau_id, keys[0])
    seed = new_ids(1, now)[0] if taken else keys[0]
    Placement.objects.filter(bureau_id=incident.bureau_id, post_id__in=keys).update(
        event_id=seed, pinned=True
    )
    constrain(
        incident.bureau_id,
        "split",
        {
            "keys": [str(key) for key in keys],
            "new_event": str(seed),
            "from": str(came_from),
        },
        officer,
        reason,
        now,
    )
    propose(bureau_id=incident.bureau_id, event_ids=[seed], now=now, reasons={})
    candidate = Candidate.objects.filter(bureau_id=incident.bureau_id, event_id=seed).first()
    if candidate is None:
        candidate = _plain_candidate(incident, seed, keys, now)
    # A part is never discovered later than the whole was.
    candidate.discovered_at = min(candidate.discovered_at, incident.discovered_at)
    candidate.save(update_fields=["discovered_at"])
    _recount(incident, now)
    _record(incident, "incident.split", officer, reason, now, {"posts": len(keys)})
    return candidate


@transaction.atomic
def move_posts(
    *,
    source: Incident,
    target: Incident,
    post_ids: Iterable[int],
    reason: str,
    officer: Officer,
    now: datetime,
) -> int:
    """Move posts from one incident to another; returns how many moved.

    Raises:
        CannotDecide: If nothing is chosen, the reason is missing, or the target is elsewhere.
    """
    _as_they_stand(source, target)
    chosen = _posts_of(source, post_ids)
    event = target.events.order_by("pk").first()
    if source.bureau_id != target.bureau_id or source.pk == target.pk or event is None:
        raise CannotDecide(_("请选择本局的另一个事件。"))
    if not chosen or not reason.strip():
        raise CannotDecide(_("请选择帖文并写明理由。"))
    if len(chosen) == source.size:
        raise CannotDecide(_("全部帖文都移走时，请用“并案”。"))
    Placement.objects.filter(bureau_id=source.bureau_id, post_id__in=list(chosen)).update(
        event_id=event.event_id, pinned=True
    )
    for key in sorted(chosen):
        constrain(
            source.bureau_id,
            "move",
            {"key": str(key), "event": str(event.event_id), "from": str(chosen[key])},
            officer,
            reason,
            now,
        )
    target.discovered_at = min(target.discovered_at, source.discovered_at)
    target.save(update_fields=["discovered_at"])
    _recount(source, now)
    _recount(target, now)
    data = {"posts": len(chosen), "to": target.number}
    _record(source, "incident.posts_moved", officer, reason, now, data)
    _record(target, "incident.posts_moved", officer, reason, now, data)
    return len(chosen)


def _as_they_stand(*incidents: Incident) -> None:
    """Read incidents again and keep others off them: what was signed meanwhile stays signed."""
    keys = [incident.pk for incident in incidents]
    list(Incident.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for incident in incidents:
        incident.refresh_from_db()


def _posts_of(incident: Incident, post_ids: Iterable[int]) -> dict[int, int]:
    """Return those of the posts that belong to the incident, with the event each is in."""
    events = incident.events.values_list("event_id", flat=True)
    rows = Placement.objects.filter(
        bureau_id=incident.bureau_id, event_id__in=list(events), post_id__in=list(post_ids)
    )
    return dict(rows.values_list("post_id", "event_id"))


def _names_event(bureau_id: int, key: int) -> bool:
    named = Placement.objects.filter(bureau_id=bureau_id, event_id=key)
    return (
        named.exists() or Candidate.objects.filter(event_id=key, bureau_id=bureau_id).exists()
    )


def _plain_candidate(
    incident: Incident, seed: int, keys: list[int], now: datetime
) -> Candidate:
    first = Placement.objects.select_related("post").get(post_id=keys[0])
    return Candidate.objects.create(
        bureau_id=incident.bureau_id,
        event_id=seed,
        state=CandidateState.NEW,
        title=(first.post.title or first.post.text)[:60],
        why=[_("从事件 %(number)s 拆出。") % {"number": incident.number}],
        size=len(keys),
        groups=len(keys),
        voices=0,
        discovered_at=first.post.collected_at,
        last_post_at=first.post.collected_at,
        raised_at=now,
        proposed_grade=1,
        rule_version="",
    )


def _recount(incident: Incident, now: datetime) -> None:
    events = list(incident.events.values_list("event_id", flat=True))
    propose(bureau_id=incident.bureau_id, event_ids=events, now=now, reasons={})
    refresh_incident(incident)


def _record(
    incident: Incident,
    verb: str,
    officer: Officer,
    reason: str,
    now: datetime,
    data: dict[str, Any],
) -> None:
    Incident.objects.filter(pk=incident.pk).update(revision=F("revision") + 1)
    append(
        bureau_id=incident.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject(
            "incident", incident.number, incident.title, f"incident:{incident.number}"
        ),
        now=now,
        data={**data, "reason": reason.strip()},
    )
