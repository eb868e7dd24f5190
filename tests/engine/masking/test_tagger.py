"""The pretrained tagger: the same answer for a sentence, whatever comes beside it."""

from __future__ import annotations

from huiying.engine.masking.tagger import PERSON, tag_words
from huiying.engine.masking.tagger_model import TaggerModel, model_folder

SENTENCES = [
    "张三在北京市工作",
    "昨天邓晓峰去窗口问，窗口让他回去等电话",
    "停水",
    "云川区住建局回复说，石桥村三组的水渠下个月动工，请大家耐心等一等。",
]


def test_persons_and_places_are_known():
    (words,) = tag_words([SENTENCES[0]])

    assert [(SENTENCES[0][one.start : one.end], one.tag) for one in words] == [
        ("张三", PERSON),
        ("在", "p"),
        ("北京市", "LOC"),
        ("工作", "n"),
    ]


def test_a_sentence_is_read_alone_as_it_is_among_others():
    model = TaggerModel(model_folder())

    together = model.tag(SENTENCES)

    alone = [model.tag([sentence])[0] for sentence in SENTENCES]
    assert [list(one) for one in together] == [list(one) for one in alone]


def test_words_of_a_long_text_stand_where_they_are_said_to_stand():
    text = "。\n".join(SENTENCES) + "\n\n" + "水" * 500

    (words,) = tag_words([text])

    assert text[words[0].start : words[0].end] == "张三"
    persons = [text[one.start : one.end] for one in words if one.tag == PERSON]
    assert persons == ["张三", "邓晓峰"]


def test_a_text_without_chinese_has_no_words():
    assert tag_words(["", "123 abc", "😀"]) == [[], [], []]
