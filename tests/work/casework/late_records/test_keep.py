"""补登: whoever records a call long after it was alone makes no late clock met in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.work.casework.late_records.actions.keep import keep_late_record
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.late_records.queries import is_late
from tests.factories import T0
from tests.module_rows import module_rows

standing_rows, rows, yunchuan, bureau = module_rows(lambda cast: cast.bureau)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (30, False), (31, True)])
def test_half_an_hour_is_what_one_person_may_remember(yunchuan, bureau, minutes, late):
    assert is_late(bureau.pk, T0 - minutes * MINUTE, T0) == late


def test_what_is_claimed_is_kept_for_good_without_a_name(yunchuan, bureau):
    row = keep_late_record(
        kind="notice",
        ref="2026-0001",
        label="通报来访接待科",
        topic="incident:2026-0001",
        incident=None,
        who=" 值班室 13812345678 ",
        at=T0 - 60 * MINUTE,
        officer=yunchuan.lu,
        now=T0,
    )

    assert "138" not in row.who
    assert AuditRecord.objects.get(verb="late_record.kept").data["of"] == "notice:2026-0001"
    for change in (
        lambda: LateRecord.objects.update(claimed_at=T0 - MINUTE),
        lambda: LateRecord.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
