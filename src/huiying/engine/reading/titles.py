"""Choose the title of an event.

In:   the posts of an event.
Out:  the title, or first sentence, of the post nearest to the middle of all.
Cost: O(posts); at most 64 posts are read, about 10 ms; pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from huiying.engine.masking.mask import mask
from huiying.engine.text.clean import clean
from huiying.engine.text.shortening import shorten
from huiying.engine.text.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huiying.engine.text.terms import BaseWeights, TermIds
    from huiying.engine.types import Post

MAX_TITLE_CHARS: Final = 40
_MOST_POSTS: Final = 64
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_LOUD = re.compile(
    r"^(?:[【\[#][^】\]#]{0,20}[】\]#]\s*)+|[!！~～?？]{2,}|(?:震惊|速看|必看|紧急扩散|转疯了|重磅|突发)[!！:：,，]*"
)
_GREETING = re.compile(
    r"^(?:尊敬的)?[^，,。:：]{0,8}(?:领导|书记|市长|局长|区长|县长)[，,:：]?\s*(?:您好|你好)?[，,。!！:：]?\s*"
)
_ANSWERS = re.compile(r"^(?:(?:回复|转发)[:：]\s*)+")
# Cleaning makes punctuation narrow; beside Chinese characters it is wide when shown.
_WIDE: Final = {",": "，", "?": "？", "!": "！", ":": "：", ";": "；"}
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”」）])[,?!:;]")
_LEAST_CHARS: Final = 4
_NO_IDS: Final = np.empty(0, np.int32)
_NO_BASE: Final = np.empty(0, np.float32)
_CALM: Final = 0.9  # a loud title must be nearer than a calm one

TermLookup = Callable[[int], "tuple[TermIds, BaseWeights] | None"]


def no_stored_terms(_key: int) -> None:
    """Say that nobody counted the terms of a post."""


def event_title(posts: Sequence[Post], known: TermLookup = no_stored_terms) -> str:
    """Return the title of an event: the words of a real post, at most 40 characters.

    Args:
        posts: Of the event.
        known: Gives the terms of a post by its key, if somebody counted them already.

    Returns:
        The masked, cleaned words; "" when no post has any text.
    """
    chosen = _sample(posts)
    vectors = [known(post.key) or _terms(post) for post in chosen]
    ids = np.concatenate([_NO_IDS, *(ids for ids, _ in vectors)])
    weights = np.concatenate([_NO_BASE, *(base for _, base in vectors)])
    place = np.unique(ids, return_inverse=True)[1]
    near_all = np.bincount(place, weights)[place]
    scores, end = [], 0
    for post, (_, base) in zip(chosen, vectors, strict=True):
        start, end = end, end + base.size
        near = float(near_all[start:end].dot(base))
        near /= float(np.sqrt(base.dot(base))) or 1.0
        near *= _CALM if _LOUD.search(post.title) else 1.0
        scores.append(near if post.title.strip() else near * _CALM)
    best_first = sorted(range(len(chosen)), key=lambda at: (-round(scores[at], 9), at))
    return next(filter(None, (_title_text(chosen[at]) for at in best_first)), "")


def _terms(post: Post) -> tuple[TermIds, BaseWeights]:
    return terms_of(clean(post.title), clean(post.text[:1_000]))


def _sample(posts: Sequence[Post]) -> list[Post]:
    """Return at most 64 posts, evenly from first to last."""
    step = max(1, -(-len(posts) // _MOST_POSTS))
    return list(posts[::step])


def _title_text(post: Post) -> str:
    title = _strip_loud_words(post.title[:400])
    if len(title) >= _LEAST_CHARS:
        return _cut(title)
    text = _GREETING.sub("", _strip_loud_words(post.text[:400]))
    first = next(
        (
            part.strip()
            for part in _SENTENCE_END.split(text)
            if len(part.strip()) >= _LEAST_CHARS
        ),
        "",
    )
    return _cut(first or title or text)


def _strip_loud_words(text: str) -> str:
    # A number in styled digits is one only after cleaning; the labels go with the second.
    plain = _ANSWERS.sub("", clean(mask(clean(text)).text))
    return _LOUD.sub("", plain).strip(" ,，。!！:：")


def widen_punctuation(text: str) -> str:
    """Return a cleaned text with wide punctuation behind Chinese characters, as it is shown."""
    return _NARROW.sub(lambda found: _WIDE[found[0]], text)


def _cut(text: str) -> str:
    return shorten(widen_punctuation(text), MAX_TITLE_CHARS)
