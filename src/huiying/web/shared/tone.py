"""What posts want and how they sound, in words. For sorting only.

In:   a text, or what was read of many.    Out:  small labels, and lines with their reasons.
Cost: about 30 µs a post.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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


def post_labels(title: str, text: str, *, quiet: bool = False) -> list[dict[str, Any]]:
    """Return the labels of one post, each with its reason; none where no words tell.

    Args:
        quiet: For a line of a list: what sounds not negative needs no label there.
    """
    manner = read_tone(title, text)
    labels = []
    if manner.kind.sure and kind_word(manner.kind.kind):
        labels.append(_label(kind_word(manner.kind.kind), manner.kind.words))
    if manner.attitude.negative or (manner.attitude.negative is False and not quiet):
        labels.append(_label(_sound(negative=manner.attitude.negative), manner.attitude.words))
    return labels


def tone_lines(tone: ToneSummary) -> list[dict[str, str]]:
    """Return what the posts of a matter want and how they sound, with counts and reasons."""
    lines = []
    if tone.kind and kind_word(tone.kind):
        lines.append(
            {
                "label": kind_word(tone.kind),
                "count": _count(tone.kind_posts, tone.posts),
                "reason": _reason(tone.kind_words),
            }
        )
    if tone.negative or tone.other:
        lines.append(
            {
                "label": _sound(negative=tone.negative > 0),
                "count": _count(tone.negative or tone.other, tone.posts),
                "reason": _reason(tone.attitude_words),
            }
        )
    return lines


def _label(word: str, words: Iterable[str]) -> dict[str, Any]:
    return {"word": word, "warn": False, "reason": _reason(words)}


def _sound(*, negative: bool) -> str:
    return _("语气负面") if negative else _("语气不负面")


def _count(some: int, every: int) -> str:
    return _("%(every)s 条中 %(some)s 条") % {"every": every, "some": some}


def _reason(words: Iterable[str]) -> str:
    return _("依据：%(words)s") % {"words": _("、").join(f"“{word}”" for word in words)}
