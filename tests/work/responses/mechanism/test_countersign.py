"""核签: a second person stands for what was recorded of the district mechanism."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from huiying.base.audit.queries import records_of
from huiying.base.db.final_rows import drop_protections
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.mechanism.standing import Gate, gate_lack, mechanism_standing
from huiying.work.responses.releases.actions.publish import publish
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit
from tests.work.responses.mechanism.steps import DOCUMENT, gate, hear, second

pytestmark = [pytest.mark.django_db, pytest.mark.clause("8g")]


def begin(cast):
    draft = desk.submitted(cast, T0, grade=2)
    return hear(cast, draft, T0)


standing_rows, rows, yunchuan, row = module_rows(begin)


def released(cast, row, now):
    draft = row.draft
    draft.refresh_from_db()
    desk.sign(draft, cast.lu, now)
    desk.sign(draft, cast.cheng, now)
    return publish(draft=draft, officer=cast.speaker, now=now)


def test_a_second_person_opens_the_gate_and_the_publication_names_what_was_signed(
    yunchuan, row, now
):
    second(row, yunchuan.lu, now)

    released(yunchuan, row, now)

    record = records_of(bureau_id=row.bureau_id).get(verb="answer.published")
    assert record.data["procedure"] == DOCUMENT
    assert record.data["mechanism"] == row.signoff.content_hash
    assert not SignoffRequest.objects.filter(kind="procedure").exists()


def test_a_moment_that_was_typed_in_local_time_is_signed_as_it_is_stored(yunchuan, row, now):
    local = hear(yunchuan, row.draft, now, at=now.astimezone(LOCAL))

    second(local, yunchuan.lu, now)

    assert gate(row.draft) == Gate.OPEN


def test_who_recorded_or_wrote_does_not_confirm(yunchuan, row, now):
    with pytest.raises(PermissionDenied):
        second(row, yunchuan.window, now)
    row.draft.writers.append(yunchuan.lu.pk)
    row.draft.save(update_fields=["writers"])
    with pytest.raises(Refused, match="另一位"):
        second(row, yunchuan.lu, now)

    assert gate(row.draft) == Gate.WAITING


def test_who_recorded_it_and_may_review_does_not_confirm_either(yunchuan, row, now):
    mine = hear(yunchuan, row.draft, now, yunchuan.shen)

    with pytest.raises(Refused, match="另一位"):
        second(mine, yunchuan.shen, now)


def test_who_cannot_confirm_it_returns_it_with_a_reason(yunchuan, row, now):
    with pytest.raises(Refused, match="须写明理由"):
        second(row, yunchuan.lu, now, approve=False)

    second(row, yunchuan.lu, now, approve=False, reason="回拨总值班室，没有这件公文。")

    assert gate(row.draft) == Gate.MISSING
    verbs = [each.verb for each in records_of(bureau_id=row.bureau_id)[:2]]
    assert verbs == ["mechanism.returned", "signoff.returned"]


def test_a_no_that_nobody_can_confirm_closes_nothing_any_more(yunchuan, row, now):
    second(row, yunchuan.lu, now)
    false = hear(yunchuan, row.draft, now, opinion=Opinion.REFUSED, words="先不发。")
    closed = gate(row.draft)
    assert "尚未经第二人核签" in gate_lack(mechanism_standing(row.draft))

    second(false, yunchuan.lu, now, approve=False, reason="没有这个意见。")

    assert (closed, gate(row.draft)) == (Gate.REFUSED, Gate.OPEN)


def test_a_no_that_was_confirmed_waits_for_nobody(yunchuan, row, now):
    no = hear(yunchuan, row.draft, now, opinion=Opinion.REFUSED, words="先不发。")

    second(no, yunchuan.lu, now)

    assert "机制审核未同意本稿（制度第八条）" in gate_lack(mechanism_standing(row.draft))
    assert "核签" not in gate_lack(mechanism_standing(row.draft))


def test_a_text_that_was_edited_has_nothing_to_confirm(yunchuan, row, now):
    edit(yunchuan, row.draft, now, body="改了一个字。")

    with pytest.raises(Refused, match="已作废"):
        second(row, yunchuan.lu, now)


def test_it_is_confirmed_once_and_as_it_was_seen(yunchuan, row, now):
    with pytest.raises(Stale):
        second(row, yunchuan.lu, now, shown_hash="0" * 64)
    second(row, yunchuan.lu, now)
    with pytest.raises(Stale):
        second(row, yunchuan.leader, now)


def test_a_review_that_was_changed_behind_the_signature_lets_nothing_out(yunchuan, row, now):
    second(row, yunchuan.lu, now)
    drop_protections(connection)
    MechanismReview.objects.filter(pk=row.pk).update(document="云委办〔2026〕99号")

    with pytest.raises(Refused, match="机制审核的登记内容与核签时不一致"):
        released(yunchuan, row, now)
