"""The routing on screen: how likely in words, what speaks for it, not sure, versions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.learning.models import RoutingVersion
from huiying.jobs.upkeep.train_routing import COMMAND, train_routing
from huiying.policy.grading.grades import Grade
from huiying.web.console.routing.proposal import likelihood_words
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import WATER, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PAGE = "/desk/rules/routing/"
LIKELY = {"id": 1, "unit": "区水务局", "probability": 0.92, "words": ["自来水", "发黄"]}
OTHER = {"id": 2, "unit": "网上信访科", "probability": 0.05, "words": [], "sure": False}


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=5))


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


def routed(cast, *, sure=True, blind=False):
    """Return a candidate that a model spoke on."""
    row = candidate_of(cast, WATER)
    row.routing = [{**one, "blind": blind} for one in ({**LIKELY, "sure": sure}, OTHER)]
    row.proposed_unit = cast.waterworks if sure and not blind else None
    row.save(update_fields=["routing", "proposed_unit"])
    return row


def card(client, row) -> str:
    return page_of(client.get(reverse("console:candidate", args=[row.event_id])))


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.999, "极有可能 99%"), (0.92, "很可能 92%"), (0.5, "较可能 50%"), (0.0, "有可能 0%")],
)
def test_a_probability_is_said_in_words(probability, words):
    assert likelihood_words(probability) == words


def test_the_card_says_how_likely_and_which_words(shen, yunchuan):
    page = card(shen, routed(yunchuan))

    assert "区水务局：很可能 92%（依据：自来水、发黄）" in page
    assert "登记为事件后，通报单位预选区水务局，可更改。" in page


def test_a_model_that_is_not_sure_offers_the_units_and_chooses_none(shen, yunchuan):
    page = card(shen, routed(yunchuan, sure=False))

    assert "系统无明确建议：列出 2 个可能单位" in page
    assert "预先选好" not in page


def test_what_is_asked_blind_is_hidden_until_the_officer_chose(shen, yunchuan, now):
    row = routed(yunchuan, blind=True)
    assert "很可能 92%" not in card(shen, row)
    assert "请先选择单位" in card(shen, row)

    incident = confirm_with_second(
        candidate=row,
        grade=Grade(row.proposed_grade),
        reason="",
        officer=yunchuan.shen,
        now=now,
    )
    asked = page_of(shen.get(reverse("console:notify", args=[incident.number])))
    assert "很可能 92%" not in asked
    notify_unit(
        incident=incident, unit=yunchuan.online, guidance="", officer=yunchuan.shen, now=now
    )

    assert "很可能 92%" in card(shen, row)


def test_the_office_trains_and_goes_back(shen, yunchuan):
    assert "尚未训练" in page_of(shen.get(PAGE))

    for _ in range(2):
        said = page_of(shen.post(f"{PAGE}train/", follow=True))
    assert "第 2 版已启用" in said
    said = page_of(shen.post(f"{PAGE}use/", {"number": "1"}, follow=True))

    assert "现用第 1 版" in said
    assert RoutingVersion.objects.get(in_use=True).number == 1
    assert "沈青禾" in said


@pytest.mark.parametrize("number", ["", "x", "9", "-1", "9" * 40, "١"])
def test_a_version_that_does_not_exist_changes_nothing(shen, yunchuan, now, number):
    train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)

    said = page_of(shen.post(f"{PAGE}use/", {"number": number}, follow=True))

    assert RoutingVersion.objects.get(in_use=True).number == 1
    assert "没有改动" in said or "不存在" in said or number == "١"


def test_who_only_reads_sees_the_versions_and_no_button(yunchuan, now):
    train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)
    reader = signed_in(yunchuan.lu)

    page = page_of(reader.get(PAGE))

    assert "训练命令" in page
    assert not page.panel("versions").buttons()
    assert reader.post(f"{PAGE}train/").status_code == 403
    assert reader.post(f"{PAGE}use/", {"number": "0"}).status_code == 403


def test_a_model_that_cannot_be_read_is_said(shen, yunchuan, now):
    version = train_routing(bureau=yunchuan.bureau, actor=COMMAND, now=now)
    RoutingVersion.objects.filter(pk=version.pk).update(blob=b"cut", digest="cut")

    page = page_of(shen.get(PAGE))

    assert "第 1 版无法读取" in page
    assert "重新训练" in page
