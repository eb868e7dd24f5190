"""Receive an accusation (检举控告): sealed at once, shown to nobody who is not to handle it.

In:   a submission.    Out:  its row; no clock, no search entry, no message.
Cost: three writes, and two for each file.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record_restricted
from huiying.base.rulebook.queries import calendar_of
from huiying.policy.petitions.codes import ALPHABET, grouped
from huiying.policy.time.deadlines import due_at
from huiying.policy.time.petitions import REGISTRATION
from huiying.work.petitions.accusations.files import add_file
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.query_codes import code_proof, digest_of_code, ticket_digest
from huiying.work.petitions.core.sealed_texts import seal_original
from huiying.work.petitions.core.submission import Submission

NUMBER_LETTERS = 8


def random_number(prefix: str) -> str:
    """Return a number that tells neither order nor how many there are."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LETTERS))
    return f"{prefix}-{grouped(letters)}"


def receive_accusation(
    *,
    bureau: Bureau,
    submission: Submission,
    code: str,
    officer: Officer | None,
    now: datetime,
) -> Accusation:
    """Receive one, inside the transaction of the caller, which has checked the submission.

    The bureau transfers it within 15 days to the body that is competent by rank (art. 22).
    """
    number = random_number("JB")
    sealed = seal_original(bureau.pk, submission.original, number)
    digest = digest_of_code(bureau.pk, code)
    row = Accusation.objects.create(
        bureau=bureau,
        number=number,
        channel=str(submission.channel),
        code_digest=digest,
        code_proof=code_proof(bureau.pk, digest, number),
        ticket_digest=ticket_digest(
            bureau.pk, str(submission.channel), submission.outside_number
        ),
        people=submission.people,
        data_key=sealed.key,
        original=sealed.body,
        found_by_words=submission.kind is not None,
        received_at=submission.received_at,
        received_by=officer,
        transfer_due=due_at(submission.received_at, REGISTRATION, calendar_of(bureau.pk)),
    )
    for written in submission.files:
        add_file(row, written, now)
    record_restricted(row, "accusation.received", officer, now)
    return row
