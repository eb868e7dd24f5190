"""The script of a drill (演练脚本): what becomes known, and what goes wrong, minute by minute.

In:   typed lines, or their stored form.    Out:  ``DrillScript``, or ``BadScript``.
Cost: some microseconds a line; at most ``MOST_CHARS`` characters are read.

A line is ``minute | kind | place | words``: the platform of a post, the unit that sends its
notice back, or how many minutes no message can be sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import Reason, reason
from huiying.reasons.rendering import render

MOST_CHARS = 200_000
MOST_STEPS = 400
MOST_COPIES = 200  # of one post that spreads
MOST_POSTS = 2_000
SHORTEST, LONGEST = 10, 1_440  # minutes of a drill
FEWEST_WORDS, MOST_WORDS, MOST_PLACE = 6, 1_000, 40
_SPLIT = re.compile(r"[|｜]")
_COPIES = re.compile(r"(.+?)\s*[×xX*]\s*(\d{1,6})")


class StepKind(StrEnum):
    """What happens at a minute of a drill; all but a post are injects."""

    POST = "POST"
    BURST = "BURST"
    SECOND = "SECOND"
    RETURN = "RETURN"
    INSTRUCTION = "INSTRUCTION"
    OUTAGE = "OUTAGE"

    @property
    def label(self) -> str:
        """The Chinese word, also in a line of the script."""
        return _KINDS[self]

    @property
    def is_inject(self) -> bool:
        """Tell whether it asks for something beyond the usual steps."""
        return self != StepKind.POST

    @property
    def is_post(self) -> bool:
        """Tell whether posts become known by it."""
        return self in (StepKind.POST, StepKind.BURST, StepKind.SECOND)


_NAMES = {
    StepKind.POST: reason("drills.kind_post"),
    StepKind.BURST: reason("drills.kind_burst"),
    StepKind.SECOND: reason("drills.kind_second"),
    StepKind.RETURN: reason("drills.kind_return"),
    StepKind.INSTRUCTION: reason("drills.kind_instruction"),
    StepKind.OUTAGE: reason("drills.kind_outage"),
}
_KINDS = {kind: render(name) for kind, name in _NAMES.items()}
_BY_LABEL = {label: kind for kind, label in _KINDS.items()}


class BadScript(ValueError):
    """A script cannot be played; ``why`` says which line and what is wrong."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.code)
        self.why = why


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One thing that happens.

    Attributes:
        minute: From the beginning of the drill.
        place: The platform of a post, or the unit that sends its notice back.
        count: How many posts appear, or for how many minutes no message can be sent.
    """

    minute: int
    kind: StepKind
    place: str
    words: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class DrillScript:
    """A script that can be played.

    Attributes:
        minutes: How long the drill is, by its own clock.
        grade: The grade that fits what is played; None = the script says none.
        units: The units that should be notified, by name.
    """

    minutes: int
    grade: Grade | None
    units: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def injects(self) -> tuple[Step, ...]:
        """What is asked beyond the usual steps."""
        return tuple(step for step in self.steps if step.kind.is_inject)

    @property
    def posts(self) -> int:
        """How many posts are played."""
        return sum(step.count for step in self.steps if step.kind.is_post)


def read_lines(text: str) -> tuple[Step, ...]:
    """Return the steps of typed lines, in the order of time.

    Raises:
        BadScript: If a line follows no form, or there are too many.
    """
    if len(text) > MOST_CHARS:
        raise BadScript(reason("drills.too_long", most=MOST_CHARS))
    numbered = enumerate(text.splitlines(), start=1)
    lines = [(number, line) for number, line in numbered if line.strip()]
    if len(lines) > MOST_STEPS:
        raise BadScript(reason("drills.too_many_lines", most=MOST_STEPS))
    steps = [_read_line(number, line) for number, line in lines]
    return tuple(sorted(steps, key=lambda step: step.minute))


def write_lines(steps: Collection[Step]) -> str:
    """Return steps as the lines from which they are read."""
    return "\n".join(_line(step) for step in steps)


def make_script(
    *,
    minutes: int,
    grade: Grade | None,
    units: Collection[str],
    steps: Collection[Step],
) -> DrillScript:
    """Return a script that can be played.

    Raises:
        BadScript: If there is no post, something happens outside of the drill or before the
            first post, or a unit that sends its notice back does not take part.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise BadScript(reason("drills.length", least=SHORTEST, most=LONGEST))
    if not units:
        raise BadScript(reason("drills.no_units"))
    script = DrillScript(minutes, grade, tuple(units), tuple(sorted(steps, key=_minute)))
    posts = [step.minute for step in script.steps if step.kind == StepKind.POST]
    if not posts:
        raise BadScript(reason("drills.no_posts"))
    if script.posts > MOST_POSTS:
        raise BadScript(reason("drills.too_many_posts", most=MOST_POSTS, here=script.posts))
    for step in script.steps:
        _check_moment(step, first=min(posts), minutes=minutes)
        if step.kind == StepKind.RETURN and step.place not in units:
            raise BadScript(reason("drills.unit_absent", unit=step.place))
    return script


def to_data(script: DrillScript) -> dict[str, Any]:
    """Return the stored form of a script."""
    return {
        "schema": 1,
        "minutes": script.minutes,
        "grade": None if script.grade is None else int(script.grade),
        "units": list(script.units),
        "steps": [
            {
                "minute": step.minute,
                "kind": str(step.kind),
                "place": step.place,
                "words": step.words,
                "count": step.count,
            }
            for step in script.steps
        ],
    }


def from_data(data: Mapping[str, Any]) -> DrillScript:
    """Return the script of a stored form, checked as a typed one.

    Raises:
        BadScript: If it cannot be played.
    """
    try:
        steps = [Step(**{**one, "kind": StepKind(one["kind"])}) for one in data["steps"]]
        grade = None if data["grade"] is None else Grade(data["grade"])
        units, minutes = [str(unit) for unit in data["units"]], int(data["minutes"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadScript(reason("drills.unreadable")) from error
    return make_script(minutes=minutes, grade=grade, units=units, steps=steps)


def texts_of(script: DrillScript) -> Iterator[str]:
    """Yield every text that somebody wrote into a script."""
    for step in script.steps:
        yield from (text for text in (step.words, step.place) if text)


def _minute(step: Step) -> int:
    return step.minute


def _check_moment(step: Step, *, first: int, minutes: int) -> None:
    minute, kind = step.minute, _NAMES[step.kind]
    if minute >= minutes:
        raise BadScript(reason("drills.after_end", minute=minute, kind=kind, minutes=minutes))
    if step.kind != StepKind.POST and minute < first:
        raise BadScript(reason("drills.before_first", minute=minute, kind=kind))
    if step.kind == StepKind.OUTAGE and minute + step.count >= minutes:
        raise BadScript(reason("drills.outage_too_long", minute=minute, kind=kind))


def _read_line(number: int, line: str) -> Step:
    parts = [part.strip() for part in _SPLIT.split(line, maxsplit=3)]
    if len(parts) < 3:  # noqa: PLR2004 - minute, kind, place; words may be missing
        raise BadScript(reason("drills.line_form", line=number))
    minute, word, place, words = (*parts, "")[:4]
    kind = _BY_LABEL.get(word)
    if kind is None:
        raise BadScript(reason("drills.line_kind", line=number, kind=word[:MOST_PLACE]))
    if not (minute.isascii() and minute.isdecimal()) or len(minute) > len(str(LONGEST)):
        raise BadScript(reason("drills.line_minute", line=number))
    place, count = _place_and_count(number, kind, place)
    if kind != StepKind.OUTAGE and not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        raise BadScript(
            reason("drills.line_words", line=number, least=FEWEST_WORDS, most=MOST_WORDS)
        )
    return Step(int(minute), kind, place, words, count)


def _place_and_count(number: int, kind: StepKind, place: str) -> tuple[str, int]:
    """Return platform or unit, and how many posts or minutes.

    Raises:
        BadScript: If one of them is missing or out of its limits.
    """
    if kind == StepKind.OUTAGE:
        if not (place.isascii() and place.isdecimal()) or not 1 <= int(place[:6]) <= LONGEST:
            raise BadScript(reason("drills.line_outage", line=number))
        return "", int(place[:6])
    if kind == StepKind.INSTRUCTION:
        return "", 1
    count = 1
    if kind != StepKind.RETURN and (found := _COPIES.fullmatch(place)):
        place, count = found[1], int(found[2])
    if not 1 <= len(place) <= MOST_PLACE:
        raise BadScript(reason("drills.line_place", line=number, most=MOST_PLACE))
    if not 1 <= count <= MOST_COPIES:
        raise BadScript(reason("drills.line_copies", line=number, most=MOST_COPIES))
    return place, count


def _line(step: Step) -> str:
    place = step.place
    if step.kind == StepKind.OUTAGE:
        place = str(step.count)
    elif step.count > 1:
        place = f"{step.place}×{step.count}"
    words = " ".join(step.words.split())
    return f"{step.minute} | {step.kind.label} | {place} | {words}".rstrip(" |")
