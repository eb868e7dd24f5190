"""Return a withholding, a stored file or a sealing to an officer who may see it.

In:   an officer, a key or number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; a few for each owner of a file.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.files.models import StoredFile
from huiying.work.casework.notices.access import reported_notice_for
from huiying.work.casework.promises.access import promise_for
from huiying.work.casework.tasks.access import task_for
from huiying.work.casework.verification.access import verification_request_for
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.responses.confirmations.access import confirmation_for
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.core.access import require_concerned
from huiying.work.responses.core.models import Withholding
from huiying.work.responses.disclosure.files import owners_of
from huiying.work.responses.disclosure.models import Seal, ThirdPartyEnquiry
from huiying.work.responses.mechanism.access import mechanism_review_for

_ACCESS_BY_KIND = {
    "docket": verification_request_for,
    "task": task_for,
    "commitment": promise_for,
    "mechanism": mechanism_review_for,
    "report": reported_notice_for,
}


def withholding_for(officer: Officer, pk: int, *, to: Capability) -> Withholding:
    """Return something that is kept back in an answer of the officer's bureau."""
    rows = Withholding.objects.select_related("draft__answer__incident", "release", "clock")
    row = row_for(officer, rows, to=to, pk=pk)
    require_concerned(officer, row.draft.answer, to=to)
    return row


def enquiry_of_third_party_for(
    officer: Officer, pk: int, *, to: Capability
) -> ThirdPartyEnquiry:
    """Return an enquiry of a third party about an answer of the officer's bureau."""
    rows = ThirdPartyEnquiry.objects.select_related("answer__incident")
    row = row_for(officer, rows, to=to, pk=pk)
    require_concerned(officer, row.answer, to=to)
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
        refuse_recused(officer, matter, to=to)
    for owner in owners:
        if owner.kind in _ACCESS_BY_KIND:  # what a unit handed in is not for the other units
            _ACCESS_BY_KIND[owner.kind](officer, owner.number, to=Capability.SEE_INCIDENTS)
    for row in Confirmation.objects.filter(file=file):
        confirmation_for(officer, row.number, to=Capability.SEE_INCIDENTS)
    return file


def seal_for(officer: Officer, signoff_id: int, *, to: Capability) -> Seal:
    """Return a sealing that was asked for, by its request to approve."""
    rows = Seal.objects.select_related(
        "release__answer__incident",
        "release__answer__bureau",
        "signoff",
        "requested_by",
        "report_clock",
    )
    row = row_for(officer, rows, to=to, signoff_id=signoff_id)
    require_concerned(officer, row.release.answer, to=to)
    return row
