"""社区名单: who manages sources registers a place, never a person, and takes it off again."""

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.communities.models import Community
from tests.web.clients import signed_in
from tests.web.page import page_of

LIST = reverse("console:communities")
ADD = reverse("console:community-add")


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def test_a_place_is_registered_and_listed_when_another_person_confirmed_it(office, yunchuan):
    page = page_of(office.post(ADD, {"name": "临江苑业主论坛"}, follow=True))
    row = Community.objects.get()
    confirm = reverse("console:community-confirm", args=[row.pk])

    assert "已登记“临江苑业主论坛”，待另一人确认。" in page.text
    assert "临江苑业主论坛 沈青禾" in page.panel("waiting").text
    assert "临江苑业主论坛" not in page.panel("listed").text
    assert confirm not in page
    assert "登记人不得自行确认" in page_of(office.post(confirm, follow=True)).text

    administrator = signed_in(yunchuan.admin)
    assert confirm in page_of(administrator.get(LIST))
    page = page_of(administrator.post(confirm, follow=True))

    assert "临江苑业主论坛" in page.panel("listed").text
    assert not page.has_panel("waiting")
    assert AuditRecord.objects.get(verb="community.confirmed").label == "临江苑业主论坛"


def test_a_nickname_is_refused_and_its_name_stays_nowhere(office, yunchuan):
    office.post(ADD, {"name": "云上听雨"})
    refuse = reverse("console:community-refuse", args=[Community.objects.get().pk])

    page = page_of(signed_in(yunchuan.admin).post(refuse, follow=True))

    assert "未通过，名称已删除。" in page.text
    assert not Community.objects.exists()
    assert [row.label for row in AuditRecord.objects.filter(kind="community")] == ["", ""]


def test_what_waits_is_shown_to_who_manages_sources_alone(office, yunchuan):
    office.post(ADD, {"name": "云上听雨"})

    assert "云上听雨" not in page_of(signed_in(yunchuan.lu).get(LIST)).text


def test_a_person_is_refused_with_the_reason(office):
    page = page_of(office.post(ADD, {"name": "张建国"}), 409)

    assert "不登记个人" in page.text
    assert not Community.objects.exists()


def test_one_is_taken_off_and_no_source_may_choose_it(office, yunchuan, now):
    row = register_community(bureau=yunchuan.bureau, name="临江苑", actor=MACHINE, now=now)
    form = reverse("console:source-add", args=["push"])
    assert "临江苑" in page_of(office.get(form)).text

    act = reverse("console:community-retire", args=[row.pk])
    page = page_of(office.post(act, {"version": ""}, follow=True))

    assert "“临江苑”已移出名单。" in page.text
    assert "临江苑" in page.panel("retired").text
    assert not page.has_panel("listed") or "临江苑" not in page.panel("listed").text
    assert "临江苑" not in page_of(office.get(form)).text


def test_who_only_sees_sources_sees_the_list_and_no_button(yunchuan, now):
    register_community(bureau=yunchuan.bureau, name="临江苑", actor=MACHINE, now=now)

    page = page_of(signed_in(yunchuan.lu).get(LIST))

    assert "临江苑" in page.text
    assert not page.links("登记社区…")
    assert signed_in(yunchuan.lu).post(ADD, {"name": "佳园"}).status_code == 403
