"""Read the casualty figures of a text, sentence by sentence.

In:   the text of title and post; the tokens of ``casualty_words``.
Out:  mentions: a kind, a number, and how it was said (as an addition, a part, a correction …).
Cost: linear in the characters of sentences that hold such a word; pure.

A number belongs to the word after it ("3 people died") unless the word before it is still
without one ("died: 3 people"). Words like "last year", "if" or "drill" silence what follows.
"""

from __future__ import annotations

import re
from typing import Final

from huiying.engine.casualties.joining import NEAR, NEXT_CLAUSE, Joining
from huiying.engine.casualties.people import (
    CUE_SOON,
    NUMBER_AT,
    Mention,
    People,
    has_number_after,
    read_people,
)
from huiying.engine.casualties.words import (
    AGENT,
    ANY_CUE,
    BEFORE_CASE,
    CUES,
    GONE,
    NEGATED,
    NOT_YET,
    RESCUED,
    RESCUERS,
    SENT_OUT,
    SENTENCE,
    TOKENS,
)
from huiying.engine.text.numerals import NUMERAL, read_number
from huiying.engine.text.patterns import guarded

_SHORT: Final = {"死": "dead", "亡": "dead", "伤": "hurt"}
_SENT_OUT_BEFORE: Final = 14
_TWO: Final = 2
_MAX_MENTIONS: Final = 200  # each is compared with those before it; no report has so many
_PEOPLE: Final = ("one", "many", "kin", "number")
_STORY: Final = 40  # "my father fell …, was taken …, and could not be saved"
_DEATHBED: Final = re.compile(
    r"抢救|重症|ICU|病床|没[挺撑熬]|断了?气|遇难|身亡|死亡|死了[人\d一二两三四五六七八九十]|[重受]伤|伤[了者员势]|事故|爆炸|坍塌|中毒|翻[下车]"
)
_OUTCOME: Final = re.compile(
    rf"{GONE}|(?:没有?|未能?)(?:抢)?救(?:过来|活|回来)|不治|抢救无效|失联|下落不明|没了|昏迷|骨折|住进|送医|断了|[擦蹭磕划]破"
)
_CONTEXT: Final = guarded(
    "应为|实为|改为|演练|演习|推演|模拟|谣言|不实|有误|写错|报错|不属实"
    "|获救|救出|脱险|脱困|升井|平安"
)
_GOES_ON: Final = re.compile(r"\s*(?:当时|那次|那场|该次|那年|那时)")
_OWN_NUMBER: Final = re.compile(rf"[^，,。；;\d]{{0,10}}{NUMERAL}[多余]?[人名户个]")
_OF_THE_LAW: Final = re.compile(
    "[人名]以上(?:[^，,。；;\\d]{0,6}的[，,]|的|[\\d一二三四五六七八九十]|事故)"
)


class CasualtyReader(Joining):
    """Goes over the tokens and brings people and words of harm together."""

    def read(self) -> list[Mention]:
        """Return the mentions of the whole text, those that were taken back marked void."""
        cue_at = -1
        for sentence in SENTENCE.finditer(self.whole):
            start, end = sentence.span()
            text = sentence[0]
            if cue_at < start:  # the next one is found once, not sentence by sentence
                cue = ANY_CUE.search(self.whole, start)
                cue_at = cue.start() if cue else len(self.whole)
            if cue_at >= end and not _CONTEXT.search(text):
                self.past = False
                continue
            self.number += 1
            self.past = self.past and _GOES_ON.match(text) is not None
            self.begin_sentence()
            self.span = start, end
            self.suppose = _OF_THE_LAW.search(text) is not None
            self._take_back_before(text)
            for token in TOKENS.finditer(self.whole, start, end):
                self._meet(token)
                if len(self.mentions) >= _MAX_MENTIONS:
                    return self.mentions
        return self.mentions

    def _meet(self, token: re.Match[str]) -> None:
        name = token.lastgroup or ""
        if name in _PEOPLE:
            self._people(token, name)
        elif name in CUES or name in ("short", "both"):
            self._cue(token, name)
        elif name in ("left", "unharmed"):
            self._phrase(token, name)
        elif name == "dead_one":
            self.state("dead", People(1, *token.span(), lone=True), token.span(), token[0])
        elif name == "lives" and not self.silent:
            number = read_number(token["l_low"])
            if number is not None:
                self.note(Mention("dead", number, token.start(), token.end()))
        else:
            self.meet_sign(token, name)

    def _phrase(self, token: re.Match[str], name: str) -> None:
        """Note "the old man is gone", where somebody died, and "they have not a scratch"."""
        people = self.people
        if name == "unharmed":
            if people is not None and people.exact and not self.silent:
                self.note(Mention("hurt", 0, *token.span()))
            return
        start, end = self.span
        if _DEATHBED.search(self.whole, max(0, start - NEXT_CLAUSE), end) is None:
            return
        if self.whole[token.start() - 1] in "又再也":  # besides those who died before
            self.add = True
            if people is not None:
                people.add = True
        self._cue(token, "dead")

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
        if self.open is not None and self._belongs_to_open(people):
            kind, cue_start, cue_end = self.open
            self.open = None
            head = self.whole[self.clause(cue_start) : cue_start]
            if kind == "trapped" and RESCUED.search(head) and not NOT_YET.search(head):
                people.number = 0  # "15 who were trapped were saved"
            self.state(kind, people, (cue_start, people.end), self.whole[cue_start:cue_end])
            people.used = True
            self.announced_people = people
            return
        sure = people.exact or (start == self.changed_at and self._stands_alone(people.end))
        kind_before = self.inherit if sure else None
        if kind_before is not None and CUE_SOON.match(self.whole, people.end) is None:
            self.inherit = None
            people.used = True
        else:
            kind_before = (
                self._still_sought(people) if self.remain else self._kind_of_the_last(people)
            )
        if kind_before is not None:
            self.state(kind_before, people, (start, people.end), "")
            return
        self.people = people
        self.void = False

    # -- what happened to them ------------------------------------------------------------

    def _cue(self, token: re.Match[str], name: str) -> None:
        start, end = token.span()
        self._where(start)
        people = self.people
        if name == "evacuated" and self._all_led_away(start, end):
            return
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
            if kind == "evacuated" and people.lone:
                people.counted = False  # "residents were led away": nobody says how many
            if not people.lone or not BEFORE_CASE.match(self.whole, end):
                self.state(kind, people, (people.start, end), token[0])
                people.used = True
                people.end = end
                self._settle(end)
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
        story = people.lone and not self.whole.startswith("没了", start)
        if not people.used and NEGATED.search(_last_clause(gap) if story else gap):
            self.people = None
            return False
        if "，" not in gap and "," not in gap:
            by_others = AGENT.search(gap) is not None
            return len(gap) <= NEAR and not by_others and not (people.used and "、" in gap)
        if people.lone:
            return len(gap) <= _STORY and _OUTCOME.match(self.whole, start) is not None
        return not people.used and self._over_a_comma(gap, kind, end)

    def _over_a_comma(self, gap: str, kind: str, end: int) -> bool:
        if gap.count("，") + gap.count(",") > 1 or len(gap) > NEXT_CLAUSE:
            return False
        if kind == "evacuated" and _OWN_NUMBER.match(self.whole, end):
            return False
        if AGENT.search(gap) or (kind != "dead" and RESCUERS.search(gap)):
            return False
        return not has_number_after(self.whole, end)

    def _harmed_in_all(self, people: People) -> None:
        """Note "63 dead and hurt": at least one died, and nobody said how many."""
        self.people = None
        if not self.silent:
            self.note(Mention("dead", 1, people.start, people.end, counted=False))
            self.container = "both"


def _last_clause(text: str) -> str:
    return text[max(text.rfind(sign) for sign in "，,") + 1 :]
