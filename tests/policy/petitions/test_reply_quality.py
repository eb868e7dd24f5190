"""What a reply lacks, with the reason; nothing is refused for it."""

from __future__ import annotations

import pytest

from huiying.policy.petitions.kinds import ReplyKind
from huiying.policy.petitions.reply_quality import QualityRemark, reply_remarks, shares_words
from huiying.policy.petitions.reply_templates import has_gaps, template_of

R = QualityRemark
GOOD = (
    "经核实，11月20日上午来访登记窗口只开一个，等候三小时属实。自11月30日起增开两个窗口，"
    "来访登记不需要先撤帖。依据《信访工作条例》第十八条。来访接待科联系电话 0471-1234567。"
)


def codes(text, kind=ReplyKind.ANSWER, **more):
    return {one.code for one in reply_remarks(text, kind, **more)}


def test_an_answer_with_finding_date_contact_and_basis_lacks_nothing():
    assert codes(GOOD, questions=["来访登记要不要先撤帖？"]) == set()


@pytest.mark.parametrize(
    "text",
    [
        "您好，您反映的问题已转交来访接待科，请等待该单位与您联系，谢谢您的理解。",
        "该问题已移交区水务局，由其负责答复，感谢您对我区工作的关注和支持。",
    ],
)
def test_only_passed_on_answers_nothing(text):
    assert R.FORWARDED_ONLY in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "您反映的情况我们高度重视，正在协调推进，将尽快给您满意的答复。",
        "相关部门正在研究，将进一步加强管理，感谢您的监督和支持。",
    ],
)
def test_only_being_dealt_with_answers_nothing(text):
    assert R.PENDING_ONLY in codes(text)


def test_passed_on_after_a_finding_is_an_answer():
    text = "经查，路灯线路老化属实，已转交路灯所，12月5日前更换。"
    assert R.FORWARDED_ONLY not in codes(text)


def test_a_question_that_is_not_spoken_of_is_named():
    found = reply_remarks(GOOD, ReplyKind.ANSWER, questions=["停车场什么时候开放？"])
    assert [(one.code, one.words) for one in found] == [(R.UNADDRESSED, "停车场什么时候开放？")]


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ("0471-1234567", None),
        ("来访接待科联系电话 0471-1234567。", R.NO_CONTACT),
        ("依据《信访工作条例》第十八条。", R.NO_BASIS),
    ],
)
def test_each_missing_part_is_named(cut, code):
    found = codes(GOOD.replace(cut, ""))
    assert found == ({code} if code else set())


def test_no_finding_and_no_date_are_named():
    found = codes("感谢您的来信，您的意见很宝贵，我们会认真对待，欢迎您继续监督我们的工作。")
    assert {R.NO_FINDING, R.NO_DATE} <= found


def test_a_basis_beside_the_text_counts():
    text = GOOD.replace("依据《信访工作条例》第十八条。", "")
    assert R.NO_BASIS not in codes(text, basis="《信访工作条例》")


def test_a_notice_is_asked_for_its_basis_alone():
    assert codes("", ReplyKind.ACCEPTANCE) == {R.NO_BASIS}


def test_every_remark_has_its_sentence():
    assert all(one.label for one in R)


def test_a_question_of_nothing_is_spoken_of_by_everything():
    assert shares_words("？", "")


def test_a_template_that_was_not_filled_in_is_named():
    assert R.GAPS in codes(GOOD.replace("11月30日", "〔何时〕"))
    assert R.GAPS not in codes(GOOD.replace("0471-1234567", "〔电话〕")), "a masked number"


@pytest.mark.parametrize("kind", ReplyKind)
def test_every_template_asks_to_be_filled_in_or_says_the_law(kind):
    made = template_of(kind)
    whole = f"{made.text}{made.basis}{made.ways}"
    assert not whole or has_gaps(whole) or "《信访工作条例》" in whole
