"""A petition with many acts shows the next step; the others stand behind a button."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import T0
from tests.scenarios.handled_petitions import forwarded
from tests.scenarios.petitions import submit
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def head_and_menu(officer, row):
    page = page_of(signed_in(officer).get(reverse("console:petition", args=[row.number])))
    head, _summary, rest = page.partition("hy-acts-menu")
    menu, _end, _content = rest.partition("</details>")
    return type(page)(head).buttons()[-1], type(page)(menu).buttons()


def test_the_next_step_is_in_sight_and_the_others_are_behind_a_button(yunchuan, time):
    row = forwarded(yunchuan, submit(yunchuan).row, T0)
    head, menu = head_and_menu(yunchuan.shen, row)
    assert head == "拟受理告知书…"
    assert {"催办", "补发查询码…", "属检举控告…", "回避…"} <= set(menu)


def test_a_few_acts_stand_beside_each_other(yunchuan, time):
    row = forwarded(yunchuan, submit(yunchuan).row, T0)
    _last, menu = head_and_menu(yunchuan.leader, row)
    assert menu == []
