"""Decode a page or feed whose charset is declared, wrongly declared or undeclared.

In:   the body and the Content-Type header.   Out:  text and the charset used.
Cost: O(bytes), at most four passes.

The order: byte-order mark; HTTP header, then what the document says of itself; strict
UTF-8; strict GB18030; a guess.  GB2312 and GBK are read as GB18030, which holds both:
sources declare the small set and use the big one.
"""

import codecs
import re

from charset_normalizer import from_bytes

HEAD_BYTES = 4096
GUESS_BYTES = 1 << 16
CHINESE_NAMES = frozenset({"gb2312", "gbk", "gb18030", "cp936", "gb_2312-80", "x-gbk", "hz"})
UNTRUSTED_NAMES = (
    *("iso8859-1", "ascii", "cp1252", "utf-16", "utf-32", "utf-7"),
    # Spellings of Python's own, no charsets of pages. Reading punycode takes time by the square
    # of the length: one page of 2 MB would hold up all collecting for half an hour.
    *("punycode", "idna", "unicode", "raw-unicode", "undefined"),
)
_HTTP = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE
)


def decode(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the text of ``body`` and the name of the charset it was read with.

    Never raises: what no charset explains is read as UTF-8 with replacement characters.

    >>> decode("云川区".encode("gbk"), "text/html; charset=gb2312")
    ('云川区', 'gb18030')
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name
    undeclared = ["gb18030"] if is_short_gbk(body) else ["utf-8", "gb18030"]
    for name in [*declared(body, content_type), *undeclared]:
        try:
            return body.decode(name), name
        except (UnicodeError, LookupError, ValueError):
            continue
    return _guess(body)


def declared(body: bytes, content_type: str) -> list[str]:
    """Return the usable charsets that the header and the document name, in that order."""
    head = body[:HEAD_BYTES]
    names = [match[1] for match in [_HTTP.search(content_type)] if match]
    for pattern in (_XML, _META):
        if match := pattern.search(head):
            names.append(match[1].decode("ascii", "ignore"))
    return [name for name in map(_usable, names) if name]


def _usable(name: str) -> str:
    lowered = name.strip().lower()
    if lowered in CHINESE_NAMES:
        return "gb18030"
    try:
        info = codecs.lookup(lowered)
    except (LookupError, ValueError):
        return ""
    # "base64" and the like are codecs too; Latin-1 accepts every byte and is mostly a
    # server's default, so it may not overrule the strict tests.  UTF-16 announces itself by
    # its mark; without one the claim is wrong more often than right.
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and not info.name.startswith(UNTRUSTED_NAMES) else ""


def _guess(body: bytes) -> tuple[str, str]:
    """Read damaged text: by the declared rule's order first, then by a guess."""
    lenient = body.decode("utf-8", "replace")
    if lenient.count("\ufffd") <= max(1, len(lenient) // 200):
        return lenient, "utf-8"
    best = from_bytes(body[:GUESS_BYTES]).best()
    name = best.encoding if best else "utf-8"
    return body.decode(name, "replace"), name


BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_ASCII_OR_COMMON_PAIR = re.compile(rb"(?:[\x00-\x7f]|[\xb0-\xd7][\xa1-\xbf])*")


_TWO_COMMON_PAIRS = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xbf]){2}")


def is_short_gbk(body: bytes) -> bool:
    """Return whether bytes that are valid UTF-8 are more likely a few Chinese words in GBK.

    "停水通知" in GBK is valid UTF-8 as well, for four letters that no language joins. Such
    bytes are GBK when every pair is one of the 3,755 common characters.
    """
    if _TWO_COMMON_PAIRS.search(body) is None:
        return False
    return _ASCII_OR_COMMON_PAIR.fullmatch(body) is not None
