"""The deeds offline in the scenario: tasks with files, contacts, promises.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; a file is encrypted and written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import resources

from huiying.base.accounts.models import Officer
from huiying.base.files.incoming import Stowed, check_incoming, stow
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.stage import NotPlayed, Stage
from huiying.policy.calendar import LOCAL
from huiying.policy.offline import Origin, Outcome, Way
from huiying.work.casework.actions.bind_reference import bind_reference
from huiying.work.casework.actions.close_task import close_task, recheck_task
from huiying.work.casework.actions.promise import keep_promise, make_promise
from huiying.work.casework.actions.record_contact import Tried, record_contact
from huiying.work.casework.actions.report_task import report_task
from huiying.work.casework.actions.return_task import return_task
from huiying.work.casework.models import Assignment, Commitment, Reference
from huiying.work.casework.offline import open_commitments, open_tasks, references_of
from huiying.work.casework.tasks import Piece


def demo_file(stage: Stage, name: str) -> Stowed:
    """Return a picture of the scenario as if an officer had uploaded it."""
    path = resources.files("huiying.jobs.demo") / "content" / "files" / f"{name}.png"
    return stow(stage.cast.bureau.pk, check_incoming(path.read_bytes()))


def _pieces(stage: Stage, step: ActStep) -> Sequence[Piece]:
    if "file" not in step.args:
        return []
    return [Piece(step.args["words"], demo_file(stage, step.args["file"]))]


def _task(stage: Stage, step: ActStep) -> Assignment:
    rows = open_tasks(stage.incident(step.incident_ref))
    rows = rows.filter(unit=stage.cast.units[step.args["unit"]])
    row = rows.select_related("unit", "clock", "proposal__incident__merged_into").last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no open task")
    return row


def _reference(stage: Stage, step: ActStep) -> Reference:
    rows = references_of(stage.incident(step.incident_ref))
    row = rows.filter(outside_number=step.args["outside"]).last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: {step.args['outside']} is not bound")
    return row


def _report(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    report_task(
        task=_task(stage, step),
        text=step.args["text"],
        pieces=_pieces(stage, step),
        officer=officer,
        now=now,
    )


def _return(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    reason = step.args["reason"]
    return_task(task=_task(stage, step), reason=reason, officer=officer, now=now)


def _recheck(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    recheck_task(
        task=_task(stage, step),
        passed=True,
        text=step.args["text"],
        pieces=_pieces(stage, step),
        officer=officer,
        now=now,
    )


def _close(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    text = step.args.get("text", "")
    close_task(task=_task(stage, step), text=text, officer=officer, now=now)


def _bind(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    bind_reference(
        incident=stage.incident(step.incident_ref),
        origin=Origin(step.args["origin"]),
        outside_number=step.args["outside"],
        label=step.args["label"],
        officer=officer,
        now=now,
    )


def _contact(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    hours = step.args.get("next_hours")
    record_contact(
        reference=_reference(stage, step),
        tried=Tried(
            Way(step.args["way"]),
            Outcome(step.args["outcome"]),
            now,
            step.args["note"],
            step.args.get("place", ""),
            now + timedelta(hours=hours) if hours else None,
        ),
        officer=officer,
        now=now,
    )


def _promise(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    make_promise(
        incident=stage.incident(step.incident_ref),
        text=step.args["text"],
        place=step.args["place"],
        unit=stage.cast.units[step.args["unit"]],
        due=(now.astimezone(LOCAL) + timedelta(days=step.args["days"])).date(),
        officer=officer,
        now=now,
    )


def _keep(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    row: Commitment | None = open_commitments(stage.incident(step.incident_ref)).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no promise is open")
    keep_promise(
        commitment=row,
        how=step.args["text"],
        pieces=_pieces(stage, step),
        officer=officer,
        now=now,
    )


SOLVING: dict[str, Callable[[Stage, ActStep, Officer, datetime], None]] = {
    "report_task": _report,
    "return_task": _return,
    "recheck_task": _recheck,
    "close_task": _close,
    "bind_reference": _bind,
    "record_contact": _contact,
    "make_promise": _promise,
    "keep_promise": _keep,
}
