"""A community is registered: a place or a topic, never a person."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.communities.models import Community
from tests.factories import T0

pytestmark = pytest.mark.django_db


def register(cast, name):
    return register_community(bureau=cast.bureau, name=name, actor=cast.shen, now=T0)


def test_a_place_is_on_the_list_of_its_bureau_alone_and_in_the_record(yunchuan, linxi):
    row = register_community(
        bureau=yunchuan.bureau, name=" 临江苑  业主论坛 ", actor=MACHINE, now=T0
    )

    record = AuditRecord.objects.get(verb="community.registered")
    assert (row.name, record.label, record.ref) == (
        "临江苑 业主论坛", "临江苑 业主论坛", str(row.pk)
    )  # fmt: skip
    assert known_places_of(yunchuan.bureau.pk, T0).community("临江苑业主论坛") == row.name
    assert known_places_of(linxi.bureau.pk, T0).community("临江苑业主论坛") is None


def test_what_an_officer_registers_waits_and_is_named_in_no_record(yunchuan):
    row = register(yunchuan, "临江苑业主论坛")

    record = AuditRecord.objects.get(verb="community.asked")
    assert (record.label, record.data) == ("", {})
    assert row.registered_by == yunchuan.shen
    assert known_places_of(yunchuan.bureau.pk, T0).community("临江苑业主论坛") is None


@pytest.mark.parametrize(
    "name", ["云川同城", "青石家园", "民生求助", "老街坊", "柳荫小区", "王家庄"]
)
def test_places_and_topics_are_registered(yunchuan, name):
    assert register(yunchuan, name).name == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("张建国", "输入内容疑似姓名"),
        ("云川张建国", "输入内容疑似姓名"),
        ("@云上听雨", "账号"),
        ("13800138000", "电话"),
        ("微信号abc12345", "账号"),
        ("苑", "2 至 40 个字"),
        ("other:0123456789abcdef", "2 至 40 个字"),
        ("苑" * 41, "2 至 40 个字"),
    ],
)
def test_a_person_is_refused_with_the_reason(yunchuan, name, why):
    with pytest.raises(Refused, match=why):
        register(yunchuan, name)

    assert not Community.objects.exists()


def test_a_name_is_listed_once_however_it_is_written(yunchuan, linxi):
    register(yunchuan, "临江苑APP")

    with pytest.raises(Refused, match="名单里已有“临江苑 app”"):
        register(yunchuan, "临江苑 app")

    assert register_community(bureau=linxi.bureau, name="临江苑APP", actor=MACHINE, now=T0)
