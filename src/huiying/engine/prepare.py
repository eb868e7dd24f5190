"""Everything about one post that needs no other post.

In:   a post.
Out:  a picklable value: masked title and text for storage, terms, names, signature.
Cost: about 160 µs for a post of 230 characters; pure, so a second process can do it.
      ``prepare`` of a stored (masked) post gives what ``prepare`` of the original gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huiying.engine.cleaning import MAX_CHARS, clean
from huiying.engine.duplicates import bare, trace
from huiying.engine.masking import Masked, mask
from huiying.engine.names import names_in
from huiying.engine.terms import BODY_CHARS, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from huiying.engine.duplicates import Trace
    from huiying.engine.terms import Base, Ids
    from huiying.engine.types import Post

LEAD_CHARS: Final = 60
_ALONE_CHARS: Final = 12  # a shorter text says nothing without its title


@dataclass(frozen=True, slots=True)
class Prepared:
    """A post, read. ``title`` and ``text`` are masked: the only form that may be stored."""

    key: int
    at: datetime
    title: Masked
    text: Masked
    lead: str  # cleaned title, or the beginning of the text; at most 60 characters
    ids: Ids
    base: Base
    names: tuple[str, ...]
    trace: Trace  # what a copy of it is known by


def prepare(post: Post) -> Prepared:
    """Clean, mask, tokenise and sign one post."""
    title, text = mask(post.title), mask(post.text)
    clean_title, clean_text = clean(title.text), clean(text.text[: MAX_CHARS * 2])
    bared = bare(clean_text)
    if len(bared) < _ALONE_CHARS:  # "as above" under two titles is two matters
        bared = bare(clean_title) + bared
    names = names_in(f"{clean_title[:80]} {clean_text[:BODY_CHARS]}")
    ids, base = terms_of(clean_title, clean_text)
    return Prepared(
        key=post.key,
        at=post.at,
        title=title,
        text=text,
        lead=(clean_title or clean_text)[:LEAD_CHARS],
        ids=ids,
        base=base,
        names=names,
        trace=trace(bared, names),
    )


def prepare_all(posts: Iterable[Post | Prepared]) -> Iterator[Prepared]:
    """Prepare what is not prepared yet, in order."""
    for post in posts:
        yield post if isinstance(post, Prepared) else prepare(post)
