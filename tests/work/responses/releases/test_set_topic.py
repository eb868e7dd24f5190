"""归类: an answer stands under a topic among others like it; no word of it changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.work.responses.core.models import Answer, Edition, Release
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, release = module_rows(lambda cast: desk.published(cast, T0))


def put(release, officer, now, topic):
    set_answer_topic(answer=release.answer, topic=topic, officer=officer, now=now)


def test_an_answer_is_filed_and_taken_out_again(yunchuan, release, now):
    before = Edition.objects.get().number
    content = Release.objects.get().content

    put(release, yunchuan.window, now, "来访登记")

    assert Answer.objects.get().topic == release.answer.topic == "来访登记"
    assert Edition.objects.get().number == before + 1
    assert Release.objects.get().content == content
    record = records_of(bureau_id=release.bureau_id).first()
    assert (record.verb, record.data) == ("answer.filed", {"topic": "来访登记"})
    put(release, yunchuan.window, now, "")
    assert Answer.objects.get().topic == ""


@pytest.mark.parametrize("topic", ["刁民闹事", "13912345678", "供水 ", "<b>供水</b>"])
def test_no_word_beside_those_of_the_list_comes_to_stand_at_an_answer(
    yunchuan, release, now, topic
):
    with pytest.raises(Refused, match="主题名单中无"):
        put(release, yunchuan.window, now, topic)

    assert Answer.objects.get().topic == ""


def test_who_may_not_write_files_nothing(yunchuan, release, now):
    with pytest.raises(PermissionDenied):
        put(release, yunchuan.lu, now, "来访登记")
