"""Compute everything about a post that depends on no other post.

In:   a post.
Out:  a picklable value: terms, names, signature, and the beginning of the masked post.
Cost: about 160 µs for a post of 230 characters, a third of it masking; pure, so a second
      process can do it.
      ``prepare`` of a stored (masked) post gives what ``prepare`` of the original gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING, Final

import numpy as np

from huiying.engine.masking.mask import mask
from huiying.engine.stream.duplicates import CopySignature, bare_text, copy_signature
from huiying.engine.text.clean import MAX_CHARS, clean
from huiying.engine.text.leads import content_words, lead_of
from huiying.engine.text.names import Scene, accident_scene, names_in
from huiying.engine.text.terms import BODY_CHARS, TITLE_CHARS, TokenizedPost, count_terms_of_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from huiying.engine.text.terms import TermCounts, TermIds
    from huiying.engine.types import Post

_AT_ONCE: Final = 128  # posts whose terms are counted together
_ALONE_CHARS: Final = 12  # a shorter text says nothing without its title


@dataclass(frozen=True, slots=True)
class PreparedPost:
    """A post, read; its words are masked."""

    key: int
    at: datetime
    lead: str  # cleaned title, or the beginning of the text; at most 60 characters
    lead_words: tuple[str, ...]  # its words that say something of a matter
    has_title: bool  # whether it is a title
    ids: TermIds
    times: TermCounts  # how often each occurs
    names: tuple[str, ...]
    scene: Scene | None  # where people came to harm, if it speaks of that and says where
    copy_signature: CopySignature  # what a copy of it is known by

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Go to another process as bytes: arrays take ten times as long."""
        known = (self.key, self.at, self.lead, self.lead_words, self.has_title)
        vector = (self.ids.tobytes(), self.times.tobytes())
        signature = (
            self.copy_signature.digest,
            self.copy_signature.minhash,
            self.copy_signature.head,
        )
        return _unpickle, (known, vector, self.names, self.scene, signature)


def _unpickle(
    known: tuple[int, datetime, str, tuple[str, ...], bool],
    vector: tuple[bytes, bytes],
    names: tuple[str, ...],
    scene: Scene | None,
    signature: tuple[int, bytes | None, str],
) -> PreparedPost:
    ids, times = np.frombuffer(vector[0], np.int32), np.frombuffer(vector[1], np.uint8)
    key, at, lead, lead_words, has_title = known
    lead_words, names = _intern_all(lead_words), _intern_all(names)
    return PreparedPost(
        key,
        at,
        lead,
        lead_words,
        has_title,
        ids,
        times,
        names,
        scene,
        CopySignature(*signature, names),
    )


def _intern_all(words: Iterable[str]) -> tuple[str, ...]:
    """Keep each word once: thousands of posts speak of one place in the same words."""
    return tuple(map(intern, words))


def prepare(post: Post) -> PreparedPost:
    """Clean, mask, tokenise and sign one post."""
    return _prepare_some([post])[0]


def _prepare_some(posts: Sequence[Post]) -> list[PreparedPost]:
    """Prepare some posts; their terms are counted together."""
    clean_ones = [_cleaned(post) for post in posts]
    cuts = [TokenizedPost.of(title, text) for title, text in clean_ones]
    terms = count_terms_of_all(cuts)
    return [_read(*one) for one in zip(posts, clean_ones, cuts, terms, strict=True)]


def _cleaned(post: Post) -> tuple[str, str]:
    """Return title and text, masked and in comparable form."""
    title, text = post.title, post.text
    if not post.masked:
        title, text = mask(title).text, mask(text).text
    return clean(title), clean(text[: MAX_CHARS * 2])


def _read(
    post: Post, cleaned: tuple[str, str], cut: TokenizedPost, terms: tuple[TermIds, TermCounts]
) -> PreparedPost:
    """Return all that can be known of a post alone."""
    title, text = cleaned
    bared = bare_text(text)
    if len(bared) < _ALONE_CHARS:  # "as above" under two titles is two matters
        bared = bare_text(title) + bared
    body = f"{title[:TITLE_CHARS]} {text[:BODY_CHARS]}"
    names = _intern_all(names_in(body))
    lead = lead_of(title, text)
    known = cut.title_words if len(title) == len(lead) else None  # no title, or a longer one
    ids, times = terms
    return PreparedPost(
        key=post.key,
        at=post.at,
        lead=lead,
        lead_words=_intern_all(content_words(lead, known)),
        has_title=bool(title),
        ids=ids,
        times=times,
        names=names,
        scene=accident_scene(body, names),
        copy_signature=copy_signature(bared, names),
    )


def prepare_all(posts: Iterable[Post | PreparedPost]) -> Iterator[PreparedPost]:
    """Prepare what is not prepared yet, in order."""
    ordered = iter(posts)
    while some := list(islice(ordered, _AT_ONCE)):
        fresh = iter(
            _prepare_some([post for post in some if not isinstance(post, PreparedPost)])
        )
        for post in some:
            yield post if isinstance(post, PreparedPost) else next(fresh)
