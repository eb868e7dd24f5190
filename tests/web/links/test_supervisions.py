"""A unit without an account answers a 督办 by the link that it was sent."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.linked_papers import LINK_LIFETIME
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.work.casework.supervision.actions.send_back import reassign_supervision
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.casework.supervision.unit_messages import LINK_PATH, PURPOSE
from tests.base.files.samples import exif, jpeg
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.page import page_of
from tests.work.casework.instructions.steps import WORDS, enter, instruct
from tests.work.casework.instructions.test_give import post_box
from tests.work.casework.supervision.steps import accept, answer, sign, supervise

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
GIVEN = {"name": "陈一鸣", "text": "已冲洗管网，恢复清澈。"}


@pytest.fixture(autouse=True)
def _files(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.forward(minutes=6)


def supervised(cast):
    major = incident_of(cast, WATER, grade=Grade.MAJOR)
    return major, supervise(cast, instruct(cast, major, now=T0), now=T0)


standing_rows, rows, yunchuan, both = module_rows(supervised)


@pytest.fixture
def item(both):
    return both[1]


@pytest.fixture
def address(item):
    return address_of(item)


def address_of(item, unit=None):
    token = make_link(
        bureau_id=item.bureau_id, purpose=PURPOSE, about_ref=item.number,
        unit=unit or item.unit, now=T0, lifetime=LINK_LIFETIME,
    )  # fmt: skip
    return reverse("links:supervision", args=[token])


@pytest.fixture
def person():
    return Client()


def fresh(item):
    return Supervision.objects.get(pk=item.pk)


def test_the_address_of_the_message_is_that_of_the_page(yunchuan, both):
    post_box(yunchuan, yunchuan.waterworks, T0)
    supervise(yunchuan, instruct(yunchuan, both[0], now=T0), now=T0)
    body = Message.objects.filter(about_kind="supervision").latest("pk").body

    assert reverse("links:supervision", args=["abc"]) == LINK_PATH.format(token="abc")
    token = body.rsplit("/r/", 1)[1].split("/")[0]
    page = page_of(Client().get(LINK_PATH.format(token=token)))
    assert (WORDS in page.text, "区水务局" in page.text) == (True, True)


def test_opening_it_changes_nothing(person, address, item):
    page = page_of(person.get(address))

    assert item.demand in page.text
    assert fresh(item).state == SupervisionState.OPEN


def test_an_answer_with_a_photo_is_kept_under_the_name(person, address, item):
    photo = SimpleUploadedFile("a.jpg", jpeg(exif(6)), "image/jpeg")
    form = {**GIVEN, "version": item.revision, "attachments": [photo], "file_words": "照片"}

    page = page_of(person.post(address, form, follow=True))

    entry = fresh(item).entries.get(kind="FEEDBACK")
    assert fresh(item).state == SupervisionState.REPORTED
    assert (entry.author, entry.files.count()) == ("陈一鸣（通过链接）", 1)
    assert "陈一鸣（通过链接）已反馈，材料 1 份" in page.text


def test_sent_twice_it_is_one_and_without_a_name_none(person, address, item):
    nameless = person.post(address, {**GIVEN, "name": " ", "version": 0})
    assert "hy-err" in page_of(nameless, 422)
    form = {**GIVEN, "version": item.revision}
    person.post(address, form)
    person.post(address, form)

    assert fresh(item).entries.filter(kind="FEEDBACK").count() == 1


def test_a_stale_page_is_told_so_and_keeps_what_was_typed(yunchuan, person, address, item):
    stale = item.revision
    answer(yunchuan, item, now=T0)

    page = page_of(person.post(address, {**GIVEN, "version": stale}), 409)

    assert "已被他人更新" in page.text
    assert page.field("text") == GIVEN["text"]


def test_of_a_paper_that_waits_the_words_are_not_shown(yunchuan, person, both):
    item = supervise(yunchuan, enter(yunchuan, both[0], now=T0), now=T0)

    assert WORDS not in page_of(person.get(address_of(item))).text


def test_a_dissolved_unit_is_told_whom_to_call(person, address, item):
    item.unit.active = False
    item.unit.save(update_fields=["active"])

    assert "已停用，请致电我局值班台" in page_of(person.get(address)).text
    assert person.post(address, GIVEN).status_code == 409
    assert fresh(item).state == SupervisionState.OPEN


def test_after_another_unit_took_over_or_the_closing_the_link_is_over(
    yunchuan, person, address, item
):
    other = fresh(item)
    reassign_supervision(
        supervision=other, unit=yunchuan.reception, reason="划转", officer=yunchuan.shen, now=T0
    )
    assert person.get(address).status_code == 410
    answer(yunchuan, other, by=yunchuan.window, now=T0)
    accept(yunchuan, other, now=T0)
    mine = address_of(other)
    assert "暂不接收补充" in page_of(person.get(mine)).text
    sign(other, yunchuan.leader, now=T0)
    assert person.get(mine).status_code == 410
    assert "已销号" in page_of(person.get(address_of(other))).text
