"""Saved heads are read from JSON, mail, a web page and a print."""

from __future__ import annotations

import json
from datetime import date

import pytest

from huiying.base.audit.anchors import Anchor, read_anchors

FIRST = "b78654afd98d25a70b874cc8255c12b5cd4b371958d59f6b686ae3dd3d8ef8ee"
SECOND = "55e1799a51cb91f5e0d28fa36d95bf823bf6274e0131c7f7e429ab2a6176e886"
BOTH = [Anchor(date(2026, 11, 24), FIRST), Anchor(date(2026, 11, 25), SECOND)]


def cut(digest: str, size: int, by: str = " ") -> str:
    return by.join(digest[at : at + size] for at in range(0, len(digest), size))


def test_our_own_json_names_bureau_day_number_and_hash():
    heads = [
        {"day": "2026-11-24", "seq": 12, "hash": FIRST, "link": "x"},
        {"day": "2026-11-25", "seq": 40, "hash": SECOND},
    ]
    one = {"bureau": "yunchuan", "heads": heads}

    wanted = [
        Anchor(date(2026, 11, 24), FIRST, "yunchuan", 12),
        Anchor(date(2026, 11, 25), SECOND, "yunchuan", 40),
    ]
    assert read_anchors(json.dumps(one)) == wanted
    assert read_anchors(json.dumps([one, one])) == [*wanted, *wanted]


@pytest.mark.parametrize(
    "text",
    [
        f"2026-11-24 {FIRST}\n2026-11-25 {SECOND}\n",
        f"2026年11月24日：{FIRST}\n2026年11月25日：{SECOND}。",
        f"每日校验值\n> 2026/11/24 共 12 条\n> {FIRST.upper()}\n> 2026/11/25\n> {SECOND}",
        f"2026-11-24 {cut(FIRST, 8)}\n2026-11-25 {cut(SECOND, 8)}",
        f"2026-11-24 1205 {cut(FIRST, 4)}\n2026-11-25 1300 {cut(SECOND, 4)}",
        f"2026-11-24\n{cut(FIRST, 32, chr(10))}\n2026-11-25\n{cut(SECOND, 32, chr(10))}",
        f'<th>2026-11-24</th><td class="n">12</td><td>{FIRST}</td>'
        f"<th>2026-11-25</th><td>40</td><td>{SECOND}</td>",
    ],
)
def test_a_text_gives_each_hash_the_day_before_it(text):
    assert read_anchors(text) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-24",
        FIRST,
        f"2026-13-45 {FIRST}",
        f"2026-11-24 {FIRST[:63]}",
        "[1, 2]",
        "{}",
    ],
)
def test_a_text_without_a_day_and_a_hash_gives_nothing(text):
    assert read_anchors(text) == []
