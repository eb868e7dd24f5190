"""Classification marks: marked text must not be stored on this system (保密法).

In:   a text.    Out:  the mark that was found, or "".
Cost: linear.

A mark is a level with its star, its years, its brackets or its own line. The words 国家秘密 or
商业秘密 in a sentence are no mark.
"""

import re
import unicodedata

_LEVEL = "(?:绝密|机密|秘密)"
_NOT_A_MARK = "(?<!国家)(?<!商业)(?<!工作)(?<!技术)(?<!保守)"
_MARKS = (
    re.compile(rf"{_LEVEL}[★☆*✩✭]"),
    re.compile(rf"密级[:：]?{_LEVEL}"),
    re.compile(rf"[【\[(〔「]{_LEVEL}[】\])〕」]"),
    re.compile(rf"{_NOT_A_MARK}{_LEVEL}(?:\d{{1,2}}年|长期)"),
    re.compile(rf"^{_LEVEL}$", re.MULTILINE),
    re.compile("绝密"),
)
_CERTAIN = (_MARKS[0], _MARKS[1], _MARKS[4])
_GAPS = re.compile(r"[^\S\n]+|[\u200b-\u200f\u2060\ufeff]")


def classification_mark(text: str) -> str:
    """Return the first classification mark of a text, "" when there is none."""
    return _first(_MARKS, text)


def document_classification_mark(text: str) -> str:
    """Return the first mark that only a classified document carries, "" when there is none.

    For what the public wrote: 【绝密】 over a rumour, 守了这个秘密10年 are words there, and a
    post that is refused for a word is a post that nobody answers.
    """
    if "密" not in text:
        return ""
    return _first(_CERTAIN, text)


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    bare = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    for pattern in patterns:
        if found := pattern.search(bare):
            return found.group()
    return ""
