"""更正: the working text is corrected with a reason; the original stays."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.search.documents import find
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.sealed_texts import open_original
from huiying.work.petitions.petitions.actions.correct_text import TextCorrection, correct_text
from tests.factories import T0
from tests.scenarios.petitions import ACCUSING_TEXT, QUEUE_TEXT, forward, registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def correct(cast, petition, text, *, reason="日期写错", officer=None, revision=None):
    correct_text(
        petition=petition,
        correction=TextCorrection("窗口排队", text, reason),
        officer=officer or cast.shen,
        now=T0,
        revision=revision,
    )


def test_the_working_text_and_the_search_change_and_the_original_stays(yunchuan):
    petition = registered(yunchuan)

    correct(yunchuan, petition, "上周四来访登记排队三小时。")

    petition.refresh_from_db()
    assert petition.text == "上周四来访登记排队三小时。"
    bureau = yunchuan.bureau.pk
    assert find(bureau_id=bureau, phrase="上周四", kinds=["petition"]).refs
    assert not find(bureau_id=bureau, phrase="窗口说", kinds=["petition"]).refs
    opened = open_original(bureau, petition.data_key, petition.original, petition.number)
    assert opened.text == QUEUE_TEXT


def test_who_sent_it_reads_that_it_was_corrected_and_the_record_why(yunchuan):
    petition = registered(yunchuan)
    correct(yunchuan, petition, "上周四排队三小时。")
    assert petition.steps.last().kind == StepKind.CORRECTED
    row = AuditRecord.objects.get(verb="petition.text_corrected")
    assert row.data["reason"] == "日期写错"
    assert row.data["before"] != row.data["after"]
    assert "排队" not in str(row.data)


def test_what_a_correction_writes_is_masked(yunchuan):
    petition = registered(yunchuan)
    correct(yunchuan, petition, "请打13800138000。")
    petition.refresh_from_db()
    assert "13800138000" not in petition.text


@pytest.mark.parametrize(
    ("text", "reason", "match"),
    [("上周四。", " ", "理由"), (" ", "错", "工作文本"), (ACCUSING_TEXT, "错", "检举控告")],
)
def test_what_cannot_stand_is_refused(yunchuan, text, reason, match):
    with pytest.raises(Refused, match=match):
        correct(yunchuan, registered(yunchuan), text, reason=reason)


def test_nothing_to_correct_and_not_registered_yet_are_refused(yunchuan):
    petition = registered(yunchuan)
    correct(yunchuan, petition, "上周四。")
    with pytest.raises(Refused, match="没有改动"):
        correct(yunchuan, petition, "上周四。")
    with pytest.raises(Refused, match="待登记"):
        correct(yunchuan, submit(yunchuan).row, "上周四。")


def test_a_unit_corrects_nothing(yunchuan):
    petition = forward(yunchuan, registered(yunchuan))
    with pytest.raises(PermissionDenied):
        correct(yunchuan, petition, "没有排队。", officer=yunchuan.window)


def test_who_saw_an_older_text_corrects_nothing(yunchuan):
    petition = registered(yunchuan)
    with pytest.raises(Stale):
        correct(yunchuan, petition, "上周四。", revision=petition.revision - 1)
