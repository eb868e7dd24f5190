"""销毁文件: what proves nothing any more is destroyed on a ground of the law, by two others."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.files.queries import FileState, open_file
from huiying.base.signoff.models import Decision
from huiying.policy.grading.grades import Grade
from huiying.policy.release.erasure import EraseGround
from huiying.work.casework.tasks.models import Material
from huiying.work.responses.disclosure.actions.erase import (
    ask_erasure,
    decide_erasure,
    release_evidence,
)
from huiying.work.responses.disclosure.files import erasure_hash, holds_of
from huiying.work.responses.disclosure.models import EvidenceRelease, FileErasure
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import make_task_report, take_task

pytestmark = pytest.mark.django_db


def handed_in(cast):
    """A picture that the water agency handed in with its task."""
    incident = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, incident)
    make_task_report(cast, take_task(cast, make_approved_proposal(cast, incident)))
    return Material.objects.get().file


standing_rows, rows, yunchuan, file = module_rows(handed_in)


def release(file, officer, now, reason="另有签收单。"):
    release_evidence(file=file, reason=reason, officer=officer, now=now)


def ask(file, officer, now, ground=EraseGround.MINIMUM, reason="拍到路人。"):
    return ask_erasure(file=file, ground=ground, reason=reason, officer=officer, now=now)


def sign(row, officer, now, *, approve=True, reason="", shown_hash=None):
    return decide_erasure(
        row,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash or erasure_hash(row),
        officer=officer,
        now=now,
    )


@pytest.fixture
def asked(yunchuan, file, now):
    release(file, yunchuan.lu, now)
    return ask(file, yunchuan.shen, now)


def test_who_confirms_findings_says_why_a_file_proves_nothing_any_more(yunchuan, file, now):
    with pytest.raises(PermissionDenied):
        release(file, yunchuan.water, now)
    with pytest.raises(Refused, match="请填写不再需要作为证据的理由"):
        release(file, yunchuan.lu, now, reason=" ")
    assert holds_of(file)

    release(file, yunchuan.lu, now)

    assert not holds_of(file)
    row = EvidenceRelease.objects.get()
    assert (row.by, row.at, row.reason) == (yunchuan.lu, now, "另有签收单。")
    assert records_of(bureau_id=file.bureau_id).first().verb == "file.released"
    with pytest.raises(Refused, match="无需解除"):
        release(file, yunchuan.lu, now)


def test_a_file_that_still_proves_something_is_not_asked_for(yunchuan, file, now):
    with pytest.raises(Refused, match="该文件仍为证据（"):
        ask(file, yunchuan.shen, now)

    assert not FileErasure.objects.exists()


def test_a_request_has_a_ground_of_the_law_and_a_reason_and_waits_for_two(yunchuan, file, now):
    release(file, yunchuan.lu, now)
    with pytest.raises(PermissionDenied):
        ask(file, yunchuan.lu, now)
    with pytest.raises(Refused, match="只有法律"):
        ask(file, yunchuan.shen, now, ground="UNWELCOME")
    with pytest.raises(Refused, match="请填写理由"):
        ask(file, yunchuan.shen, now, reason=" ")

    row = ask(file, yunchuan.shen, now)

    assert (row.signoff.needed, row.signoff.decision) == (2, Decision.PENDING)
    assert open_file(file).state == FileState.WHOLE
    record = records_of(bureau_id=file.bureau_id).first()
    assert (record.verb, record.data["hash"]) == ("file.erasure_asked", file.sha256)
    with pytest.raises(Refused, match="已经在等签署"):
        ask(file, yunchuan.shen, now)


def test_the_second_signature_destroys_the_file_and_its_trace_stays(yunchuan, file, asked, now):
    first = sign(asked, yunchuan.lu, now)
    between = open_file(file).state
    last = sign(asked, yunchuan.cheng, now)

    file.refresh_from_db()
    assert (first, between, last) == (False, FileState.WHOLE, True)
    assert open_file(file).state == FileState.ERASED
    assert FileErasure.objects.get().erased_at == now
    record = records_of(bureau_id=file.bureau_id).first()
    assert (record.verb, record.data["hash"]) == ("file.erased", file.sha256)
    with pytest.raises(Refused, match="已经销毁"):
        ask(file, yunchuan.shen, now)


@pytest.mark.parametrize(
    ("who", "why"),
    [("shen", Refused), ("water", PermissionDenied), ("speaker", PermissionDenied)],
)
def test_who_asked_or_may_not_review_does_not_sign(yunchuan, file, asked, now, who, why):
    with pytest.raises(why):
        sign(asked, getattr(yunchuan, who), now)

    assert open_file(file).state == FileState.WHOLE


def test_two_signatures_are_two_persons_and_the_last_a_leader(yunchuan, file, asked, now):
    sign(asked, yunchuan.cheng, now)

    with pytest.raises(Refused):
        sign(asked, yunchuan.cheng, now)
    with pytest.raises(PermissionDenied):
        sign(asked, yunchuan.lu, now)

    assert open_file(file).state == FileState.WHOLE


def test_a_no_has_a_reason_and_only_what_was_seen_is_signed(yunchuan, file, asked, now):
    with pytest.raises(Stale):
        sign(asked, yunchuan.lu, now, shown_hash="0" * 64)
    with pytest.raises(Refused):
        sign(asked, yunchuan.lu, now, approve=False)

    assert not sign(asked, yunchuan.lu, now, approve=False, reason="遮住面部即可。")

    assert open_file(file).state == FileState.WHOLE
    record = records_of(bureau_id=file.bureau_id).first()
    assert (record.verb, record.data) == (
        "file.erasure_refused",
        {"reason": "遮住面部即可。"},
    )


def test_what_holds_the_file_by_now_stops_the_last_signature(yunchuan, file, asked, now):
    sign(asked, yunchuan.lu, now)
    EvidenceRelease.objects.all().delete()

    with pytest.raises(Refused, match="该文件仍为证据（"):
        sign(asked, yunchuan.cheng, now)

    assert open_file(file).state == FileState.WHOLE
