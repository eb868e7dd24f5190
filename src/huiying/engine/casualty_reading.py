"""Read one sentence after another for the numbers of people that it says were harmed.

In:   the text of title and post; the tokens of ``casualty_words``.
Out:  mentions: a kind, a number, and how it was said (as an addition, a part, a correction …).
Cost: linear in the characters of sentences that hold such a word; pure.

A number belongs to the word after it ("3 people died") unless the word before it is still
without one ("died: 3 people"). Words like "last year", "if" or "drill" silence what follows.
"""

from __future__ import annotations

import re
from typing import Final

from huiying.engine.casualty_people import (
    CUE,
    CUE_NEAR,
    CUE_SOON,
    NUMBER_AT,
    Mention,
    People,
    number_after,
    read_people,
)
from huiying.engine.casualty_signs import Signs
from huiying.engine.casualty_words import (
    AGENT,
    ANY_CUE,
    APART,
    BEFORE_CASE,
    BETWEEN,
    CONNECTED,
    CUES,
    NEGATED,
    NOT_YET,
    RESCUED,
    RESCUERS,
    SENT_OUT,
    SENTENCE,
    TOKENS,
)
from huiying.engine.numerals import read_number
from huiying.engine.patterns import guarded

_SHORT: Final = {"死": "dead", "亡": "dead", "伤": "hurt"}
_NEAR, _NEXT_CLAUSE, _AFTER = 16, 26, 16  # characters between a number and its word
_SENT_OUT_BEFORE: Final = 14
_TWO: Final = 2
_MOST: Final = 200  # mentions; each is compared with those before it, and no report has so many
_PEOPLE: Final = ("one", "many", "kin", "number")
_STORY: Final = 40  # "my father fell …, was taken …, and could not be saved"
_OUTCOME: Final = re.compile(
    "(?:没有?|未能?)(?:抢)?救(?:过来|活|回来)|不治|抢救无效|失联|下落不明|没了"
)
_CONTEXT: Final = guarded(
    "应为|实为|改为|演练|演习|推演|模拟|谣言|不实|有误|写错|报错|不属实"
    "|获救|救出|脱险|脱困|升井|平安"
)
_GOES_ON: Final = re.compile(r"\s*(?:当时|那次|那场|该次|那年|那时)")
_THERE: Final = re.compile(r"[^，,。；;\d]{0,8}[中里上内下间区楼梯]的")  # "trapped in …: 5"
_OF_THE_LAW: Final = re.compile("[人名]以上(?:的|[\\d一二三四五六七八九十]|事故)")
_ALIKE: Final = re.compile("^者?(?:均|都|全)[^，,]{1,8}[，,]共$")
_ALONE: Final = re.compile(r"\s?(?:[，,。、；;)）伤死亡失受]|人为|$)")
_ANOTHER: Final = re.compile("[又再另][^，,]{0,4}(?:[送挖找走添增捞抬收]|发现)[^，,]{0,3}$")
_CLAUSE_END: Final = re.compile(r"\s*(?:[，,。；;！!\n]|$)")


class Reader(Signs):
    """Goes over the tokens and brings people and words of harm together."""

    def read(self) -> list[Mention]:
        """Return the mentions of the whole text, those that were taken back marked void."""
        for sentence in SENTENCE.finditer(self.whole):
            start, end = sentence.span()
            text = sentence[0]
            if not (ANY_CUE.search(text) or _CONTEXT.search(text)):
                self.past = False
                continue
            self.number += 1
            self.past = self.past and _GOES_ON.match(text) is not None
            self.begin_sentence()
            self.suppose = _OF_THE_LAW.search(text) is not None
            self._take_back_before(text)
            for token in TOKENS.finditer(self.whole, start, end):
                self._meet(token)
                if len(self.mentions) >= _MOST:
                    return self.mentions
        return self.mentions

    def _meet(self, token: re.Match[str]) -> None:
        name = token.lastgroup or ""
        if name in _PEOPLE:
            self._people(token, name)
        elif name in CUES or name in ("short", "both"):
            self._cue(token, name)
        elif name == "dead_one":
            self.say("dead", People(1, *token.span(), lone=True), token.span(), token[0])
        elif name == "lives" and not self.silent:
            number = read_number(token["l_low"])
            if number is not None:
                self.note(Mention("dead", number, token.start(), token.end()))
        else:
            self.meet_sign(token, name)

    # -- people ---------------------------------------------------------------------------

    def _people(self, token: re.Match[str], name: str) -> None:
        people = read_people(token, name)
        if people is None:
            return
        self._where(people.start)
        if self._same_or_joined(people, token[0]):
            return
        start = people.start
        if SENT_OUT.search(self.whole, max(0, start - _SENT_OUT_BEFORE), start):
            self.people = None
            return
        people.void = self.void or self.rumour
        people.add, people.subset = self.add, self.subset
        people.total, people.remain = self.total, self.remain
        if self.open is not None and not people.lone and self._belongs_to_open(people):
            kind, cue_start, cue_end = self.open
            self.open = None
            head = self.whole[self.clause(cue_start) : cue_start]
            if kind == "trapped" and RESCUED.search(head) and not NOT_YET.search(head):
                people.number = 0  # "15 who were trapped were saved"
            self.say(kind, people, (cue_start, people.end), self.whole[cue_start:cue_end])
            people.used = True
            return
        kind_before = self.inherit if people.exact else None
        if kind_before is not None and CUE_SOON.match(self.whole, people.end) is None:
            self.inherit = None
            people.used = True
        else:
            kind_before = (
                self._still_sought(people) if self.remain else self._said_of_the_last(people)
            )
        if kind_before is not None:
            self.say(kind_before, people, (start, people.end), "")
            return
        self.people = people
        self.void = False

    def _same_or_joined(self, people: People, said: str) -> bool:
        """Tell whether people are those just named, or were counted together with them."""
        before = self.people
        if before is None or before.used:
            return False
        gap = self.whole[before.end : people.start]
        joined = CONNECTED.fullmatch(gap) is not None
        if people.lone and len(gap) <= _NEAR // 2:
            if not joined:  # the same people: "2 men", "a driver, a man"
                return "，" not in gap and "," not in gap
        elif not (before.exact and (joined or (not gap and said[-1] in "男女"))):
            return False
        before.number += people.number
        before.end = people.end
        before.exact = before.exact or people.exact
        before.lone = False
        return True

    def _where(self, at: int) -> None:
        """Keep the place with which the clause begins: "block A: 2 dead"."""
        least = max(0, at - _NEXT_CLAUSE)
        begin = max(self.whole.rfind(sign, least, at) for sign in "，,。；;\n")
        if begin == self.clause_at:
            return
        self.clause_at = begin
        head = self.whole[max(begin + 1, least) : at].rstrip("死亡受伤造成致")
        self.place = head if APART.search(head) else ""

    def _still_sought(self, people: People) -> str | None:
        """Return the kind of "the other 3" of whom nothing more is said."""
        if CUE_NEAR.match(self.whole, people.end):
            return None
        sought = [one.kind for one in self.mentions if one.kind in ("missing", "trapped")]
        return sought[-1] if sought else None

    def _said_of_the_last(self, people: People) -> str | None:
        """Return the kind of "another 3 were found" of whom nothing more is said."""
        known = self.last or self.previous
        if known is None or not (people.add and people.exact) or self.open is not None:
            return None
        head = self.whole[self.clause(people.start) : people.start]
        ends = _CLAUSE_END.match(self.whole, people.end) is not None
        return known.kind if ends and _ANOTHER.search(head) else None

    def _belongs_to_open(self, people: People) -> bool:
        assert self.open is not None  # noqa: S101 - the caller looked
        kind, _, end = self.open
        gap = self.whole[end : people.start]
        if kind == "evacuated":
            fits = len(gap) <= _NEXT_CLAUSE and not re.search("[，,]", gap)
        else:
            between = BETWEEN.fullmatch(gap) is not None
            if kind == "dead":
                between = between or _ALIKE.search(gap) is not None
            elif kind in ("trapped", "missing"):
                between = between or _THERE.fullmatch(gap) is not None
            fits = len(gap) <= _AFTER and between
        if not fits or not (people.exact or self._stands_alone(people.end)):
            return False
        return not (gap == "" and not self._reversed(people))

    def _reversed(self, people: People) -> bool:
        """Tell "died 3 hurt 5" from "died, 5 hurt": after the next word a number follows."""
        cue = CUE.match(self.whole, people.end)
        return cue is None or NUMBER_AT.match(self.whole, cue.end()) is not None

    def _stands_alone(self, end: int) -> bool:
        return _ALONE.match(self.whole[end : end + _TWO]) is not None

    # -- what happened to them ------------------------------------------------------------

    def _cue(self, token: re.Match[str], name: str) -> None:
        start, end = token.span()
        self._where(start)
        people = self.people
        if name == "both":
            if people is not None and not people.used and start - people.end <= _TWO:
                self._harmed_in_all(people)
            else:
                self.open = None
            return
        kind = _SHORT[token[0]] if name == "short" else name
        if people is not None and self._belongs(
            people, kind, start, end, short=name == "short"
        ):
            if not people.lone or not BEFORE_CASE.match(self.whole, end):
                self.say(kind, people, (people.start, end), token[0])
                people.used = True
                people.end = end
            self.open = None
            return
        if people is not None and people.used and people.end < start:
            self.people = None
        self.open = (kind, start, end)

    def _belongs(self, people: People, kind: str, start: int, end: int, *, short: bool) -> bool:
        """Tell whether a word of harm speaks of the people before it."""
        gap = self.whole[people.end : start]
        if short or not people.exact:
            return not gap.strip()
        if people.lone and kind in ("dead", "hurt") and NUMBER_AT.match(self.whole, end):
            return False  # "a driver hit 4 people"
        if not people.used and NEGATED.search(gap):
            self.people = None
            return False
        if "，" not in gap and "," not in gap:
            by_others = AGENT.search(gap) is not None
            return len(gap) <= _NEAR and not by_others and not (people.used and "、" in gap)
        if people.lone:
            return len(gap) <= _STORY and _OUTCOME.match(self.whole, start) is not None
        return not people.used and self._over_a_comma(gap, kind, end)

    def _over_a_comma(self, gap: str, kind: str, end: int) -> bool:
        if gap.count("，") + gap.count(",") > 1 or len(gap) > _NEXT_CLAUSE:
            return False
        if AGENT.search(gap) or (kind != "dead" and RESCUERS.search(gap)):
            return False
        return not number_after(self.whole, end)

    def _harmed_in_all(self, people: People) -> None:
        """Note "63 dead and hurt": at least one died, and nobody said how many."""
        self.people = None
        if not self.silent:
            self.note(Mention("dead", 1, people.start, people.end, counted=False))
            self.container = "both"
