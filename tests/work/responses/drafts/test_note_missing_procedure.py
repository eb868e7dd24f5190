"""Why a grave answer cannot wait for the procedure of the district's two offices."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.note_missing_procedure import (
    note_missing_procedure,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, draft = module_rows(
    lambda cast: desk.ready(cast, T0, grade=2, procedure_ref="")
)


def note(draft, officer, now, reason=" 等不及  机制。 ", revision=None):
    note_missing_procedure(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        reason=reason,
        officer=officer,
        now=now,
    )


@pytest.mark.clause("8g")
def test_the_reason_stands_on_the_draft_and_on_record(yunchuan, draft, now):
    note(draft, yunchuan.window, now)

    assert Draft.objects.get().procedure_absent == "等不及 机制。"
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data) == ("procedure.absent", {"reason": "等不及 机制。"})


def test_it_needs_a_reason_a_writer_and_the_words_as_they_stand(yunchuan, draft, now):
    with pytest.raises(Refused, match="为什么等不及"):
        note(draft, yunchuan.window, now, reason=" ")
    with pytest.raises(PermissionDenied):
        note(draft, yunchuan.lu, now)
    with pytest.raises(Stale):
        note(draft, yunchuan.window, now, revision=draft.revision - 1)

    assert Draft.objects.get().procedure_absent == ""


@pytest.mark.parametrize(
    "how", [{"grade": 1}, {"grade": 2, "procedure_ref": "云委办〔2026〕12号"}]
)
def test_what_has_its_reference_or_needs_none_misses_nothing(yunchuan, now, how):
    incident = desk.incident_of(yunchuan, grade=how["grade"], number="2026-0002")
    other = desk.ready(yunchuan, now, incident=incident, **how)

    with pytest.raises(Refused, match="不用追认"):
        note(other, yunchuan.window, now)
