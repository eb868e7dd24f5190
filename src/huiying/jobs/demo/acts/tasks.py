"""The acts offline in the scenario: tasks with files, contacts, promises.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; a file is encrypted and written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import resources

from huiying.base.accounts.core.models import Officer
from huiying.base.files.incoming import WrittenFile, check_incoming, write_file
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.promises.actions.promise import keep_promise, make_promise
from huiying.work.casework.promises.queries import open_promises
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.confirm_withdrawal import WITHDRAWAL_KIND
from huiying.work.casework.references.actions.record_contact import ContactInput, record_contact
from huiying.work.casework.references.models import Reference
from huiying.work.casework.references.queries import references_of
from huiying.work.casework.references.withdrawals import withdrawal_hash, withdrawal_of
from huiying.work.casework.tasks.actions.close_task import close_task, recheck_task
from huiying.work.casework.tasks.actions.report_task import report_task
from huiying.work.casework.tasks.actions.return_task import return_task
from huiying.work.casework.tasks.models import Commitment
from huiying.work.casework.tasks.queries import open_tasks


def demo_file(stage: ScenarioState, name: str) -> WrittenFile:
    """Return a picture of the scenario as if an officer had uploaded it."""
    path = resources.files("huiying.jobs.demo") / "content" / "files" / f"{name}.png"
    return write_file(stage.cast.bureau.pk, check_incoming(path.read_bytes()))


def pieces_of(stage: ScenarioState, step: ActStep) -> Sequence[FileInput]:
    """Return the file that a step hands in, if it does."""
    if "file" not in step.args:
        return []
    return [FileInput(step.args["words"], demo_file(stage, step.args["file"]))]


def _task(stage: ScenarioState, step: ActStep) -> Assignment:
    rows = open_tasks(stage.incident(step.incident_ref))
    rows = rows.filter(unit=stage.cast.units[step.args["unit"]])
    row = rows.select_related("unit", "clock", "proposal__incident__merged_into").last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no open task")
    return row


def _reference(stage: ScenarioState, step: ActStep) -> Reference:
    rows = references_of(stage.incident(step.incident_ref))
    row = rows.filter(outside_number=step.args["outside"]).last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: {step.args['outside']} is not bound")
    return row


def _report(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    report_task(
        task=_task(stage, step),
        text=step.args["text"],
        pieces=pieces_of(stage, step),
        officer=officer,
        now=now,
    )


def _return(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    reason = step.args["reason"]
    return_task(task=_task(stage, step), reason=reason, officer=officer, now=now)


def _recheck(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    recheck_task(
        task=_task(stage, step),
        passed=True,
        text=step.args["text"],
        pieces=pieces_of(stage, step),
        officer=officer,
        now=now,
    )


def _close(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    text = step.args.get("text", "")
    close_task(task=_task(stage, step), text=text, officer=officer, now=now)


def _bind(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    bind_reference(
        incident=stage.incident(step.incident_ref),
        origin=ReferenceKind(step.args["origin"]),
        outside_number=step.args["outside"],
        label=step.args["label"],
        officer=officer,
        now=now,
    )


def _contact(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    hours = step.args.get("next_hours")
    record_contact(
        reference=_reference(stage, step),
        attempt=ContactInput(
            ContactMethod(step.args["way"]),
            ContactOutcome(step.args["outcome"]),
            now,
            step.args["note"],
            step.args.get("place", ""),
            now + timedelta(hours=hours) if hours else None,
            step.args.get("document", ""),
            step.args.get("organ", ""),
            now.astimezone(LOCAL).date() if "organ" in step.args else None,
            demo_file(stage, step.args["file"]) if "file" in step.args else None,
        ),
        officer=officer,
        now=now,
    )


def _confirm_ending(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    """Confirm the opinion that another officer recorded, with the paper before his eyes."""
    row = withdrawal_of(_reference(stage, step))
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: nothing waits to be confirmed")
    WITHDRAWAL_KIND.approve(row, shown_hash=withdrawal_hash(row), officer=officer, now=now)


def _promise(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    make_promise(
        incident=stage.incident(step.incident_ref),
        text=step.args["text"],
        place=step.args["place"],
        unit=stage.cast.units[step.args["unit"]],
        due=(now.astimezone(LOCAL) + timedelta(days=step.args["days"])).date(),
        officer=officer,
        now=now,
    )


def _keep(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row: Commitment | None = open_promises(stage.incident(step.incident_ref)).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no promise is open")
    keep_promise(
        commitment=row,
        how=step.args["text"],
        pieces=pieces_of(stage, step),
        officer=officer,
        now=now,
    )


TASK_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "report_task": _report,
    "return_task": _return,
    "recheck_task": _recheck,
    "close_task": _close,
    "bind_reference": _bind,
    "record_contact": _contact,
    "confirm_ending": _confirm_ending,
    "make_promise": _promise,
    "keep_promise": _keep,
}
