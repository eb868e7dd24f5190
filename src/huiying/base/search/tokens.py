"""Split texts and queries into tokens, the same way for both databases.

In:   any text.    Out:  tokens: one per Chinese character, one per Latin word or number.
Cost: O(n), about a tenth of a microsecond a character; pure.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

MAX_TOKEN_LENGTH = 64  # characters; a longer run is cut, in text and question alike
MAX_TOKENS = 100_000  # of one text; what follows is not found
MAX_WORDS = 12  # of one question
MAX_PHRASE_LENGTH = 200  # characters of one question
_MAX_ENCODED = 20_000  # tokens that are remembered

_SINGLE = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Characters that are a token each, or one token of letters and digits.
_RUN = re.compile(rf"([{_SINGLE}]+)|((?:(?![{_SINGLE}])[^\W_])+)")
_PLAIN_RUN = re.compile("([\u4e00-\u9fff]+)|([a-z0-9]+)")  # the same in a plain text
# What SQLite's tokenizer (Unicode 6.1) takes for letters; the rest is written as numbers.
_KNOWN = re.compile("[a-z0-9\u00e0-\u00f6\u00f8-\u00ff\u3400-\u4db5\u4e00-\u9fcb]+")
# Letters that have one form only, and marks that part them: most texts hold nothing else.
_PLAIN = re.compile(
    "[\x00-\x7f\u2010-\u2027\u3000-\u3003\u3008-\u3011\u4e00-\u9fff，。！？；：（）]*"
)


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text: same letters in any width or case give the same token.

    >>> tokens_of("ＡＢＣ预约,2026 年")
    ['abc', '预', '约', '2026', '年']
    """
    return [_ENCODED[token] for token in plain_tokens(text)]


def plain_tokens(text: str) -> list[str]:
    """Return the tokens of a text in letters that people know, before ``encoded_token``."""
    if _PLAIN.fullmatch(text):
        runs = _PLAIN_RUN.findall(text.lower())
    else:
        runs = _RUN.findall(unicodedata.normalize("NFKC", text).casefold())
    tokens: list[str] = []
    for singles, word in runs:
        if singles:
            tokens += singles
        else:
            tokens.append(word)
    del tokens[MAX_TOKENS:]
    return tokens


def encoded_token(token: str) -> str:
    """Return a token of ``plain_tokens`` as both databases can read it."""
    return _ENCODED[token]


def stored_tokens(text: str) -> str:
    """Return the tokens as the database keeps them, with a space on either side of each."""
    return f" {' '.join(tokens_of(text))} "


def words_of(phrase: str) -> list[list[str]]:
    """Return the words of a question, parted by spaces, each as its tokens in a row."""
    words = (tokens_of(word) for word in phrase[:MAX_PHRASE_LENGTH].split())
    return list(islice((word for word in words if word), MAX_WORDS))


def plain_words_of(phrase: str) -> list[list[str]]:
    """Return the words of a question as ``words_of`` does, in letters that people know."""
    words = (plain_tokens(word) for word in phrase[:MAX_PHRASE_LENGTH].split())
    return list(islice((word for word in words if word), MAX_WORDS))


class _EncodedTokens(dict[str, str]):
    """Token → as it is written. Forgets all when it grows too large."""

    def __missing__(self, token: str) -> str:
        if len(token) > MAX_TOKEN_LENGTH:
            return self[token[:MAX_TOKEN_LENGTH]]
        if len(self) > _MAX_ENCODED:
            self.clear()
        known = _KNOWN.fullmatch(token) is not None
        self[token] = token if known else "u" + "u".join(f"{ord(letter):x}" for letter in token)
        return self[token]


_ENCODED = _EncodedTokens()
