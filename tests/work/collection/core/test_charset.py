import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.work.collection.core.charset import decode

TEXT = "云川区东门小区停水三天，请尽快处理。"
META = '<html><head><meta charset="gb2312"><title>{}</title></head></html>'
RARE = "𠮷祥路镕基"  # outside GB2312


@pytest.mark.parametrize(
    ("body", "content_type", "text", "charset"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=gbk", TEXT, "utf-8-sig"),
        (TEXT.encode("utf-16"), "", TEXT, "utf-16"),
        (TEXT.encode("gbk"), "text/html; charset=gb2312", TEXT, "gb18030"),
        (RARE.encode("gb18030"), "text/html;charset=GB2312", RARE, "gb18030"),
        (META.format(RARE).encode("gb18030"), "text/html", META.format(RARE), "gb18030"),
        (TEXT.encode(), "text/html", TEXT, "utf-8"),
        (TEXT.encode("gbk"), "text/html", TEXT, "gb18030"),
        ("停电".encode("gbk"), "", "停电", "gb18030"),
        ("停水通知".encode("gbk"), "", "停水通知", "gb18030"),
        ("停水通知".encode("gbk"), "text/plain; charset=utf-8", None, "utf-8"),
        ("café Ünal Привет سۇ".encode(), "", "café Ünal Привет سۇ", "utf-8"),
        (TEXT.encode("gbk"), "text/html; charset=utf-8", TEXT, "gb18030"),
        (TEXT.encode("gbk"), "text/html; charset=iso-8859-1", TEXT, "gb18030"),
        (TEXT.encode(), "text/html; charset=utf-16", TEXT, "utf-8"),
        (TEXT.encode(), "text/html; charset=base64", TEXT, "utf-8"),
        (TEXT.encode(), "text/html; charset=no-such", TEXT, "utf-8"),
        (TEXT.encode("big5", "ignore"), "text/html; charset=big5", None, "big5"),
        (b"", "", "", "utf-8"),
    ],
)
def test_the_order_of_evidence_is_kept(body, content_type, text, charset):
    decoded, name = decode(body, content_type)

    assert name == charset
    assert text is None or decoded == text


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_can_be_decoded(body, content_type):
    text, _name = decode(body, content_type)

    assert isinstance(text, str)


def test_one_broken_byte_in_a_long_page_costs_one_character():
    text, name = decode(TEXT.encode() * 100 + b"\xff" + TEXT.encode(), "")

    assert name == "utf-8"
    assert text.count("\ufffd") == 1


@pytest.mark.parametrize("name", ["punycode", "unicode_escape", "raw_unicode_escape", "idna"])
def test_a_spelling_of_python_is_no_charset(name):
    body = b"\\ud800 \\x41-" + b"a" * 20_000

    text, charset = decode(body, f"text/html; charset={name}")

    assert (text, charset) == (body.decode("ascii"), "utf-8")
