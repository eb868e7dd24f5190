"""An authority's act and a call for violence are read from their words."""

from __future__ import annotations

import pytest

from huiying.engine.reading.acts import find_act_or_call


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("区里已成立联合调查组，等结果。", "成立联合调查组"),
        ("相关负责人已被停职。", "被停职"),
        ("大家明天一起去堵门！", "大家明天一起去堵门"),
        ("店主说，公安机关已对此立案侦查。", "已对此立案侦查"),
        ("今晚都到路口堵路去。", "今晚都到路口堵路"),
        ("希望区里成立调查组。区里昨天派出工作组。", "派出工作组"),
        ("事发后，区政府立即成立调查组。", "成立调查组"),
        ("请求上级派出调查组查一查。", ""),
        ("请区住建局尽快处理。", ""),
        ("区住建局尽快成立调查组！", ""),
        ("区里必须马上成立调查组，给家长一个交代。", ""),
        ("区应急局必须责令停产，予以立案调查。", ""),
        ("不派出工作组我们就不走。", ""),
        ("区教育局怎么还不派出工作组？", ""),
        ("区里派出工作组了吗？", ""),
        ("区里说要成立调查组，到今天没动静。", ""),
        ("监管部门应当对该公司作出行政处罚。", ""),
        ("我已起诉，法院已立案。", ""),
        ("今晚真想把这批电脑砸了。", ""),
        ("我们几户准备去信访大厅反映，按规矩登记。", ""),
        ("堵门的车终于挪走了。", ""),
        ("", ""),
    ],
)
def test_an_act_is_read_from_its_words_and_what_is_demanded_or_asked_is_none(text, words):
    assert words in find_act_or_call(text)
    assert bool(words) == bool(find_act_or_call(text))


@pytest.mark.parametrize(
    "act",
    ["停职", "免职", "撤职", "立案调查", "刑拘", "行政处罚", "停业整顿"],
)
def test_each_thing_that_an_authority_does_is_an_act(act):
    assert find_act_or_call(f"当事人已被{act}。") == f"已被{act}"


@pytest.mark.parametrize("call", ["堵门", "堵路", "围堵", "冲进", "砸了", "打砸", "揍"])
def test_each_word_of_obstruction_or_violence_makes_a_call(call):
    assert find_act_or_call(f"大家一起去{call}。").endswith(call)
