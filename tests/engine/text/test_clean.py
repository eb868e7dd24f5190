"""Texts are made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.masking.mask import mask
from huiying.engine.stream.prepare import prepare
from huiying.engine.text.clean import MAX_CHARS, clean, normalize, strip_invisible
from tests.engine.material import post

TABLE = [
    ("ＡＢＣ１２３，停水！", "ABC123,停水!"),
    ("停\u200b水\u202e了\ufeff", "停水了"),
    ("<p>停水</p><br/>了", "停水 了"),
    ("&lt;b&gt;停水&lt;/b&gt;&nbsp;了&#33;", "停水 了!"),
    ("转发微博 //@某人: 停水", "停水"),
    ("//〔账号〕:停水", "停水"),
    ("回复@某人：停水", "停水"),
    ("姓名***** 电话[NAME] 住某某小区〔电话〕", "姓名 电话 住 小区"),
    ("看 https://example.org/a?b=1 停水", "看 停水"),
    ("停水\n\n 了　", "停水 了"),
    ("价格<100且>50", "价格<100且>50"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cleaned"), TABLE)
def test_marks_of_forwarding_markup_and_anonymising_go(text, cleaned):
    assert clean(text) == cleaned


def test_a_text_is_capped():
    assert len(clean("水" * 50_000)) == MAX_CHARS


def test_normal_form_is_nfkc():
    assert normalize("㈱ ½") == "(株) 1⁄2"


@given(st.text(max_size=200))
def test_nothing_invisible_is_left(text):
    assert strip_invisible(strip_invisible(text)) == strip_invisible(text)
    assert "\u200b" not in clean(text)


@given(
    st.lists(
        st.sampled_from(["云川佳园停水，", "电话13800000000", "@小张 ", "本人王小禾，", "***"]),
        max_size=6,
    ).map("".join)
)
def test_a_stored_post_is_read_like_the_original(text):
    one = prepare(post(1, text, "云川佳园"))
    two = prepare(post(1, mask(text).text, "云川佳园"))

    assert one.ids.tolist() == two.ids.tolist()
    assert one.times.tolist() == two.times.tolist()
    assert (one.copy_signature.digest, one.names, one.lead) == (
        two.copy_signature.digest,
        two.names,
        two.lead,
    )
