"""What posts want and how they sound: counted with copies, with the words that tell."""

from __future__ import annotations

from huiying.engine.reading.tone import read_tone, summarise_tone
from huiying.engine.types import EventText

COMPLAINT = "投诉：三号窗口没人管，太失望了"
QUESTION = "请问社保卡怎么办理？"


def test_a_post_is_read_with_the_words_that_tell():
    manner = read_tone(COMPLAINT, "")

    assert manner.kind.kind == "complaint"
    assert "投诉" in manner.kind.words
    assert manner.attitude.negative is True
    assert "失望" in manner.attitude.words


def test_the_kind_of_most_posts_is_that_of_all_and_copies_count():
    found = summarise_tone(
        [
            EventText(1, COMPLAINT, ""),
            EventText(2, QUESTION, "", 3),
            EventText(3, "", "今天有风"),
        ]
    )

    assert (found.kind, found.kind_posts, found.posts) == ("question", 3, 5)
    assert found.mostly
    assert found.negative == 1
    assert "失望" in found.attitude_words


def test_where_no_word_tells_nothing_is_said():
    found = summarise_tone([EventText(1, "", "今天有风"), EventText(2, "", "")])

    assert (found.kind, found.negative, found.other) == (None, 0, 0)
    assert found.kind_words == found.attitude_words == ()


def test_praise_is_not_called_negative_and_shows_its_words():
    found = summarise_tone([EventText(1, "点赞窗口人员", "热情周到，很满意，谢谢")])

    assert found.kind == "praise"
    assert (found.negative, found.other) == (0, 1)
    assert "点赞" in found.attitude_words
