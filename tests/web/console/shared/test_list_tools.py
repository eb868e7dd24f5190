"""Every list has columns to choose, filters to save and, where there is a register, a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.web.console.shared.saved_filters import PAGES
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import grow
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
WITH_FILES = {
    "risk-register",
    "incidents",
    "petitions",
    "notices",
    "tasks",
    "supervisions",
    "responses",
    "ledger",
    "decisions",
    "contingency-plans",
    "drills",
}


@pytest.fixture
def shen(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(1), now)
    return signed_in(yunchuan.shen)


@pytest.mark.parametrize("page", PAGES)
def test_a_list_lets_its_reader_choose_columns(shen, page):
    address = reverse(f"console:{page}")
    boxes = page_of(shen.get(address)).values("columns")

    chosen = page_of(shen.get(address, {"columns": boxes[0]}))

    assert chosen.checked("columns") == [boxes[0]]
    for row in chosen.rows():
        assert row.count("<td") == len(chosen.tags("thead")[0].tags("th"))


@pytest.mark.parametrize("page", PAGES)
def test_a_list_keeps_a_filter_with_its_columns(shen, page):
    address = reverse(f"console:{page}")
    box = page_of(shen.get(address)).values("columns")[0]
    keep = reverse("console:filter-keep", args=[page])
    shen.post(keep, {"name": "我的列", "query": f"columns={box}"})

    [link] = page_of(shen.get(address)).links("我的列")

    assert page_of(shen.get(link)).checked("columns") == [box]


@pytest.mark.parametrize("page", PAGES)
def test_a_list_with_a_register_gives_its_rows_as_a_file(shen, page):
    found = page_of(shen.get(reverse(f"console:{page}"))).links("XLSX")

    assert bool(found) == (page in WITH_FILES)
    if found:
        assert "spreadsheetml" in shen.get(found[0]).headers["Content-Type"]


@pytest.mark.parametrize("page", ["notices", "tasks", "dockets", "responses"])
def test_a_list_is_searched_by_words_and_never_by_persons(shen, page):
    address = reverse(f"console:{page}")

    assert not page_of(shen.get(address, {"q": "火星基地", "state": ""})).rows()
    assert "不按人查找" in page_of(shen.get(address, {"q": "13800001234"})).text


def test_a_unit_saves_filters_of_its_lists_and_is_offered_no_file(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(1), now)
    unit = signed_in(yunchuan.window)

    page = page_of(unit.get(reverse("console:notices")))

    assert page.rows()
    assert page.links("XLSX") == []
    assert unit.get(reverse("console:notices"), {"format": "csv"}).status_code == 403
    kept = unit.post(reverse("console:filter-keep", args=["posts"]), {"name": "x", "query": ""})
    assert kept.status_code == 403
