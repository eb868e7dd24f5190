"""The figures read so far, and how a new number relates to them.

In:   people and what happened to them, as ``casualty_reading`` meets them.
Out:  a growing list of mentions; what a later one corrects is marked void.
Cost: constant for a mention, but for looks back over the few before it; pure.
"""

from __future__ import annotations

import re
from typing import Final

from huiying.engine.casualties.people import (
    RANK_CORRECTED,
    RANK_OLD,
    RANK_STATED,
    Mention,
    People,
)
from huiying.engine.casualties.places import PASSED_ON
from huiying.engine.casualties.words import APART, AT_ONCE, GENERAL_HURT, LATER

_PLACE: Final = 26  # characters that a place may have
_MOST_BACK: Final = 64  # characters in which the beginning of a clause is looked for
_TAKEN: Final = re.compile("(?:经|在)?(?:送医|送院|抢救|救治|入院|送往医院|医院)[^，]{0,4}")
_OF_HURT: Final = re.compile("伤者|伤员|重伤|伤势|送医")
_CLAUSE: Final = re.compile("[，,。；;、\n！!？?:]")


class Mentions:
    """The mentions of one text, and the words in force that colour the next one."""

    def __init__(self, whole: str, title_end: int) -> None:
        """Begin to note what ``whole`` says, whose title ends at ``title_end``."""
        self.whole = whole
        self.title_end = title_end
        self.mentions: list[Mention] = []
        self.number = 0  # of the sentence
        self.span = (0, len(whole))  # of the sentence
        self.safe_at = -1  # where people were last said to be found or safe
        self.drill = self.past = False
        self.last: Mention | None = None
        self.begin_sentence()

    def begin_sentence(self) -> None:
        """Forget what holds for one sentence only."""
        self.container: str | None = None  # the kind that "among them" is about
        self.previous, self.last = self.last, None
        self.suppose = self.near = self.hearsay = self.asof = False
        self.add = self.subset = self.total = self.remain = self.void = False
        self.inherit: str | None = None  # the kind of a number that is replaced
        self.hearsay_at = -1
        self.corrects = self.all_correct = self.rumour = False
        self.first_at = -1  # of the clause: where people or harm are first named
        self.news: tuple[int, int] | None = None  # of another place; None: not looked for

    @property
    def silent(self) -> bool:
        """Tell whether what is said now states nothing."""
        return self.drill or self.past or self.suppose or self.near

    def state(self, kind: str, people: People, span: tuple[int, int], cue: str) -> None:
        """Note that so many people are dead, hurt, missing, trapped or led away."""
        if self.silent or "dead" in people.kinds or self._passed_on(people.start):
            return
        if kind in people.kinds:
            if self.last is not None and GENERAL_HURT.match(cue):
                self.last.special = False  # "5 vomited and are in hospital"
            return
        was_hurt = kind == "dead" and ("hurt" in people.kinds or "伤" in cue)
        if kind == "dead":
            self._only_dead(people)
        people.kinds.add(kind)
        clause = self.whole[self.clause(people.start) : span[1]]
        mention = Mention(
            kind, people.number, *span, counted=people.counted,
            special=kind == "hurt" and bool(cue) and GENERAL_HURT.match(cue) is None,
            add=people.add, subset=people.subset, total=people.total, void=people.void,
            rank=self._rank(kind, people), asof=self.asof, place=self._place(),
        )  # fmt: skip
        self._relate(mention, people, clause, was_hurt=was_hurt)
        self.note(mention)

    def _place(self) -> str:
        """Return the place with which the clause begins: "block A: 2 dead"."""
        at = self.first_at
        least = max(0, at - _PLACE)
        begin = max(self.whole.rfind(sign, least, at) for sign in "，,。；;\n") if at > 0 else 0
        head = self.whole[max(begin + 1, least) : max(at, 0)].rstrip("死亡受伤造成致")
        return head if APART.search(head) else ""

    def _passed_on(self, at: int) -> bool:
        """Tell whether it stands in news of another place that somebody compares or shows."""
        if self.news is None:
            found = PASSED_ON.search(self.whole, *self.span)
            self.news = found.span() if found else (0, 0)
        return self.news[0] <= at < self.news[1]

    def _only_dead(self, people: People) -> None:
        """Whoever died is not counted as hurt, missing or trapped as well."""
        for known in self.mentions:
            if known.start == people.start and people.kinds:
                known.void = True

    def _relate(self, mention: Mention, people: People, clause: str, *, was_hurt: bool) -> None:
        """Decide whether a number adds to the one before, is part of it, or stands alone."""
        if people.subset and not self.mentions:
            mention.subset = False  # of all who were there, not of all who were harmed
        told_again = mention.kind in ("dead", "hurt") or mention.rank == RANK_CORRECTED
        if people.remain and told_again:
            mention.add = False  # "still 3 are hurt" tells of nobody else
        if mention.kind == "dead" and not people.total:
            self._of_the_hurt(mention, clause, was_hurt=was_hurt)
        elif people.subset and self.container not in (None, mention.kind):
            mention.subset = False
        if not (mention.add or mention.subset or mention.total or mention.later):
            mention.add = self._apart(mention, clause)

    def note(self, mention: Mention) -> None:
        """Add a mention; a correction voids what it corrects."""
        mention.sentence = self.number
        mention.in_title = mention.start < self.title_end
        if mention.rank == RANK_CORRECTED and not (
            mention.void or mention.add or mention.subset
        ):
            for one in self.mentions:
                if one.kind == mention.kind and self.number - one.sentence <= 1:
                    one.void = True
        self.mentions.append(mention)
        if not mention.subset:
            self.container = mention.kind
        self.last = mention
        self.inherit = None
        self.corrects = self.void = False

    def clause(self, at: int) -> int:
        """Return where the clause begins that holds a character."""
        start = max(0, at - _MOST_BACK)
        signs = [found.end() for found in _CLAUSE.finditer(self.whole, start, at)]
        return signs[-1] if signs else start

    def _of_the_hurt(self, mention: Mention, clause: str, *, was_hurt: bool) -> None:
        """See whether the dead were counted as hurt before."""
        part = mention.subset and self.container == "hurt"
        if part or (mention.subset and self.container not in (None, "dead")):
            mention.subset = False
        known = any(one.kind == "dead" and not one.void for one in self.mentions)
        late = LATER.search(clause) is not None and AT_ONCE.search(clause) is None
        taken = self.container == "hurt" and _TAKEN.fullmatch(
            clause[: mention.start - mention.end].strip()
        )
        if (part and (late or not known)) or (was_hurt and _OF_HURT.search(clause)) or taken:
            mention.later = any(one.kind == "hurt" and not one.void for one in self.mentions)
            mention.add = mention.add or (known and mention.rank < RANK_CORRECTED)

    def _apart(self, mention: Mention, clause: str) -> bool:
        """Tell a second number of other people from the same number said again."""
        before = next(
            (one for one in reversed(self.mentions)
             if one.kind == mention.kind and not one.void and not one.subset), None,
        )  # fmt: skip
        if before is None or self.number - before.sentence > 1 or before.number == 0:
            return False
        if mention.rank != before.rank:
            return False
        if mention.place and before.place and mention.place != before.place:
            return True
        first = self.whole[self.clause(before.start) : before.end]
        if AT_ONCE.search(first) and LATER.search(clause):
            return True
        if before.sentence != self.number:
            return False
        head = clause[: len(clause) - (mention.end - mention.start)]
        first_head = first[: len(first) - (before.end - before.start)]
        return bool(APART.search(head.strip()) and APART.search(first_head.strip()))

    def _rank(self, kind: str, people: People) -> int:
        if self.corrects or self.all_correct:
            return RANK_CORRECTED
        if kind in ("missing", "trapped") and (people.remain or self._fewer_than_before(kind)):
            return RANK_CORRECTED
        return RANK_OLD if self.hearsay else RANK_STATED

    def _fewer_than_before(self, kind: str) -> bool:
        """Tell whether some were found since the last number of this kind was said."""
        known = [one.end for one in self.mentions if one.kind == kind and not one.void]
        return bool(known) and self.safe_at > known[-1]
