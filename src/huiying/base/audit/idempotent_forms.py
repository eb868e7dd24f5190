"""A form that is sent twice acts once: the first record of its act holds the form.

In:   the form that a request answers, from the door (``web/shared/idempotent_forms.py``).
Out:  a row in the transaction of the act; ``SentTwice`` to another sending of the same form.
Cost: one write and one read for an act that a form asked for; nothing for any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

from django.db.models import QuerySet

from huiying.base.audit.models import SentForm

RETENTION = timedelta(days=2)  # no page is open and signed in for as long


class SentTwice(Exception):
    """Another sending of this very form was recorded; this one changes nothing."""


@dataclass(slots=True)
class FormSubmission:
    """One sending of a form, while it is answered."""

    form: str  # the same for every sending of one form
    one: str = field(default_factory=lambda: token_hex(16))
    recorded: bool = False
    masked: set[str] = field(default_factory=set)  # kinds of what was masked in what was typed


_current_submission: ContextVar[FormSubmission | None] = ContextVar("sending", default=None)


@contextmanager
def answering_form(form: str) -> Iterator[FormSubmission]:
    """Let every record until the end be one of a sending of this form."""
    sending = FormSubmission(form)
    before = _current_submission.set(sending)
    try:
        yield sending
    finally:
        _current_submission.reset(before)


def note_masked(kinds: Iterable[str]) -> None:
    """Remember what was masked in the form that is answered, to tell who sent it."""
    sending = _current_submission.get()
    if sending is not None:
        sending.masked.update(kinds)


def claim_form(bureau_id: int, now: datetime) -> None:
    """Hold the form that is answered, inside the transaction of its act.

    Of two at the same moment the database lets the second wait for the first.

    Raises:
        SentTwice: If an earlier sending holds it.
    """
    sending = _current_submission.get()
    if sending is None:
        return
    row = SentForm(form=sending.form, bureau_ref=bureau_id, one=sending.one, at=now)
    SentForm.objects.bulk_create([row], ignore_conflicts=True)
    if not SentForm.objects.filter(form=sending.form, one=sending.one).exists():
        raise SentTwice
    sending.recorded = True


def find_form(form: str) -> SentForm | None:
    """Return what is known of a form that was sent before."""
    return SentForm.objects.filter(form=form).first()


def record_redirect(sending: FormSubmission, onward: str) -> None:
    """Keep where the answer led to; empty when it was a page of its own."""
    row = SentForm.objects.filter(form=sending.form, one=sending.one)
    row.update(answered=True, onward=onward)


def old_forms(now: datetime) -> QuerySet[SentForm]:
    """Return the forms that nobody sends again."""
    return SentForm.objects.filter(at__lt=now - RETENTION)


def delete_old_forms(now: datetime) -> int:
    """Forget forms that nobody sends again; return how many."""
    return old_forms(now).delete()[0]
