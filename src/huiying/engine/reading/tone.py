"""What posts want and how they sound, each with the words it rests on. For sorting only.

In:   title and text of posts as stored, of which the first 20,000 characters are read.
Out:  of one post its kind and attitude; of many the kind that most have, and how many sound so.
Cost: about 30 µs a post; pure.

No grade, no clock and no policy may ask for it: criticism is not severity.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huiying.engine.reading.attitude import Attitude, read_attitude
from huiying.engine.reading.kind import Kind, KindReading, read_kind
from huiying.engine.text.clean import normalize_input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huiying.engine.types import EventText

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Tone:
    """What one post wants, and how it sounds."""

    kind: KindReading
    attitude: Attitude


@dataclass(frozen=True, slots=True)
class ToneSummary:
    """What many posts want, and how they sound; copies count."""

    posts: int
    kind: Kind | None  # the most frequent one; None: no post's words tell
    kind_posts: int
    kind_words: tuple[str, ...]
    mostly: bool  # at least half of all posts are of this kind
    negative: int
    other: int  # posts that sound not negative; of the rest no word tells
    attitude_words: tuple[str, ...]  # of the negative ones, else of the others


def read_tone(title: str, text: str) -> Tone:
    """Return what a post wants and how it sounds.

    >>> read_tone("", "请问社保卡怎么办理？").kind.kind
    'question'
    """
    title, text = normalize_input(title), normalize_input(text)
    return Tone(read_kind(title, text), read_attitude(f"{title}\n{text}"))


def summarise_tone(tellings: Iterable[EventText]) -> ToneSummary:
    """Return what posts want and how they sound, together."""
    posts = 0
    kinds: Counter[Kind] = Counter()
    words: dict[Kind, Counter[str]] = {}
    sounds: Counter[bool] = Counter()
    tones: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for one in tellings:
        manner = read_tone(one.title, one.text)
        posts += one.copies
        if manner.kind.sure:
            kinds[manner.kind.kind] += one.copies
            words.setdefault(manner.kind.kind, Counter()).update(manner.kind.words)
        negative = manner.attitude.negative
        if negative is not None:
            sounds[negative] += one.copies
            tones[negative].update(manner.attitude.words)
    kind = kinds.most_common(1)[0][0] if kinds else None
    shown = tones[True] or tones[False]
    return ToneSummary(
        posts=posts,
        kind=kind,
        kind_posts=kinds[kind] if kind else 0,
        kind_words=_most_common(words[kind]) if kind else (),
        mostly=kind is not None and 2 * kinds[kind] >= posts,
        negative=sounds[True],
        other=sounds[False],
        attitude_words=_most_common(shown),
    )


def _most_common(words: Counter[str]) -> tuple[str, ...]:
    return tuple(word for word, _count in words.most_common(_SHOWN))
