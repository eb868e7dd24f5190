"""A file is erased for good: its key first, then its bytes."""

from __future__ import annotations

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.queries import FileState, open_file
from tests.base.files.keeping import kept
from tests.factories import T0
from tests.scenarios.tasks import make_png
from tests.stored_files import path_of

pytestmark = pytest.mark.django_db


def test_erasing_destroys_the_key_and_the_record_stays(
    yunchuan, django_capture_on_commit_callbacks
):
    row = kept(yunchuan)
    copy = path_of(row.blob).read_bytes()

    with django_capture_on_commit_callbacks(execute=True):
        erase_file(file=row, reason="误传", topic="incident:1", actor=MACHINE, now=T0)

    assert open_file(row).state == FileState.ERASED
    assert not path_of(row.blob).exists()
    store.put(copy)  # a copy from elsewhere says nothing without the key
    assert open_file(row).state == FileState.ERASED
    said = AuditRecord.objects.get(verb="file.erased").data
    assert said == {"hash": row.sha256, "reason": "误传"}
    with pytest.raises(Refused, match="已经销毁"), transaction.atomic():
        erase_file(file=row, reason="误传", topic="", actor=MACHINE, now=T0)


def test_nothing_is_erased_without_a_reason(yunchuan, django_capture_on_commit_callbacks):
    row = kept(yunchuan)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused, match="理由"):
        erase_file(file=row, reason=" ", topic="incident:1", actor=MACHINE, now=T0)

    assert open_file(row).data == make_png()
    assert not AuditRecord.objects.filter(verb="file.erased").exists()


def test_the_erasure_stands_on_the_timeline_of_its_matter(yunchuan):
    row = kept(yunchuan)

    erase_file(file=row, reason=" 误传 ", topic="incident:1", actor=MACHINE, now=T0)

    record = AuditRecord.objects.get(topic="incident:1")
    row.refresh_from_db()
    assert (record.verb, record.ref) == ("file.erased", row.audit_subject().ref)
    assert (row.erased_at, row.erased_reason, row.data_key) == (T0, "误传", None)
