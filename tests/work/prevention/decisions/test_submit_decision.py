"""A complete file is put before a leader; a signed one is opened again with a reason."""

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import SignoffRequest
from huiying.work.prevention.decisions.actions.submit_decision import (
    revise_decision,
    submit_decision,
)
from huiying.work.prevention.decisions.models import FileState
from tests.factories import T0
from tests.work.prevention.decision_steps import fresh, submitted, written

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def test_a_request_is_bound_to_the_content(yunchuan):
    row = submitted(yunchuan)
    assert row.state == FileState.WAITING
    assert SignoffRequest.objects.get(about_ref=row.number).content_hash


def test_what_waits_is_not_submitted_again(yunchuan):
    with pytest.raises(Refused, match="不在编制中"):
        submit_decision(decision=submitted(yunchuan), officer=yunchuan.shen, now=T0)


def test_who_saw_an_older_file_does_not_submit_it(yunchuan):
    row = written(yunchuan)
    with pytest.raises(Stale):
        submit_decision(decision=row, officer=yunchuan.shen, now=T0, revision=0)
    assert fresh(row).state == FileState.WRITING


def test_a_leader_neither_submits_nor_revises(yunchuan):
    row = written(yunchuan)
    by = {"decision": row, "officer": yunchuan.leader, "now": T0}
    with pytest.raises(PermissionDenied):
        submit_decision(**by)
    with pytest.raises(PermissionDenied):
        revise_decision(reason="标准有调整", **by)
