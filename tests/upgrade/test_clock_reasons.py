"""Why a clock of 0.2.0 was stopped, and in whose hands it was, become codes."""

from __future__ import annotations

from tests.upgrade.programs import reported_by

WRITTEN = "clocks.as_written"
STOPPED = [
    {},
    {"code": "clocks.signed_for"},
    {"code": "clocks.other_unit_notified"},
    {"code": WRITTEN, "params": {"words": "误报，“本局”无关"}},
    {"code": "clocks.merged", "params": {"title": "二楼\\停水"}},
    {"code": WRITTEN, "params": {"words": "并入“被截断的标题"}},
    {"code": "clocks.extended", "params": {"why": "材料多"}},
    {"code": "clocks.extended", "params": {"why": ""}},
    {},
]
HOLDS = [
    ["duty_officer", ""],
    ["system", ""],
    ["awaiting_delivery", "区水务局"],
    ["", "区水务局"],
]
ENDED = [
    {"code": WRITTEN, "params": {"words": "补齐了材料"}},
    {"code": "clocks.answered"},
]


result = reported_by("clock_reasons")


def test_sentences_become_codes_and_what_was_typed_stays_as_written(result):
    upgraded = result["upgraded"]

    assert upgraded["stopped"] == STOPPED
    assert upgraded["ended"] == ENDED
    assert upgraded["holds"] == HOLDS
    assert upgraded["clocks"] == [HOLDS[0]] * 8 + [HOLDS[2]]


def test_the_way_back_gives_every_sentence_again(result):
    before = result["before"]
    before["stopped"][2] = "已另行通报"  # it was stored in English by mistake

    assert result["back"] == before
