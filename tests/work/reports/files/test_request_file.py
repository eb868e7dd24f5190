"""A file of a report is asked for: of the text that was on the page, and once."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Stale
from huiying.work.reports.files.actions.request_file import request_file
from huiying.work.reports.files.models import FileFormat, VersionFile
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(yunchuan):
    linked_recipient(yunchuan)
    return draft_of(yunchuan, incident_of(yunchuan, WATER))


def asked(cast, report, form=FileFormat.PDF, revision=None):
    seen = report.revision if revision is None else revision
    return request_file(report=report, form=form, officer=cast.lu, now=T0, revision=seen)


def test_who_asks_twice_gets_one_file_and_another_format_is_another(yunchuan, report):
    first, second = asked(yunchuan, report), asked(yunchuan, report)
    asked(yunchuan, report, FileFormat.DOCX)

    assert first == second
    assert VersionFile.objects.count() == 2
    rows = AuditRecord.objects.filter(verb="report.file_asked").order_by("seq")
    assert [row.data["format"] for row in rows] == ["PDF", "DOCX"]


def test_of_a_text_that_was_changed_since_the_page_no_file_is_asked_for(yunchuan, report):
    seen = report.revision
    edit(yunchuan, report, place="青石片区")

    with pytest.raises(Stale):
        asked(yunchuan, report, revision=seen)
    assert not VersionFile.objects.exists()


def test_an_edit_and_a_signature_each_make_another_text(yunchuan, report):
    first = asked(yunchuan, report)
    edit(yunchuan, report, place="青石片区")
    report.refresh_from_db()
    edited = asked(yunchuan, report)
    signed = asked(yunchuan, sign(yunchuan, report))

    assert len({row.text_hash for row in (first, edited, signed)}) == 3
    assert edited.version == signed.version != first.version
