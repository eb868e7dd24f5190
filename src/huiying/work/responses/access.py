"""The only way a screen gets an answer or a draft.

In:   an officer, a key or number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; two for an officer who sees only the incidents of his unit.
"""

from __future__ import annotations

from huiying.base.accounts.access import NotAllowed, row_for
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.base.files.models import StoredFile
from huiying.work.casework.access import assignment_for, commitment_for, docket_for
from huiying.work.incidents.access import incident_for, keep_out
from huiying.work.responses.erasing import owners_of
from huiying.work.responses.models import (
    Answer,
    Carried,
    Confirmation,
    Draft,
    Expert,
    MediaRequest,
    OfficialAccount,
    PlanLine,
    Posting,
    PressConference,
    PressQuestion,
    Release,
    Responder,
    Seal,
    Submission,
    Withholding,
)

_DOORS = {"docket": docket_for, "task": assignment_for, "commitment": commitment_for}


def draft_for(officer: Officer, pk: int, *, to: Capability) -> Draft:
    """Return a draft of the officer's bureau.

    Raises:
        Http404, PermissionDenied: Also when the officer sees only the matters of
            his unit, and this one is not.
    """
    rows = Draft.objects.select_related(
        "answer__bureau",
        "answer__speaker",
        "answer__incident__lead_unit",
        "answer__incident__response_clock",
        "author",
        "signoff__decided_by",
    )
    draft = row_for(officer, rows, to=to, pk=pk)
    _own_matter(officer, draft.answer, to=to)
    return draft


def answer_for(officer: Officer, number: str, *, to: Capability) -> Answer:
    """Return an answer of the officer's bureau, as ``draft_for``."""
    rows = Answer.objects.select_related("bureau", "speaker", "incident")
    answer = row_for(officer, rows, to=to, number=number)
    _own_matter(officer, answer, to=to)
    return answer


def submission_for(officer: Officer, signoff_id: int, *, to: Capability) -> Submission:
    """Return what was submitted with one request to approve, as ``draft_for``."""
    rows = Submission.objects.select_related(
        "signoff__decided_by",
        "signoff__asked_by",
        "signoff__clock",
        "draft__answer__bureau",
        "draft__answer__speaker",
        "draft__answer__incident",
        "draft__signoff",
        "draft__author",
    )
    submission = row_for(officer, rows, to=to, signoff_id=signoff_id)
    _own_matter(officer, submission.draft.answer, to=to)
    return submission


def responder_for(officer: Officer, number: str, *, to: Capability) -> Responder:
    """Return a line of the roster of the officer's bureau."""
    rows = Responder.objects.select_related("officer", "unit")
    return row_for(officer, rows, to=to, number=number)


def account_for(officer: Officer, pk: int, *, to: Capability) -> OfficialAccount:
    """Return an official account of the officer's bureau."""
    return row_for(officer, OfficialAccount.objects.all(), to=to, pk=pk)


def confirmation_for(officer: Officer, number: str, *, to: Capability) -> Confirmation:
    """Return a confirmation: to who sees all matters, who wrote it, and the agency asked.

    Raises:
        Http404, PermissionDenied: Officers of other units see nothing of it.
    """
    rows = Confirmation.objects.select_related(
        "unit",
        "bureau",
        "clock",
        "voided_by",
        "recorded_by",
        "countersigned_by",
        "file",
        "draft__answer__incident__merged_into",
    )
    row = row_for(officer, rows, to=to, number=number)
    keep_out(officer, row.draft.answer.incident, to=to)
    sees_all = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    wrote = officer.pk in row.draft.writers
    if not sees_all and not wrote and officer.unit_id != row.unit_id:
        raise NotAllowed(to, about=row.draft.answer.incident.number)
    return row


def plan_line_for(officer: Officer, pk: int, *, to: Capability) -> PlanLine:
    """Return one channel of an answer's release plan, as ``draft_for``."""
    rows = PlanLine.objects.select_related(
        "owner", "account", "answer__bureau", "answer__speaker", "answer__incident"
    )
    line = row_for(officer, rows, to=to, pk=pk)
    _own_matter(officer, line.answer, to=to)
    return line


def carried_for(officer: Officer, pk: int, piece: int, *, to: Capability) -> Carried:
    """Return one time that a channel carried a version, as ``plan_line_for``."""
    line = plan_line_for(officer, pk, to=to)
    return row_for(officer, Carried.objects.select_related("file"), to=to, pk=piece, line=line)


def posting_for(officer: Officer, pk: int, *, to: Capability) -> Posting:
    """Return an article of a 公众号, as ``plan_line_for``."""
    rows = Posting.objects.select_related(
        "release", "line__account", "line__answer__bureau", "line__answer__incident"
    )
    posting = row_for(officer, rows, to=to, pk=pk)
    _own_matter(officer, posting.line.answer, to=to)
    return posting


def press_for(officer: Officer, number: str, *, to: Capability) -> PressConference:
    """Return a conference, for who sees all matters of the bureau."""
    rows = PressConference.objects.select_related("incident__merged_into", "signoff__clock")
    row = row_for(officer, rows, to=to, number=number)
    _overview(officer, to=to)
    keep_out(officer, row.incident, to=to)
    return row


def question_for(officer: Officer, number: str, pk: int, *, to: Capability) -> PressQuestion:
    """Return one question of a conference, as ``press_for``."""
    conference = press_for(officer, number, to=to)
    rows = PressQuestion.objects.select_related("conference__incident", "owner")
    return row_for(officer, rows, to=to, pk=pk, conference=conference)


def enquiry_for(officer: Officer, number: str, *, to: Capability) -> MediaRequest:
    """Return what a medium asked, for who sees all matters of the bureau."""
    rows = MediaRequest.objects.select_related("incident__merged_into", "clock", "decided_by")
    row = row_for(officer, rows, to=to, number=number)
    _overview(officer, to=to)
    if row.incident is not None:
        keep_out(officer, row.incident, to=to)
    return row


def expert_for(officer: Officer, pk: int, *, to: Capability) -> Expert:
    """Return an expert on the bureau's roster."""
    return row_for(officer, Expert.objects.all(), to=to, pk=pk)


def _overview(officer: Officer, *, to: Capability) -> None:
    sees = (Capability.SEE_POSTS, Capability.READ_RECORD)
    if not any(may(officer, capability) for capability in sees):
        raise NotAllowed(to)


def withholding_for(officer: Officer, pk: int, *, to: Capability) -> Withholding:
    """Return something that is kept back in an answer of the officer's bureau."""
    rows = Withholding.objects.select_related("draft__answer__incident", "release", "clock")
    row = row_for(officer, rows, to=to, pk=pk)
    _own_matter(officer, row.draft.answer, to=to)
    return row


def release_for(officer: Officer, number: str, version: int, *, to: Capability) -> Release:
    """Return a published version of the officer's bureau, as ``draft_for``."""
    rows = Release.objects.select_related("answer__incident", "answer__bureau")
    row = row_for(officer, rows, to=to, answer__number=number, version=version)
    _own_matter(officer, row.answer, to=to)
    return row


def file_for(officer: Officer, number: str, *, to: Capability) -> StoredFile:
    """Return a kept file of a matter that the officer may see, by its number.

    Raises:
        Http404, PermissionDenied: Also when nothing owns it, or something that he may not see.
    """
    file = row_for(officer, StoredFile.objects.all(), to=to, number=number)
    owners = owners_of(file)
    matters = {owner.incident.number: owner.incident for owner in owners}
    if not matters:
        raise NotAllowed(to)
    for matter in matters.values():
        incident_for(officer, matter.number, to=Capability.SEE_INCIDENTS)
        keep_out(officer, matter, to=to)
    for owner in owners:
        if owner.kind in _DOORS:  # what a unit handed in is not for the other units
            _DOORS[owner.kind](officer, owner.number, to=Capability.SEE_INCIDENTS)
    for row in Confirmation.objects.filter(file=file):
        confirmation_for(officer, row.number, to=Capability.SEE_INCIDENTS)
    return file


def seal_for(officer: Officer, signoff_id: int, *, to: Capability) -> Seal:
    """Return a sealing that was asked for, by its request to approve."""
    rows = Seal.objects.select_related(
        "release__answer__incident", "release__answer__bureau", "signoff", "asked_by"
    )
    row = row_for(officer, rows, to=to, signoff_id=signoff_id)
    _own_matter(officer, row.release.answer, to=to)
    return row


def _own_matter(officer: Officer, answer: Answer, *, to: Capability) -> None:
    keep_out(officer, answer.incident, to=to)
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return
    about = answer.incident.number
    if officer.unit_id is None:
        raise NotAllowed(to, about=about)
    speaks = answer.speaker_id == officer.unit_id
    if not speaks and not answer.incident.concerned.filter(unit_id=officer.unit_id).exists():
        raise NotAllowed(to, about=about)
