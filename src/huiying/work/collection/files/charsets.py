"""Choose the charset of a file: Chinese exports are UTF-8, GBK or Big5, and seldom say so.

In:   bytes of the file, the charsets that decode all of it strictly.
Out:  the charset, and whether bytes that fit none are to be replaced.
Cost: two decodings of the sample.

GB18030 takes nearly every Big5 text for another of rare characters, so that strict decoding
cannot tell them apart. The common characters can: each charset has them in a range of its own.
"""

from charset_normalizer import from_bytes

from huiying.reasons.reason import reason
from huiying.work.collection.core.charset import BOMS, is_short_gbk
from huiying.work.collection.files.problems import UnreadableFile

CHINESE = ("gb18030", "cp950")  # Big5 as Windows writes it
STRICT_CHARSETS = ("utf-8", *CHINESE)
TOLERATED_BAD_SHARE = 0.01  # of the sample's characters, when nothing decodes strictly
GOOD_FOR_BAD = 4  # characters that are UTF-8 for each byte that is not
GUESSED_BYTES = 1 << 16
NEED_MARK = frozenset({"utf_16", "utf_32"})
_COMMON = {  # the first and second bytes of the characters that are in daily use
    "gb18030": (range(0xB0, 0xD8), range(0xA1, 0xFF)),
    "cp950": (range(0xA4, 0xC7), range(0x40, 0xFF)),
}


def choose_charset(sample: bytes, foreign: bytes, fitting: list[str]) -> tuple[str, str]:
    """Return the charset of a file, and "strict" or "replace".

    Args:
        sample: The beginning of the file.
        foreign: A part of the file that is not plain ASCII, if it has one.
        fitting: Of ``STRICT_CHARSETS``, those that decode the whole file.

    Raises:
        UnreadableFile: If no charset explains the bytes.
    """
    for mark, name in BOMS:
        if sample.startswith(mark):
            # A wrong byte after a mark is damage, not another charset.
            return name, "replace"
    chinese = [name for name in CHINESE if name in fitting]
    if "utf-8" in fitting and not ("gb18030" in fitting and is_short_gbk(sample)):
        return "utf-8", "strict"
    if chinese:
        return max(chinese, key=lambda name: _common_share(foreign, name)), "strict"
    if _is_damaged_utf_8(foreign):
        return "utf-8", "replace"
    damaged = [name for name in CHINESE if _bad_share(foreign, name) <= TOLERATED_BAD_SHARE]
    if damaged:
        return max(damaged, key=lambda name: _common_share(foreign, name)), "replace"
    best = from_bytes(foreign[:GUESSED_BYTES]).best()
    # A mark within the file is none of its beginning, which was looked at above.
    if best is None or best.encoding in NEED_MARK:
        raise UnreadableFile(reason("collection.file.unknown_charset"))
    return best.encoding, "replace"


def _is_damaged_utf_8(body: bytes) -> bool:
    """Tell whether most of what is not ASCII is UTF-8, which no other charset is by chance."""
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(1 for char in text if char > "\x7f") - bad >= GOOD_FOR_BAD * bad


def _bad_share(body: bytes, name: str) -> float:
    text = body.decode(name, "replace")
    bad = text.count("\ufffd")
    return 0.0 if bad <= 1 else bad / len(text)


def _common_share(body: bytes, name: str) -> float:
    """Return the share of common characters among those that are not ASCII."""
    first, second = _COMMON[name]
    pairs = [char.encode(name) for char in body.decode(name, "ignore") if char > "\x7f"]
    common = sum(
        1
        for pair in pairs
        if len(pair) == 2 and pair[0] in first and pair[1] in second  # noqa: PLR2004
    )
    return common / len(pairs) if pairs else 0.0
