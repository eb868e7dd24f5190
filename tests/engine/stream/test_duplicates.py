"""Copies of one text are found, and letters of one form are not."""

from __future__ import annotations

import pytest

from huiying.engine.stream.duplicates import CopyIndex, bare_text, copied_share, copy_signature
from huiying.engine.text.names import names_in

LONG = "云川佳园小区停水，自来水管爆裂，水压一直上不来，送水车没有到，物业说在等通知。"


def test_copies_are_found_until_they_are_removed():
    index = CopyIndex(least_share=0.6)
    whole, cut = copy_signature(bare_text(LONG), ()), copy_signature(bare_text(LONG[:-4]), ())
    index.add(7, whole)
    index.add(9, whole)

    assert index.find(whole) == (7, 1.0)
    key, share = index.find(cut)
    assert key == 7
    assert 0.6 <= share < 1
    index.remove(7, whole)
    index.remove(7, whole)
    assert index.find(cut)[0] == 9


@pytest.mark.parametrize(
    ("changed", "is_copy"),
    [
        (LONG[:-9], True),  # trimmed
        (f"{LONG}请转发。", True),  # added to
        (LONG.replace("压", "厌"), True),  # misspelt
        (LONG.replace("送水车没有到", "幼儿园没有开"), False),  # another matter in the slot
        (LONG.replace("云川佳园小区", "北岭新城社区"), False),  # another place
        ("望溪花园暖气不热，换热站检修之后室温只有十二度，管道摸着冰凉。", False),
    ],
)
def test_a_letter_with_another_word_in_its_slot_is_no_copy(changed, is_copy):
    texts = [copy_signature(bare_text(text), names_in(text)) for text in (LONG, changed)]

    assert (copied_share(*texts, least=0.6) > 0) is is_copy
    assert copied_share(*texts, least=0.6) == copied_share(*texts[::-1], least=0.6)


def test_many_copies_outgrow_the_first_rows():
    index = CopyIndex(least_share=0.6)
    for key in range(1_100):
        drawn = [chr(0x4E00 + (key * 37 + at * 11) % 5_000) for at in range(40)]
        last = copy_signature(f"第{key}条" + "".join(drawn), ())
        index.add(key, last)

    assert len(index) == 1_100
    assert index.find(last) == (1_099, 1.0)
