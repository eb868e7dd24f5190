"""Decide whom a number counts: the people just named, other people, or all of them together.

In:   people as ``casualty_reading`` meets them, and the word of harm that waits for a number.
Out:  the same people joined, the kind that was said of them, or that they belong to the word.
Cost: a look at the clause before them and the few characters behind; pure.
"""

from __future__ import annotations

import re
from typing import Final

from huiying.engine.casualties.people import (
    CUE,
    CUE_NEAR,
    NUMBER_AT,
    RANK_CORRECTED,
    Mention,
    People,
)
from huiying.engine.casualties.signs import Signs
from huiying.engine.casualties.words import BETWEEN, CONNECTED, EVERYBODY, NOT_YET, VICTIMS

NEAR, NEXT_CLAUSE, AFTER = 16, 26, 16  # characters between a number and its word
SOUGHT: Final = ("missing", "trapped")
_TWO: Final = 2
_NOTHING_BEFORE: Final = ("", ",", "，", "\n", "。", "；", ";", "!", "！", "?", "？")
_IN_ALL: Final = re.compile("^(?:前后|至今|到现在|已|已经|累计|总共|一共|合计|共|计|总计)+$")
_DONE_TO: Final = re.compile(
    r"[砸打咬烧烫摔撞刺砍划炸压轧捅电毒淹][伤死](?:了|到)?(?:我们?|咱|一个?|邻居|隔壁)?家?的?"
)
# "bit my neighbour's dog": the dog; "…'s leg": the neighbour.
_GROUPS: Final = re.compile("学生|工人|居民|村民|业主|乘客|游客|矿工|渔民|农民|员工")
_OWNED: Final = re.compile(
    r"的(?![小大左右]?[腿脚手臂头脸眼腰背胸肩耳鼻额指])|事件|事故|案|的?(?:风险|隐患)"
)
_FOUND: Final = re.compile("找到|发现|[救挖搜抬捞扒刨]出|送来|收治|[收接]了|倒下")
_BY: Final = re.compile("被|给|让|遭|遇")
_THERE: Final = re.compile(r"[^，,。；;\d]{0,8}的")  # "trapped in …: 5"
_ALIKE: Final = re.compile("^者?(?:均|都|全)[^，,]{1,8}[，,]共$")
_ALONE: Final = re.compile(r"\s?(?:[，,。、；;)）伤死亡失受]|人为|$)")
_ANOTHER: Final = re.compile("[又再另][^，,]{0,4}(?:[送挖找走添增捞抬收]|发现)[^，,]{0,3}$")
_PERSONS: Final = re.compile(f"^(?:{VICTIMS}|人员)")
_SOUGHT: Final = re.compile("[被受]困|[遇涉]险|被埋|失联")
_THEY: Final = re.compile(
    "^(?:目前|现在?|现已|随后|后来|最终|他们|[被受]困人员|[被受]困者|人员|人)+"
)
_CLAUSE_END: Final = re.compile(r"\s*(?:[，,。；;！!\n]|$)")


class Joining(Signs):
    """Brings together what belongs together."""

    def _same_or_joined(self, people: People, word: str) -> bool:
        """Tell whether people are those just named, or were counted together with them."""
        before = self.people
        if (
            people.lone
            and self.announced_people is not None
            and self.announced_people.end == people.start
        ):
            self.announced_people.end = people.end  # "31 villagers": the villagers are the 31
            return True
        if before is None:
            return False
        if before.used:  # "23 who were poisoned, pupils": the pupils are the 23
            return people.lone and self.whole[before.end : people.start] == "的"
        gap = self.whole[before.end : people.start]
        joined = CONNECTED.fullmatch(gap) is not None
        if people.lone and len(gap) <= NEAR // 2:
            if not joined:  # the same people: "2 men", "a driver, a man"
                return "，" not in gap and "," not in gap
        elif not (before.exact and (joined or (not gap and word[-1] in "男女"))):
            return False
        before.number += people.number
        before.end = people.end
        before.exact = before.exact or people.exact
        before.lone = False
        return True

    def _where(self, at: int) -> None:
        """Keep where the first people or harm of a clause stand: before it stands the place."""
        if self.first_at < 0 and self.whole[at - 1 : at] not in _NOTHING_BEFORE:
            self.first_at = at

    def _still_sought(self, people: People) -> str | None:
        """Return the kind of "the other 3" of whom nothing more is said."""
        if CUE_NEAR.match(self.whole, people.end):
            return None
        sought = [one.kind for one in self.mentions if one.kind in SOUGHT]
        return sought[-1] if sought else None

    def _kind_of_the_last(self, people: People) -> str | None:
        """Return the kind of "another 3 were found" of whom nothing more is said."""
        known = self.last or self.previous
        if known is None or not people.exact or self.open is not None:
            return None
        if _CLAUSE_END.match(self.whole, people.end) is None:
            return None
        head = self.whole[self.clause(people.start) : people.start]
        if people.total and _IN_ALL.match(head):
            return known.kind
        again = head[-_TWO:] == self.whole[max(0, known.start - _TWO) : known.start]
        if again and _FOUND.match(head[-_TWO:]) and not CUE_NEAR.match(self.whole, people.end):
            people.add = True  # "on day one 3 were found dead, on day two were found 2"
            return known.kind
        return known.kind if people.add and _ANOTHER.search(head) else None

    def _belongs_to_open(self, people: People) -> bool:
        assert self.open is not None  # noqa: S101 - the caller looked
        kind, begin, end = self.open
        named = self.people
        apposed = named is not None and named.lone and named.end == people.start
        gap = self.whole[end : named.start if named is not None and apposed else people.start]
        if people.lone:  # "bit my mother", but not "was bitten, my mother says"
            done = _DONE_TO.fullmatch(self.whole[begin:end] + gap) is not None
            owned = _OWNED.match(self.whole, people.end) is not None
            by = _BY.search(self.whole, self.clause(begin), begin) is not None
            if _GROUPS.fullmatch(self.whole, people.start, people.end):
                people.counted = False  # "hurt pupils": one or many
            return done and not owned and not by
        if kind == "evacuated":
            fits = len(gap) <= NEXT_CLAUSE and not re.search("[，,]", gap)
        else:
            between = BETWEEN.fullmatch(gap) is not None
            if kind == "dead":
                between = between or _ALIKE.search(gap) is not None
            elif kind in ("trapped", "missing"):
                between = between or _THERE.fullmatch(gap) is not None
            fits = len(gap) <= AFTER and between
        if not fits or not (people.exact or self._stands_alone(people.end)):
            return False
        return not (gap == "" and not self._reversed(people))

    def _reversed(self, people: People) -> bool:
        """Tell "died 3 hurt 5" from "died, 5 hurt": after the next word a number follows."""
        cue = CUE.match(self.whole, people.end)
        return cue is None or NUMBER_AT.match(self.whole, cue.end()) is not None

    def _stands_alone(self, end: int) -> bool:
        return _ALONE.match(self.whole[end : end + _TWO]) is not None

    def _all_led_away(self, start: int, end: int) -> bool:
        """Note "the 31 who were trapped were all led away": nobody is trapped any more."""
        head = self.whole[self.clause(start) : start]
        if self.silent or NOT_YET.search(head) or EVERYBODY.search(head) is None:
            return False
        sought = next((one for one in reversed(self.mentions) if one.kind in SOUGHT
                       and not one.void and self.number - one.sentence <= 1), None)  # fmt: skip
        if sought is None or not sought.number or not self._are_those(sought, head, start):
            return False
        begin = start - len(head)
        self.note(Mention(sought.kind, 0, start, end, rank=RANK_CORRECTED))
        self.note(Mention("evacuated", sought.number, begin, end))
        self.announced_people = self.people = self.open = None
        return True

    def _are_those(self, sought: Mention, head: str, start: int) -> bool:
        """Tell whether who was led away are those who were sought, and nobody else."""
        announced, people = self.announced_people, self.people
        if announced is not None and sought.start <= announced.start < sought.end:
            gap = self.whole[announced.end : start]
            return len(gap) <= NEAR and EVERYBODY.fullmatch(_PERSONS.sub("", gap)) is not None
        if people is not None and people.start >= start - len(head):
            if people.exact and not people.lone:  # "12 who were trapped were all led away"
                return people.number == sought.number
            return _SOUGHT.search(self.whole, people.start - _TWO, people.start) is not None
        return EVERYBODY.fullmatch(_THEY.sub("", head)) is not None
