"""The frozen words, their hash, and what readers see of a change."""

from __future__ import annotations

import hashlib
import json
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.core.content import compare_contents
from huiying.work.responses.core.text import sentences, strip_unsafe

BASE = {
    "schema": 1,
    "bureau": "yunchuan",
    "answer": "2026-0001",
    "version": 1,
    "speaker": "来访接待科",
    "title": "登记要先撤帖吗？",
    "claim": "",
    "finding": "PARTLY_TRUE",
    "summary": "不需要。",
    "body": "涉及6位群众。给大家带来不便，我们道歉。",
    "facts": [{"code": "F1", "statement": "6人未登记", "evidence": "登记记录", "link": ""}],
    "note": "",
}


def test_anybody_can_recompute_the_hash_from_the_published_json():
    text = json.dumps(BASE, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hash_of_content(BASE) == hashlib.sha256(text.encode()).hexdigest()
    assert hash_of_content(dict(reversed(list(BASE.items())))) == hash_of_content(BASE)


def test_one_changed_character_changes_the_hash():
    assert hash_of_content({**BASE, "body": BASE["body"] + " "}) != hash_of_content(BASE)


def test_a_changed_number_is_shown_inside_its_sentence():
    new = {**BASE, "body": BASE["body"].replace("6位", "7位"), "finding": "TRUE"}
    parts = {part.name: part for part in compare_contents(BASE, new)}
    assert set(parts) == {"body", "finding"}
    changed, same = parts["body"].lines
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [
        ("same", "涉及"),
        ("removed", "6"),
        ("added", "7"),
        ("same", "位群众。"),
    ]
    assert (same.kind, same.text) == ("same", "给大家带来不便，我们道歉。")


def test_new_and_removed_sentences_and_facts_are_whole():
    facts = [
        *BASE["facts"],
        {"code": "F2", "statement": "已补登记4人", "evidence": "补登记表", "link": ""},
    ]
    new = {**BASE, "body": "涉及6位群众。", "facts": facts, "note": "补充进展"}
    parts = {
        part.name: [(line.kind, line.text) for line in part.lines]
        for part in compare_contents(BASE, new)
    }
    assert parts["body"] == [
        ("same", "涉及6位群众。"),
        ("removed", "给大家带来不便，我们道歉。"),
    ]
    assert parts["facts"][1] == ("added", "F2 · 已补登记4人 · 补登记表")
    assert parts["note"] == [("added", "补充进展")]


def test_equal_contents_have_no_changes():
    assert compare_contents(BASE, dict(BASE)) == []


texts = st.text(alphabet="一二三四。！？\n6７a ", max_size=60)


@given(texts, texts)
def test_a_comparison_holds_both_texts_whole(old, new):
    parts = compare_contents({**BASE, "body": old}, {**BASE, "body": new})
    lines = parts[0].lines if parts else ()

    def side(gone):
        return "".join(
            piece.text for line in lines for piece in line.pieces if piece.kind != gone
        )

    if parts:
        assert side("added") == "".join(sentences(old))
        assert side("removed") == "".join(sentences(new))
    else:
        assert sentences(old) == sentences(new)


@given(st.text(max_size=80))
def test_fit_text_can_stand_in_xml_and_is_fit_already(text):
    once = strip_unsafe(text)
    assert strip_unsafe(once) == once
    element = ElementTree.Element("a")
    element.text = once
    assert fromstring(ElementTree.tostring(element, encoding="unicode")).text in (
        once or None,
        once,
    )


def test_right_to_left_writing_and_emoji_stay_and_overrides_go():
    assert strip_unsafe("مرحبا 👨‍👩‍👧 بك") == "مرحبا 👨‍👩‍👧 بك"
    assert strip_unsafe("abc\u202edcba\u202c\x07") == "abcdcba"
