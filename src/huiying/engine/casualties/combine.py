"""Combine what several posts state about the dead, the injured and the loss.

In:   texts in the order in which they came, one for each group of copies.
Out:  for each kind the number that counts and the others, each with its words and its post.
Cost: that of ``stated_casualties`` for each text; pure.

What a correction took back counts no more. After a correction only it counts, and what was
first said later; of these the greatest. Without one the greatest counts. Criticism is no input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from huiying.engine.casualties.clauses import quoted_clause
from huiying.engine.casualties.stated import KINDS, StatedNumber, stated_casualties
from huiying.engine.text.clean import normalize_input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huiying.engine.types import EventText

FIGURE_KINDS: Final = (*KINDS, "direct_loss", "loss")
_LIGHTLY: Final = re.compile("轻微?伤|皮外伤|擦伤|[擦蹭磕划]破")
_HEAVILY: Final = re.compile("重伤|[危伤]重|重症|伤势严重|骨折")


@dataclass(frozen=True, slots=True)
class CasualtyFigure:
    """One number of one kind, and who said it first."""

    number: int  # people, or yuan
    phrase: str  # the words that say so
    key: int  # of the first text
    posts: int  # how many say it, copies included
    counted: bool = True  # False: "many people"; ``number`` is the least that it can mean
    corrected: bool = False
    former: int | None = None  # what the correction took back

    @property
    def only_lightly_hurt(self) -> bool:
        """Tell whether the words call the hurt lightly hurt, and nobody heavily."""
        return _LIGHTLY.search(self.phrase) is not None and _HEAVILY.search(self.phrase) is None


@dataclass(frozen=True, slots=True)
class Casualties:
    """What all texts together state; nothing stated is nothing here, never 0."""

    kinds: dict[str, tuple[CasualtyFigure, ...]]  # in the order of ``FIGURE_KINDS``, best first

    def for_a_scale(self) -> dict[str, CasualtyFigure]:
        """Return the numbers that may set a level: counted, and not of the lightly hurt."""
        firsts = {kind: some[0] for kind, some in self.kinds.items()}
        return {
            kind: one
            for kind, one in firsts.items()
            if one.counted and not (kind == "hurt" and one.only_lightly_hurt)
        }


def combine_casualties(tellings: Iterable[EventText]) -> Casualties:
    """Return what texts state.

    >>> from huiying.engine.types import EventText
    >>> found = combine_casualties(EventText(1, "", x) for x in ("死5人", "死者由5人更正为3人"))
    >>> [(one.number, one.former) for one in found.kinds["dead"]]
    [(3, 5), (5, None)]
    """
    figures: dict[str, list[CasualtyFigure]] = {}
    for one in tellings:
        title, text = normalize_input(one.title), normalize_input(one.text)
        whole = f"{title}\n{text}"
        for kind, stated in stated_casualties(title, text).items():
            _add(figures.setdefault(kind, []), _figure(stated, whole, one))
    return Casualties(
        {kind: _ranked(figures[kind]) for kind in FIGURE_KINDS if kind in figures}
    )


def _figure(stated: StatedNumber, whole: str, telling: EventText) -> CasualtyFigure:
    return CasualtyFigure(
        stated.number,
        quoted_clause(whole, stated.start, stated.end),
        telling.key,
        telling.copies,
        stated.counted,
        stated.corrected,
        stated.former,
    )


def _add(known: list[CasualtyFigure], figure: CasualtyFigure) -> None:
    """Count a number with those who said it before; a correction is news of its own."""
    for at, one in enumerate(known):
        same = (one.number, one.counted) == (figure.number, figure.counted)
        if same and (one.corrected or not figure.corrected):
            known[at] = replace(one, posts=one.posts + figure.posts)
            return
    known.append(figure)


def _ranked(figures: list[CasualtyFigure]) -> tuple[CasualtyFigure, ...]:
    """Return the number that counts, then the others in the order in which they were said."""
    corrections = [at for at, one in enumerate(figures) if one.corrected]
    live = figures[corrections[-1] :] if corrections else figures
    taken_back = {one.former for one in figures if one.corrected}
    standing = [one for one in live if one.number not in taken_back or one.corrected] or live
    best = max(standing, key=lambda one: (one.counted, one.number))
    return (best, *(one for one in figures if one is not best))
