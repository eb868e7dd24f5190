"""Count the dead, missing, hurt, trapped and evacuated that a text states, and the loss.

In:   title and text (NFKC).
Out:  for each kind the number stated and where; None where nothing is stated, never 0 for it.
      Only "nobody was hurt" is 0. Suppositions, drills and the past state nothing.
Cost: about 150 µs for a text with such words, 5 µs for one without; pure.

A correction wins over what it corrects, what is official over hearsay, the title over the text;
else the greatest number. "Another 2" is added to the number before it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from huiying.engine.casualties.people import RANK_CORRECTED, RANK_OLD, Mention
from huiying.engine.casualties.reader import CasualtyReader
from huiying.engine.casualties.words import ANY_CUE, ANY_TRADITIONAL, LOSS, TRADITIONAL
from huiying.engine.text.clean import normalize_input
from huiying.engine.text.numerals import read_number

KINDS: Final = ("dead", "missing", "hurt", "trapped", "evacuated")
_UNITS: Final = {"": 1, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
                 "十亿": 1_000_000_000, "百亿": 10**10, "千亿": 10**11}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number that a text states, and where in ``title + newline + text``."""

    kind: str  # dead, missing, hurt, trapped, evacuated; loss (yuan), direct loss (yuan)
    number: int  # ≥ 0
    start: int
    end: int
    counted: bool = True  # False: "many people"; ``number`` is the least that it can mean
    corrected: bool = False  # it stands in a correction
    former: int | None = None  # the number that the correction took back, when it is stated


@dataclass(slots=True)
class _Sum:
    """Numbers that belong together: one stated, and those that were added to it."""

    number: int
    first: Mention
    last: Mention
    rank: int
    counted: bool


def stated_casualties(title: str, text: str) -> dict[str, StatedNumber]:
    """Return kind → what is stated.

    >>> found = stated_casualties("", "当场死亡4人，另有2人送医后死亡。")
    >>> {kind: one.number for kind, one in found.items()}
    {'dead': 6}
    """
    whole = f"{title}\n{text}"
    if ANY_TRADITIONAL.search(whole):
        whole = whole.translate(TRADITIONAL)
    if not ANY_CUE.search(whole):
        return {}
    reader = CasualtyReader(whole, len(title))
    by_kind: defaultdict[str, list[Mention]] = defaultdict(list)
    taken_back: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in reader.read():
        (taken_back if mention.void else by_kind)[mention.kind].append(mention)
    died_later = [one for one in by_kind["dead"] if one.later]
    found = {
        kind: _with_former(chosen, taken_back[kind])
        for kind in KINDS
        if (chosen := _chosen(kind, by_kind[kind], died_later)) is not None
    }
    if "损失" in whole and not reader.drill:
        found |= _loss(whole)
    return found


def stated_numbers(title: str, text: str) -> dict[str, int]:
    """Return kind → number of a post as stored, without "many people": that is no number.

    >>> stated_numbers("３死５伤", "很多人被困")
    {'dead': 3, 'hurt': 5}
    """
    found = stated_casualties(normalize_input(title), normalize_input(text))
    return {kind: one.number for kind, one in found.items() if one.counted}


def _chosen(
    kind: str, mentions: list[Mention], died_later: list[Mention]
) -> StatedNumber | None:
    sums = _sums(mentions)
    if kind == "hurt":
        sums += _special_sums(mentions)
        for died in died_later:
            _subtract(sums, died)
    if not sums:
        return None
    corrected = [one for one in sums if one.rank == RANK_CORRECTED]
    titled = [one for one in sums if one.first.in_title and one.counted]
    if corrected:
        best = corrected[-1]
    elif any(one.first.asof for one in sums) and kind in ("missing", "trapped"):
        best = [one for one in sums if one.first.asof][-1]
    else:
        figures = titled or [one for one in sums if one.rank > RANK_OLD] or sums
        figures = [one for one in figures if one.counted] or figures
        best = max(figures, key=lambda one: one.number)
    return StatedNumber(
        kind, best.number, best.first.start, best.last.end, best.counted,
        corrected=best.rank == RANK_CORRECTED,
    )  # fmt: skip


def _with_former(stated: StatedNumber, taken_back: list[Mention]) -> StatedNumber:
    """Add to a correction the last other number of its kind that was taken back."""
    if not stated.corrected:
        return stated
    former = [one.number for one in taken_back if one.number not in (0, stated.number)]
    return replace(stated, former=former[-1] if former else None)


def _sums(mentions: list[Mention]) -> list[_Sum]:
    sums: list[_Sum] = []
    parts: list[Mention] = []
    for one in mentions:
        if one.subset:
            parts.append(one)
        elif one.add and sums and _goes_with(sums[-1], one):
            sums[-1].number += one.number
            sums[-1].last = one
            sums[-1].rank = max(sums[-1].rank, one.rank)
        else:
            sums.append(_Sum(one.number, one, one, one.rank, one.counted))
    if not sums and parts:  # a part is all that is known
        one = max(parts, key=lambda part: part.number)
        sums.append(_Sum(one.number, one, one, one.rank, one.counted))
    return sums


def _goes_with(known: _Sum, one: Mention) -> bool:
    """Tell whether "another 2" is to be added to a number: never to that of the title."""
    first = known.first
    alike = one.special == first.special or not first.special
    return known.number > 0 and alike and one.in_title == first.in_title


def _special_sums(mentions: list[Mention]) -> list[_Sum]:
    """Add up, sentence by sentence, the heavily and the lightly hurt, the burnt."""
    by_sentence: defaultdict[int, list[Mention]] = defaultdict(list)
    for one in mentions:
        if one.special and not one.subset:
            by_sentence[one.sentence].append(one)
    return [
        _Sum(sum(one.number for one in some), some[0], some[-1],
             max(one.rank for one in some), all(one.counted for one in some))
        for some in by_sentence.values() if len(some) > 1
    ]  # fmt: skip


def _subtract(sums: list[_Sum], died: Mention) -> None:
    """Take somebody who died from those who were counted as hurt before."""
    before = [one for one in sums if one.last.start < died.start and one.number > died.number]
    if before:
        before[-1].number -= died.number


def _loss(whole: str) -> dict[str, StatedNumber]:
    found: dict[str, StatedNumber] = {}
    for match in LOSS.finditer(whole):
        unit = _UNITS.get(match["unit"] or "", 1)
        amount = match["amount"].replace(",", "")
        number = float(amount) if amount[0].isdigit() else float(read_number(amount) or 0)
        kind = "direct_loss" if match["direct"] else "loss"
        held = found.get(kind)
        yuan = round(min(number, 10**9) * unit)
        if held is None or yuan > held.number:
            found[kind] = StatedNumber(kind, yuan, match.start(), match.end())
    return found
