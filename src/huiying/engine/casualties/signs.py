"""Words that change how nearby numbers are read: denials, corrections, drills.

In:   tokens that name neither people nor harm, as ``casualty_reading`` meets them.
Out:  what is said is silenced, taken back, replaced, or set to nobody.
Cost: constant for a token, but for a look over the mentions of the text; pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from huiying.engine.casualties.mentions import Mentions
from huiying.engine.casualties.people import NUMBER_AT, RANK_CORRECTED, Mention, People
from huiying.engine.casualties.words import EVERYBODY, NOT_YET, SAVED
from huiying.engine.text.numerals import NUMERAL, read_number

if TYPE_CHECKING:
    from collections.abc import Callable

_NONE_OF: Final = {
    "no_both": ("dead", "hurt"),
    "no_dead": ("dead",),
    "no_hurt": ("hurt",),
    "no_missing": ("missing",),
    "no_trapped": ("trapped",),
}
_RISE: Final = re.compile("[升增]|上升")
_DENIES_BEFORE: Final = re.compile(
    r"\s*(?:这|该|此|上述|以上|均|都|全|纯属|系|不实)[^，,]{0,8}"
    "(?:谣言|不实|假的|有误|不属实|误传|造谣)"
)
_PART_GOES_ON: Final = re.compile(r"\s?(?:\d|[一两二三四五六七八九十]|重|轻|危|包括)")
_SAVED_REST_WAIT: Final = re.compile(
    rf"了?(?P<saved>{NUMERAL})[人名个位][^。；;\d]{{0,12}}?(?:剩余|其余|余下|剩下)(?!\s?\d)"
)
_OF_THEM_ALL: Final = re.compile("[，,]?但?[均全都]")
_STILL_OPEN: Final = 20  # characters over which a word of harm waits for its right number
_SAID_WRONG: Final = re.compile('[”"’』」]?[应实改]')
_QUOTED_BEFORE: Final = re.compile('[”"][^，。,”"]{0,8}$')
_NEAR_QUOTE: Final = 10  # characters before a word in which a quotation may end
_OTHERS: Final = re.compile("其余|其他|其它|他人")
_NOR: Final = re.compile(
    r"(?:人员)?(?:和|及|以及|或|与|、)(?:人员)?"
    r"(?:(?P<both>伤亡)|(?P<dead>死亡|遇难)|(?P<hurt>受伤)|(?P<missing>失踪|失联)|(?P<trapped>被困))(?!\s?\d)"
)


class Signs(Mentions):
    """Holds the people and the word of harm that still wait for each other."""

    def begin_sentence(self) -> None:
        """Forget what holds for one sentence only."""
        super().begin_sentence()
        self.people: People | None = None
        self.open: tuple[str, int, int] | None = None  # a word that still wants its number
        self.announced_people: People | None = None  # whom the word before them was said of
        self.changed_at = -1  # where a word ended after which the right number stands
        self.saved = 0  # of those who were sought, how many were last said to be alive

    def meet_sign(self, token: re.Match[str], name: str) -> None:
        """Take note of a word that is neither people nor harm."""
        if name in _SIGNS:
            _SIGNS[name](self, token)
        elif name in _NONE_OF:
            self._nobody(token, _NONE_OF[name])

    def _nobody(self, token: re.Match[str], kinds: tuple[str, ...]) -> None:
        start, end = token.span()
        if self.silent or _OTHERS.search(self.whole, max(0, start - 4), start):
            return
        people, self.people, self.open = self.people, None, None
        if people is not None and not people.used and people.end == start:
            return  # "5 people were not hurt"
        more = _NOR.match(self.whole, end)
        while more is not None:  # "nobody was hurt or is missing"
            more_of = more.lastgroup or ""
            kinds += _NONE_OF["no_both"] if more_of == "both" else (more_of,)
            end = more.end()
            more = _NOR.match(self.whole, end)
        for kind in kinds:
            self.note(Mention(kind, 0, start, end))

    def _take_back_before(self, text: str) -> None:
        """Take back what the sentence before said, when this one begins by denying it."""
        if _DENIES_BEFORE.match(text):
            for mention in self.mentions:
                if mention.sentence == self.number - 1:
                    mention.void = True

    def _hearsay(self, token: re.Match[str]) -> None:
        self.hearsay, self.hearsay_at = True, token.start()

    def _denied(self, token: re.Match[str]) -> None:
        """Take back what the sentence said, or of it what "some say" introduced."""
        del token
        mentions = [one for one in self.mentions
                if one.sentence == self.number and one.rank < RANK_CORRECTED]  # fmt: skip
        if self.hearsay and self.open is not None and self.hearsay_at < self.open[1]:
            mentions = [one for one in mentions if one.start > self.hearsay_at]
        for mention in mentions:
            mention.void = True
        self.hearsay = False

    def _correct(self, token: re.Match[str]) -> None:
        """After "should be": the next number replaces the last one of its kind."""
        self.corrects = not _RISE.match(token[0])  # a rise needs no precedence
        self.hearsay = self.subset = self.void = False
        self.changed_at = token.end()
        known = self.last or self.previous
        if known is not None and _SAID_WRONG.fullmatch(
            self.whole, known.end, token.start() + 1
        ):
            known.void = True  # "'5 died' should be …"
        if self.open is not None and token.start() - self.open[2] <= _STILL_OPEN:
            self.inherit = self.open[0]
        elif self.open is None and known is not None:
            self.inherit = known.kind
            if token.lastgroup == "change":
                known.void = True

    def _heading(self, token: re.Match[str]) -> None:
        del token
        self.all_correct, self.hearsay = True, False

    def _comma(self, token: re.Match[str]) -> None:
        self.near = False
        self.first_at = -1
        if self.last is not None and self.last.end > (self.people.start if self.people else 0):
            self.add = self.total = self.remain = False
        if self.subset and not _PART_GOES_ON.match(self.whole, token.end()):
            self.subset = False

    def _drill(self, token: re.Match[str]) -> None:
        """From here on it is an exercise; so is what was quoted just before."""
        self.drill = True
        start = token.start()
        if _QUOTED_BEFORE.search(self.whole, max(0, start - _NEAR_QUOTE), start):
            for mention in self.mentions:
                mention.void = True

    def _safe(self, token: re.Match[str]) -> None:
        """After "all were saved" nobody is trapped or missing any more."""
        people, self.people, self.open = self.people, None, None
        self.safe_at = token.start()
        begin = self.clause(token.start())
        head = self.whole[begin : token.start()]
        every = EVERYBODY.search(head) is not None
        if self.silent or NOT_YET.search(head):
            return
        some_follow = NUMBER_AT.match(self.whole, token.end()) is not None
        sought = [one for one in self.mentions if one.kind in ("missing", "trapped")
                  and not one.void and self.number - one.sentence <= 1]  # fmt: skip
        if not sought or sought[-1].number == 0:
            return
        if some_follow and not every:
            self._rest(sought[-1], token.end())
            return
        named = people if people and not (people.used or people.lone) else None
        if named and named.start >= begin and named.number < sought[-1].number:
            self.saved = named.number
            self._settle(token.end())
            return
        if not every and not SAVED.match(token[0]):
            return
        if named and named.start >= begin and named.number != sought[-1].number:
            return  # others
        self.note(Mention(sought[-1].kind, 0, begin, token.end(), rank=RANK_CORRECTED))
        if _OF_THEM_ALL.match(self.whole, token.end()):
            self.people = People(sought[-1].number, begin, token.end())

    def _settle(self, at: int) -> None:
        """When the living and the dead are all who were sought, nobody is sought any more."""
        if not self.saved:
            return
        sought = [one for one in self.mentions if one.kind in ("missing", "trapped")
                  and not one.void]  # fmt: skip
        dead = [one.number for one in self.mentions if one.kind == "dead" and not one.void]
        if sought and dead and self.saved + dead[-1] == sought[-1].number:
            kind, self.saved = sought[-1].kind, 0
            self.note(Mention(kind, 0, sought[-1].start, at, rank=RANK_CORRECTED))

    def _rest(self, sought: Mention, at: int) -> None:
        """After "9 were saved, the rest wait" as many fewer are sought."""
        saved = _SAVED_REST_WAIT.match(self.whole, at)
        number = read_number(saved["saved"]) if saved else None
        if number is not None and number < sought.number:
            rest = sought.number - number
            self.note(Mention(sought.kind, rest, sought.start, at, rank=RANK_CORRECTED))


def _set(**state: bool) -> Callable[[Signs, re.Match[str]], None]:
    def act(signs: Signs, token: re.Match[str]) -> None:
        del token
        for name, value in state.items():
            setattr(signs, name, value)

    return act


def _thing(signs: Signs, token: re.Match[str]) -> None:
    del token
    if signs.open is not None and signs.open[0] != "evacuated":
        signs.open = None


def _only_exercise(signs: Signs, token: re.Match[str]) -> None:
    del token
    signs.drill = True
    for mention in signs.mentions:
        mention.void = True


_SIGNS: Final[dict[str, Callable[[Signs, re.Match[str]], None]]] = {
    "bare_year": _set(past=True),
    "past": _set(past=True),
    "fiction": _set(past=True),
    "elsewhere": _set(past=True),
    "present": _set(past=False),
    "suppose": _set(suppose=True),
    "near": _set(near=True),
    "drill": Signs._drill,
    "drill_back": _only_exercise,
    "real": _set(drill=False),
    "subset": _set(subset=True, add=False),
    "remain": _set(remain=True, add=True),
    "add": _set(add=True, subset=False),
    "total": _set(total=True, subset=False, add=False),
    "change": Signs._correct,
    "correct": Signs._correct,
    "not_so": _set(void=True),
    "rumour": _set(rumour=True),
    "denied": Signs._denied,
    "hearsay": Signs._hearsay,
    "heading": Signs._heading,
    "official": _set(hearsay=False),
    "asof": _set(asof=True, past=False, hearsay=False),
    "safe": Signs._safe,
    "thing": _thing,
    "comma": Signs._comma,
}
