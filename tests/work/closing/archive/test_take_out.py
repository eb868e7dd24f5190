"""What reopening takes out of the archive."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.work.closing.archive.actions.take_out import take_out
from huiying.work.closing.archive.models import EndOfFiling, Filing, FilingEnd
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed

pytestmark = pytest.mark.django_db


def taken_out(cast, incident):
    take_out(incident=incident, reason="又有人反映", officer=cast.lu, now=LATER)


def test_the_end_is_a_row_and_the_filing_stays_as_it_was(yunchuan):
    incident = a_closed_matter(yunchuan)
    filing = filed(yunchuan, incident)

    taken_out(yunchuan, incident)
    taken_out(yunchuan, incident)  # the second finds nothing

    assert FilingEnd.objects.get().kind == EndOfFiling.REOPENED
    assert Filing.objects.get() == filing
    assert AuditRecord.objects.filter(verb="archive.taken_out").count() == 1


def test_where_nothing_was_filed_nothing_is_recorded(yunchuan):
    taken_out(yunchuan, a_closed_matter(yunchuan))

    assert not AuditRecord.objects.filter(verb="archive.taken_out").exists()


def test_neither_a_filing_nor_its_end_is_changed_past_the_product(yunchuan):
    incident = a_closed_matter(yunchuan)
    filed(yunchuan, incident)
    taken_out(yunchuan, incident)

    for rows, change in (
        (Filing.objects.all(), {"period": "TEN_YEARS"}),
        (FilingEnd.objects.all(), {"reason": "别的理由"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
