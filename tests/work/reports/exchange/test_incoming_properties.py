"""Whatever one character of a file becomes, nothing but the same report is taken in."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.errors import Refused
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.work.reports.exchange.incoming import read_report_file

TABLE = {"caption": "等级", "headings": ["等级", "件"], "rows": [["重大", "1"]], "chart": ""}
CONTENT = {
    "bureau": "云川区信访局",
    "number": "R2026-0001",
    "kind": "MONTHLY",
    "sequence": 0,
    "version": 1,
    "title": "十月月报",
    "cut_off": "2026-11-01T08:00:00+08:00",
    "since": "2026-10-01T00:00:00+08:00",
    "until": "2026-11-01T00:00:00+08:00",
    "nil": False,
    "signed_as": "副组长",
    "signed_at": "2026-11-02T08:00:00+08:00",
    "lines": [
        {
            "code": "overview",
            "heading": "总体情况",
            "text": "登记事件 3 件。",
            "figures": [TABLE],
        }
    ],
}
FILE = canonical_json(
    {
        "format": "huiying.report",
        "schema": 1,
        "content": CONTENT,
        "hash": hash_of_content(CONTENT),
        "withdrawal": None,
    }
)


def test_the_file_of_this_page_is_one():
    assert read_report_file(FILE.encode()).masked_content == CONTENT


@given(st.integers(0, len(FILE) - 1), st.characters(exclude_categories=["Cs"]))
def test_one_changed_character_never_changes_what_is_taken_in(at, new):
    data = (FILE[:at] + new + FILE[at + 1 :]).encode()
    try:
        found = read_report_file(data)
    except Refused:
        return
    assert found.content == CONTENT
    assert found.withdrawn_at is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(CONTENT)), JSON)
def test_no_value_of_a_field_breaks_the_reader(name, value):
    content = {**CONTENT, name: value}
    file = {**json.loads(FILE), "content": content, "hash": hash_of_content_or_none(content)}
    try:
        data = json.dumps(file).encode()
    except (TypeError, ValueError):
        return
    with suppress(Refused):
        read_report_file(data)


def hash_of_content_or_none(content) -> str:
    try:
        return hash_of_content(content)
    except UnicodeEncodeError:
        return ""


@pytest.mark.parametrize("name", ["hash", "format", "schema"])
def test_each_field_of_the_envelope_counts(name):
    file = {**json.loads(FILE), name: "x"}
    with pytest.raises(Refused):
        read_report_file(canonical_json(file).encode())
