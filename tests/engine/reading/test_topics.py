"""Policy questions are told from what happened: by what is asked, never by how many ask."""

from __future__ import annotations

import pytest

from huiying.engine.reading.topics import (
    TopicCounts,
    read_policy_question,
    read_topic,
    topic_of,
)
from huiying.reasons.rendering import render

TRANSFER = [
    ("社保转移怎么办理", "我从外地回来工作，请问社保转移需要什么材料，要多久？"),
    ("", "请问养老保险关系怎么转入本区，要去窗口办理吗？"),
    ("咨询社保接续", "在两个城市缴过社保，想了解一下怎样合并计算年限。"),
]


def test_letters_that_ask_one_policy_are_a_topic_with_its_reason():
    topic = topic_of(TRANSFER)

    assert (topic.is_topic, topic.subject) == (True, "社保")
    assert render(topic.reason).startswith("所读 3 段文字中有 3 段询问政策（“社保”等）")


@pytest.mark.parametrize(
    "text",
    [
        "青石家园自来水发黄，请问什么时候能好？社保也没人管",  # a need
        "公司拖欠社保三年，请问怎么办理补缴？",  # somebody was wronged
        "听说社保要取消，是真的吗，怎么办理？",  # hearsay: to be verified
        "投诉社保窗口态度恶劣，请问怎么办理转移",  # a complaint
        "请问三号窗口几点开门？",  # no policy
        "社保转移办理得很快，谢谢",  # no question
        "桥塌了两人死亡，请问工伤保险怎么申请？",  # harm to people
    ],
)
def test_what_tells_of_more_than_a_question_is_none(text):
    assert read_policy_question("", text) is None


def test_a_subject_named_far_down_the_letter_is_not_what_it_asks():
    assert (
        read_policy_question("请问公园几点开门", "想了解开放政策。" * 30 + "我的社保在外地")
        is None
    )


def test_one_post_that_tells_of_harm_ends_the_reading():
    topic = topic_of([*TRANSFER, ("", "社保大厅门口有人摔倒，两人受伤")])

    assert not topic.is_topic
    assert render(topic.reason) == "有 1 段文字涉及损害、需求或传闻，不按政策咨询处理。"


def test_letters_about_different_policies_are_no_topic():
    topic = topic_of(
        [
            TRANSFER[0],
            ("", "请问公积金怎么提取，需要什么材料？"),
            ("", "请问护照怎么办理，要多久？"),
        ]
    )

    assert not topic.is_topic


def test_letters_about_one_place_are_no_topic():
    asked = [("", f"请问青石家园的不动产证怎么办理，需要什么材料？{n}") for n in range(3)]

    assert not topic_of(asked).is_topic
    assert "涉及同一地点" in render(topic_of(asked).reason)


def test_a_letter_alone_is_no_topic_yet():
    assert not topic_of(TRANSFER[:1]).is_topic


def test_what_was_counted_is_kept_as_plain_json():
    asked = TopicCounts()
    for title, text in TRANSFER:
        asked.add(title, text)

    assert read_topic(TopicCounts.from_data(asked.to_data())) == read_topic(asked)
    assert read_topic(TopicCounts.from_data({})) == read_topic(TopicCounts())
