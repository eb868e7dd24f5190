"""Saved filters lose a value that their list no longer answers."""

from __future__ import annotations

import pytest

from huiying.base.accounts.profile.actions.drop_filter_value import drop_filter_value
from huiying.base.accounts.profile.models import SavedFilter

pytestmark = pytest.mark.django_db


def save(officer, name, query, page="posts"):
    SavedFilter.objects.create(
        bureau=officer.bureau, officer=officer, page=page, name=name, query=query
    )


def test_only_the_value_goes_and_a_filter_of_nothing_else_with_it(yunchuan, linxi):
    save(yunchuan.lu, "都要", "q=路灯&channel=云上听雨&from=2026-11-20")
    save(yunchuan.lu, "只按它", "channel=云上听雨")
    save(yunchuan.shen, "微博", "q=路灯&channel=微博")
    save(yunchuan.shen, "事件", "channel=云上听雨", page="incidents")
    save(linxi.lu, "别的局", "channel=云上听雨")

    changed = drop_filter_value(
        bureau_id=yunchuan.bureau.pk,
        page="posts",
        parameter="channel",
        stands={"微博"}.__contains__,
    )

    left = dict(SavedFilter.objects.values_list("name", "query"))
    assert changed == 2
    assert left == {
        "都要": "q=%E8%B7%AF%E7%81%AF&from=2026-11-20",
        "微博": "q=路灯&channel=微博",
        "事件": "channel=云上听雨",
        "别的局": "channel=云上听雨",
    }
