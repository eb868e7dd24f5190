"""What a post wants, for sorting only."""

from __future__ import annotations

import pytest

from huiying.engine.reading.kind import read_kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("请问社保卡怎么办理", "", "question"),
        ("投诉小区夜间施工扰民", "多次反映没人管。", "complaint"),
        ("举报村干部骗取补贴", "", "accusation"),
        ("求助", "孩子走投无路,请求帮助。", "help"),
        ("建议增设公交站", "", "suggestion"),
        ("表扬窗口工作人员", "感谢。", "praise"),
        ("今天集市开张", "", "report"),
        ("", "", "report"),
    ],
)
def test_a_post_is_sorted_by_what_it_asks_for(title, text, kind):
    assert read_kind(title, text).kind == kind


def test_a_complaint_that_ends_politely_is_no_praise():
    assert read_kind("投诉拖欠工资", "谢谢,感谢领导。").kind == "complaint"


def test_a_question_that_is_none_complains():
    assert read_kind("", "噪音这么大,难道没人管吗?").kind == "complaint"


def test_the_words_are_shown_and_a_narrow_lead_is_not_sure():
    found = read_kind("投诉物业", "拖欠工资。")

    assert found.words[:2] == ("投诉", "拖欠")
    assert found.sure
    assert not read_kind("", "能否解决?").sure
    assert not read_kind("", "天气好").sure


def test_abuse_alone_is_no_kind():
    assert read_kind("", "废物单位,腐败透顶").kind == "report"
