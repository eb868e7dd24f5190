"""机制审核 of a grave answer: office, moment, opinion and paper, for exactly these words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Release
from huiying.work.responses.drafts.actions.drop import drop_draft
from huiying.work.responses.drafts.actions.note_missing_procedure import note_missing_procedure
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.mechanism.standing import Gate, has_objection
from huiying.work.responses.releases.actions.publish import publish
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.tasks import PICTURE
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit
from tests.work.responses.mechanism.steps import (
    BY_PHONE,
    DOCUMENT,
    gate,
    hear,
    office,
    second,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("8g")]

standing_rows, rows, yunchuan, draft = module_rows(
    lambda cast: desk.submitted(cast, T0, grade=2)
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def scan(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return write_file(yunchuan.bureau.pk, check_incoming(PICTURE))


def signed_by_all(cast, draft, now):
    """The bureau's own reviews, without any word of the mechanism."""
    draft.refresh_from_db()
    desk.sign(draft, cast.lu, now)
    return desk.sign(draft, cast.cheng, now)


def test_office_moment_opinion_and_number_are_recorded_with_who_typed_it(
    yunchuan, draft, now, scan
):
    row = hear(yunchuan, draft, now + MINUTE, at=now, file=scan, no_file_reason="")

    assert (row.office_name, row.at, row.opinion) == (
        "区委、区政府办公室 · 总值班室",
        now,
        Opinion.AGREED,
    )
    assert (row.document, row.recorded_by) == (DOCUMENT, yunchuan.window)
    assert row.content_hash == draft.signoff.content_hash
    record = records_of(bureau_id=draft.bureau_id).first()
    assert record.verb == "mechanism.agreed"
    assert record.data["office"] == row.office_name
    assert record.data["file"] == scan.sha256
    assert record.data["hash"] == row.signoff.content_hash


def test_a_yes_of_one_person_takes_no_refusal_away(yunchuan, draft, now):
    refused = {"opinion": Opinion.REFUSED, "words": "事实不清。", "at": now}
    second(hear(yunchuan, draft, now, yunchuan.shen, **refused), yunchuan.lu, now)
    hear(yunchuan, draft, now + MINUTE)
    draft.refresh_from_db()

    with pytest.raises(Refused, match="已有意见"):
        note_missing_procedure(
            draft=draft,
            revision=draft.revision,
            reason="等不及",
            officer=yunchuan.window,
            now=now + MINUTE,
        )

    assert has_objection(draft)
    assert not gate(draft).lets_out


def test_what_one_person_recorded_opens_nothing(yunchuan, draft, now):
    before = gate(draft)
    hear(yunchuan, draft, now)
    signed_by_all(yunchuan, draft, now)

    assert (before, gate(draft)) == (Gate.MISSING, Gate.WAITING)
    with pytest.raises(Refused, match="等第二人核签"), transaction.atomic():
        publish(draft=draft, officer=yunchuan.speaker, now=now)
    assert not Release.objects.exists()


def test_without_any_review_a_grave_text_does_not_go_out(yunchuan, draft, now):
    signed_by_all(yunchuan, draft, now)

    with pytest.raises(Refused, match="机制的审核"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)


def test_a_number_alone_opens_nothing(yunchuan, draft, now):
    MechanismReview.objects.create(
        bureau=draft.bureau, number="J0-1", draft=draft, document=DOCUMENT, recorded_at=now
    )
    signed_by_all(yunchuan, draft, now)

    assert gate(draft) == Gate.NUMBER_ONLY
    with pytest.raises(Refused, match="仅有文号"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)


@pytest.mark.parametrize("opinion", [Opinion.CHANGES, Opinion.REFUSED])
def test_an_opinion_that_is_no_plain_yes_keeps_the_gate_closed(yunchuan, draft, now, opinion):
    row = hear(yunchuan, draft, now, opinion=opinion, words="第二段的人数要再核。")
    before = gate(draft)
    second(row, yunchuan.lu, now)
    signed_by_all(yunchuan, draft, now)

    assert (before, gate(draft)) == (Gate.REFUSED, Gate.REFUSED)
    with pytest.raises(Refused, match="机制审核未同意本稿（制度第八条）"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)


def test_a_later_no_closes_at_once_and_a_later_yes_opens_again(yunchuan, draft, now):
    second(hear(yunchuan, draft, now), yunchuan.lu, now)
    opened = gate(draft)
    later = now + MINUTE
    hear(yunchuan, draft, later, opinion=Opinion.REFUSED, words="先不发。")
    closed = gate(draft)
    again = hear(yunchuan, draft, later + MINUTE)
    waiting = gate(draft)
    second(again, yunchuan.lu, later + MINUTE)

    assert (opened, closed, waiting) == (Gate.OPEN, Gate.REFUSED, Gate.WAITING)
    assert gate(draft) == Gate.OPEN


def test_an_earlier_yes_that_is_recorded_later_does_not_outweigh_a_no(yunchuan, draft, now):
    later = now + 2 * MINUTE
    hear(yunchuan, draft, later, opinion=Opinion.REFUSED, words="先不发。")

    second(hear(yunchuan, draft, later, at=now), yunchuan.lu, later)

    assert gate(draft) == Gate.REFUSED


def test_changing_the_text_voids_it_also_when_the_old_words_come_back(yunchuan, draft, now):
    row = second(hear(yunchuan, draft, now), yunchuan.lu, now)
    before = draft.body
    edit(yunchuan, draft, now, body="改了一个字。")
    edit(yunchuan, draft, now, body=before)
    row.refresh_from_db()

    assert hash_of_content(content_of(draft)) == row.content_hash
    assert (row.voided_by, row.voided_at) == (yunchuan.window, now)
    assert row.signoff.decision == "VOID"
    assert gate(draft) == Gate.MISSING


def test_dropping_the_draft_voids_it(yunchuan, draft, now):
    row = hear(yunchuan, draft, now)
    draft.refresh_from_db()

    drop_draft(
        draft=draft,
        revision=draft.revision,
        reason="不再发布",
        officer=yunchuan.window,
        now=now,
    )

    assert MechanismReview.objects.get(pk=row.pk).voided_at == now


def test_the_moment_lies_between_submission_and_now(yunchuan, draft, now):
    for at in (now - MINUTE, now + MINUTE):
        with pytest.raises(Refused, match="审核时间须在送审之后、当前时间之前"):
            hear(yunchuan, draft, now, at=at)


def test_only_an_office_in_use_on_the_own_list_reviews(yunchuan, draft, now):
    retired = office(yunchuan, "区委网信办")
    Superior.objects.filter(pk=retired.pk).update(active=False)
    retired.refresh_from_db()

    with pytest.raises(Refused, match="无此上级机关"):
        hear(yunchuan, draft, now, office=retired)


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"no_file_reason": " "}, "请附审核文书扫描件"),
        ({"document": " "}, "文号或登记号"),
        ({"opinion": Opinion.REFUSED}, "请填写审核意见要求修改的内容和理由"),
        ({"document": "机密★10年 云委办12号"}, "密级标志"),
    ],
)
def test_what_is_incomplete_or_classified_is_refused(yunchuan, draft, now, lacks, said):
    with pytest.raises(Refused, match=said):
        hear(yunchuan, draft, now, **lacks)
    assert not MechanismReview.objects.exists()


def test_it_is_about_the_submitted_words_alone(yunchuan, draft, now):
    with pytest.raises(Stale, match="文字已更新"):
        hear(yunchuan, draft, now, shown_hash="0" * 64)
    edit(yunchuan, draft, now, body="改了一个字。")
    with pytest.raises(Refused, match="机制审核须在送审后、发布前登记"):
        hear(yunchuan, draft, now)


def test_who_may_not_draft_records_nothing(yunchuan, draft, now):
    with pytest.raises(PermissionDenied):
        hear(yunchuan, draft, now, yunchuan.lu)


def test_an_ordinary_answer_needs_none(yunchuan, now):
    incident = desk.incident_of(yunchuan, number="2026-0002")
    other = desk.submitted(yunchuan, now, incident=incident)

    assert gate(other) == Gate.NOT_NEEDED
    with pytest.raises(Refused, match="一般事件"):
        hear(yunchuan, other, now)


def test_the_database_itself_refuses_to_change_what_was_recorded(yunchuan, draft, now):
    row = hear(yunchuan, draft, now, opinion=Opinion.REFUSED, words="先不发。")

    with pytest.raises(DatabaseError), transaction.atomic():
        MechanismReview.objects.filter(pk=row.pk).update(opinion=Opinion.AGREED)

    row.refresh_from_db()
    assert (row.opinion, row.no_file_reason) == (Opinion.REFUSED, BY_PHONE)


def test_no_agency_records_the_review_or_that_it_was_not_waited_for(yunchuan, draft, now):
    with pytest.raises(Refused, match="外单位人员不得登记"):
        hear(yunchuan, draft, now, yunchuan.water)
    with pytest.raises(Refused, match="外单位人员不得登记"):
        note_missing_procedure(
            draft=draft,
            revision=draft.revision,
            reason="来不及。",
            officer=yunchuan.water,
            now=now,
        )
    assert not MechanismReview.objects.exists()
