"""What was done about each inject of a drill, and when.

In:   the player of a drill.    Out:  duties for ``policy.prevention.drill_score``.
Cost: one or two queries an inject.

What counts is an act of the product: a situation revised or a grade signed after a burst, a
notice to another unit after one came back, a 督办 of an instruction, a decision on a second
matter, proof of delivery of what was sent while no channel worked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiying.jobs.drills.player import DrillPlayer, Played
from huiying.policy.prevention.drill_score import Duty, Part
from huiying.policy.prevention.drill_script import Step, StepKind
from huiying.reasons.marking import marked
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.supervision.models import Supervision
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement

EXPECTED = {
    StepKind.BURST: ("4(3)a", marked("升温后修订现况或重新定级")),
    StepKind.SECOND: ("4(3)a", marked("研判第二事件")),
    StepKind.RETURN: ("4(1)", marked("退回后另行通报")),
    StepKind.INSTRUCTION: ("7b", marked("按批示开展督办")),
    StepKind.OUTAGE: ("4(3)c", marked("渠道中断期间的通报均送达")),
}


def inject_duties(player: DrillPlayer) -> Iterator[Duty]:
    """Yield a duty for each inject; one that could not happen is asked of nobody."""
    for step, state in player.steps:
        if not step.kind.is_inject:
            continue
        clause, what = EXPECTED[step.kind]
        asked, done = False, None
        if state.at is not None:
            asked, done = _reaction(player, step, state, state.at)
        yield Duty(
            part=Part.INJECT,
            clause=clause,
            what=what,
            matter=f"{step.minute}′ {step.place}".strip(),
            since=state.at,
            done_at=done,
            asked=asked,
        )


def _reaction(
    player: DrillPlayer, step: Step, state: Played, at: datetime
) -> tuple[bool, datetime | None]:
    """Return whether something was asked for, and when it was done."""
    match step.kind:
        case StepKind.BURST:
            return True, _after_burst(player, at)
        case StepKind.SECOND:
            return True, _decided(player, state)
        case StepKind.RETURN:
            return True, _sent_again(player, state)
        case StepKind.INSTRUCTION:
            rows = Supervision.objects.filter(
                bureau=player.shadow.bureau, instruction__number__in=state.refs
            )
            return True, rows.order_by("opened_at").values_list("opened_at", flat=True).first()
        case _:
            return _delivered(player, at, state.until)


def _after_burst(player: DrillPlayer, at: datetime) -> datetime | None:
    incident = player.main_incident()
    if incident is None:
        return None
    moments = [
        incident.situation.filter(at__gt=at)
        .order_by("at")
        .values_list("at", flat=True)
        .first(),
        incident.decisions.filter(at__gt=at)
        .order_by("at")
        .values_list("at", flat=True)
        .first(),
    ]
    return min((one for one in moments if one is not None), default=None)


def _decided(player: DrillPlayer, state: Played) -> datetime | None:
    """Return when an officer decided what posts are about, whatever it was decided to be."""
    events = Placement.objects.filter(post_id__in=state.refs).values_list("event_id", flat=True)
    rows = Candidate.objects.filter(bureau=player.shadow.bureau, event_id__in=list(events))
    return (
        rows.filter(decided_at__isnull=False)
        .order_by("decided_at")
        .values_list("decided_at", flat=True)
        .first()
    )


def _sent_again(player: DrillPlayer, state: Played) -> datetime | None:
    """Return when a notice went out in the place of one that came back."""
    back = Notice.objects.filter(bureau=player.shadow.bureau, number__in=state.refs).first()
    if back is None or back.returned_at is None:
        return None
    rows = Notice.objects.filter(incident=back.incident, sent_at__gt=back.returned_at)
    return rows.order_by("sent_at").values_list("sent_at", flat=True).first()


def _delivered(
    player: DrillPlayer, since: datetime, until: datetime | None
) -> tuple[bool, datetime | None]:
    """Return whether notices went out while no channel worked, and when the last arrived."""
    rows = Notice.objects.filter(bureau=player.shadow.bureau, sent_at__gte=since)
    if until is not None:
        rows = rows.filter(sent_at__lt=until)
    moments = list(
        rows.exclude(state=NoticeState.RETURNED).values_list("delivered_at", flat=True)
    )
    if not moments:
        return False, None
    arrived = [one for one in moments if one is not None]
    return True, max(arrived) if len(arrived) == len(moments) else None
