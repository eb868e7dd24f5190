"""Compose the everyday posts of the district from written templates.

In:   ``content/noise/``: lines said once, sentence templates with slots; one fixed seed.
Out:  posts without a matter, spread over three days like people's days.
Cost: some 600 draws; each is compared with what the same template gave before.

No template speaks more often than ``MAX_USES``, the least used words are drawn first, and two
posts of one template share at most about ``MAX_SHARED`` of their character pairs: everyday
noise must form neither near-duplicate groups nor incidents of its own.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from huiying.jobs.demo.scenario_files import split_place
from huiying.jobs.demo.scenario_types import NAMELESS_SOURCES, PostStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

SEED = 20221
MAX_SHARED = 0.25  # Jaccard similarity of character pairs within one template
MAX_DRAWS = 24
MAX_USES = 2  # of one template
_SLOT = re.compile(r"\{([^}]+)\}")
_UNKNOWN_SHARE = 0.35  # of the message board's posts carry no time of publication
_HEADED = frozenset({"daily", "jiangyuan", "board"})  # where every post has a title
_MINUTE = timedelta(minutes=1)
# How many of 100 posts of a day fall into each hour: people sleep, eat and talk in the evening.
_HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 8, 7, 6, 6, 8, 6, 4, 4, 5, 6, 7, 8, 7, 5, 3, 2)
_SURNAMELESS = ("小", "老", "阿", "大", "二", "半", "一只", "爱", "不想", "云川")
_CALLED = (
    "树", "海风", "饼干", "算盘", "灯笼", "铅笔", "南瓜", "石头", "栗子", "风铃", "麻雀",
    "汽水", "墨鱼", "月台", "竹子", "瓦片", "棉花", "拖拉机", "青椒", "白杨", "豆包", "纽扣",
    "火车", "糖炒",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence frame and the places where such talk is heard."""

    places: tuple[str, ...]
    frame: str


def read_templates(file: Traversable) -> tuple[Template, ...]:
    """Return the templates of the file; comments and empty lines are skipped."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            places, _, frame = line.partition("|")
            found.append(Template(tuple(places.strip().split(",")), frame.strip()))
    return tuple(found)


def fill(
    frame: str, slots: Mapping[str, Sequence[str]], dice: random.Random, uses: Counter[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the frame with every ``{slot}`` and ``{one|other}`` drawn, and the words drawn.

    The words that ``uses`` has seen least are drawn first; no word comes twice in one text.

    Raises:
        KeyError: If the frame names a slot that does not exist.
    """
    drawn: list[str] = []

    def draw(found: re.Match[str]) -> str:
        words = found[1].split("|") if "|" in found[1] else slots[found[1]]
        left = [word for word in words if word not in drawn] or list(words)
        fewest = min(uses[word] for word in left)
        drawn.append(dice.choice([word for word in left if uses[word] <= fewest + 1]))
        return drawn[-1]

    return _SLOT.sub(draw, frame), tuple(drawn)


def pairs(text: str) -> frozenset[str]:
    """Return the character pairs of a text."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


@dataclass(frozen=True, slots=True)
class Span:
    """So many everyday posts between two moments of one day."""

    starts: timedelta
    ends: timedelta
    count: int


def compose(
    folder: Traversable, *, spans: Sequence[Span], seed: int = SEED
) -> Iterator[PostStep]:
    """Yield different everyday posts, as many as the spans ask for.

    Raises:
        ValueError: If the spans ask for more than the content can give.
    """
    dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    talk = [*_said_once(folder / "once.txt"), *_from_templates(folder, dice)]
    wanted = sum(span.count for span in spans)
    if wanted > len(talk):
        raise ValueError(f"{wanted} everyday posts wanted, {len(talk)} can be composed")
    dice.shuffle(talk)
    for label, span in enumerate(spans, start=1):
        for number, at in enumerate(_moments(span, dice), start=1):
            places, text = talk.pop()
            yield _post(places, text, at, f"noise-{label}-{number:04d}", dice)


def _said_once(file: Traversable) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (places, text) of every line of a file of blocks ``@ place place``."""
    places: tuple[str, ...] = ()
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("@"):
            places = tuple(line[1:].split())
        elif line.strip() and not line.startswith("#"):
            yield places, line.strip()


def _from_templates(
    folder: Traversable, dice: random.Random
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (places, text), ``MAX_USES`` of each template."""
    slots = json.loads((folder / "slots.json").read_text("utf-8"))
    uses: Counter[str] = Counter()
    for template in read_templates(folder / "templates.txt"):
        before: list[frozenset[str]] = []
        for _ in range(MAX_USES):
            text, drawn = _fresh(template, slots, dice, before, uses)
            before.append(pairs(text))
            uses.update(drawn)
            yield template.places, text


def _moments(span: Span, dice: random.Random) -> list[timedelta]:
    """Return sorted moments within the span, as dense as people are awake."""
    minutes = range(span.starts // _MINUTE, span.ends // _MINUTE)
    weights = [_HOURS[minute // 60 % 24] for minute in minutes]
    drawn = dice.choices(minutes, weights=weights, k=span.count)
    return sorted(timedelta(minutes=minute, seconds=dice.randrange(60)) for minute in drawn)


def _fresh(
    template: Template,
    slots: Mapping[str, Sequence[str]],
    dice: random.Random,
    before: Sequence[frozenset[str]],
    uses: Counter[str],
) -> tuple[str, tuple[str, ...]]:
    """Return the first draw unlike the template's earlier ones, else the least alike."""
    best: tuple[str, tuple[str, ...]] = ("", ())
    best_share = 2.0
    for _ in range(MAX_DRAWS):
        text, drawn = fill(template.frame, slots, dice, uses)
        own = pairs(text)
        share = max((len(own & old) / len(own | old) for old in before), default=0.0)
        if share < best_share:
            best, best_share = (text, drawn), share
        if share <= MAX_SHARED:
            break
    return best


def _post(
    places: Sequence[str], text: str, at: timedelta, key: str, dice: random.Random
) -> PostStep:
    source, community = split_place(dice.choice(places))
    wait = timedelta(minutes=dice.randrange(1, 40))
    unknown = source == "board" and dice.random() < _UNKNOWN_SHARE
    return PostStep(
        offset=at,
        key=key,
        source=source,
        community=community,
        author=_handle(source, dice),
        title=_headline(text) if source in _HEADED else "",
        text=text,
        url="",
        published_offset=None if unknown else at - wait,
    )


def _headline(text: str) -> str:
    """Return the first clause of a text, at most 30 characters."""
    return re.split("[，：；？。]", text.removeprefix("本报讯 "), maxsplit=1)[0][:30]


def _handle(source: str, dice: random.Random) -> str:
    if source in NAMELESS_SOURCES:
        return ""
    return f"{dice.choice(_SURNAMELESS)}{dice.choice(_CALLED)}"
