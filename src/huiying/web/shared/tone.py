"""What posts want, in words. For sorting only.

In:   a text, or what was read of many.    Out:  a small label, or a line with its reason.
Cost: about 30 µs a post.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiying.engine.reading.tone import ToneSummary, read_tone

KINDS = {
    "question": gettext_lazy("咨询"),
    "help": gettext_lazy("求助"),
    "complaint": gettext_lazy("投诉"),
    "accusation": gettext_lazy("举报"),
    "suggestion": pgettext_lazy("kind of post", "建议"),
    "praise": gettext_lazy("表扬"),
}


def kind_word(kind: str | None) -> str:
    """Return the word of a kind; "" when no words tell what a post wants."""
    return str(KINDS[kind]) if kind in KINDS else ""


@dataclass(frozen=True, slots=True)
class PostLabel:
    """A small label at a post; ``reason`` says what it rests on."""

    word: str
    warn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ToneLine:
    """What most posts of a matter want."""

    label: str
    count: str
    reason: str


def post_labels(title: str, text: str) -> list[PostLabel]:
    """Return the label of what one post wants, with its reason; none where no words tell."""
    manner = read_tone(title, text)
    if not manner.kind.sure or not kind_word(manner.kind.kind):
        return []
    return [PostLabel(kind_word(manner.kind.kind), reason=_reason(manner.kind.words))]


def tone_lines(tone: ToneSummary) -> list[ToneLine]:
    """Return what most posts of a matter want, with count and reason; none if no words tell.

    How they sound is left out: it decides nothing, and would pass for a finding.
    """
    if not tone.kind or not kind_word(tone.kind):
        return []
    return [
        ToneLine(
            label=kind_word(tone.kind),
            count=_count(tone.kind_posts, tone.posts),
            reason=_reason(tone.kind_words),
        )
    ]


def _count(some: int, every: int) -> str:
    return _("%(every)s 条中 %(some)s 条") % {"every": every, "some": some}


def _reason(words: Iterable[str]) -> str:
    return _("依据：%(words)s") % {"words": _("、").join(f"“{word}”" for word in words)}
