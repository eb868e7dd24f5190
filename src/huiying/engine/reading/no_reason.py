"""Find in a reason for keeping an answer back what the law does not accept as one.

In:   the reason as an officer wrote it.    Out:  the words, or "".
Cost: some microseconds.

That something is said against a body, or that many would hear it, is no ground of the
Regulation on the Disclosure of Government Information (articles 14 to 16).
"""

from __future__ import annotations

import re

_NO_REASON = re.compile(
    "负面|引[起发].{0,6}(?:关注|炒作|热议)|更多人?关注|(?:影响|有损|损害).{0,6}形象|舆论压力"
)


def words_of_no_reason(text: str) -> str:
    """Return the first words of a text that are no reason to keep an answer back, or "".

    >>> words_of_no_reason("公开会引起更多人关注"), words_of_no_reason("泄露举报人住址")
    ('引起更多人关注', '')
    """
    found = _NO_REASON.search(text)
    return found[0] if found else ""
