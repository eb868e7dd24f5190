"""Watch topics of a decision: phrases tried before, and what came after the announcement.

In:   phrases, a file that was announced.    Out:  hits; which foreseen doubts came.
Cost: one look-up in the index for each phrase, and one row for each doubt that came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.search.documents import find
from huiying.base.search.personal import personal_search_refusal
from huiying.base.search.tokens import words_of
from huiying.policy.prevention.decisions import is_too_general
from huiying.policy.time.calendar import end_of_day
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.search import PostQuery, count_matches, search_posts
from huiying.work.petitions.petitions.search import KIND as PETITION
from huiying.work.prevention.decisions.models import DecisionFile, DecisionIncident
from huiying.work.prevention.decisions.queries import in_force, incidents_of_decision

TRIED = timedelta(days=30)
MOST_PHRASES, SHORTEST, LONGEST = 10, 2, 40
MOST_FOUND = 1_000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trial:
    """How often a phrase stood in the posts of the last 30 days; MOST_FOUND + 1 = more."""

    phrase: str
    hits: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a foreseen doubt.

    Attributes:
        posts: How many posts hold one of its phrases since then, at most MOST_FOUND.
        since: When the first of them was written, or collected.
        petitions: How many petitions do.
        incidents: How many incidents officers linked to it.
    """

    place: int
    doubt: str
    level: str
    level_after: str
    phrases: tuple[str, ...]
    posts: int
    petitions: int
    incidents: int
    since: datetime | None
    question: str
    answer: str

    @property
    def came(self) -> bool:
        """Tell whether it came: somebody said so, or an officer linked an incident."""
        return bool(self.posts or self.petitions or self.incidents)


@dataclass(frozen=True, slots=True)
class Foresight:
    """The foreseen doubts after an announcement, and what nobody foresaw."""

    outcomes: tuple[Outcome, ...]
    unforeseen: tuple[DecisionIncident, ...]

    @property
    def came(self) -> int:
        """Return how many foreseen doubts came."""
        return sum(one.came for one in self.outcomes)

    @property
    def hit_rate(self) -> int | None:
        """Return the share of foreseen doubts that came, in percent; None = there are none."""
        return round(100 * self.came / len(self.outcomes)) if self.outcomes else None


def try_phrases(bureau_id: int, phrases: Sequence[str], now: datetime) -> list[Trial]:
    """Count the posts of the last 30 days that hold each phrase."""
    since = now - TRIED
    return [
        Trial(one, count_matches(bureau_id, PostQuery(words=one, since=since)))
        for one in phrases
    ]


def checked_phrases(bureau_id: int, phrases: Sequence[str], now: datetime) -> list[str]:
    """Return phrases that can be watched for, each once.

    Raises:
        Refused: If one looks for a person, is too short or long, or says nothing because it is
            found in half of all posts; or if there are too many.
    """
    found = list(dict.fromkeys(" ".join(one.split()) for one in phrases if one.strip()))
    if len(found) > MOST_PHRASES:
        raise Refused(_("每个风险点最多 %(most)s 个跟踪词。") % {"most": MOST_PHRASES})
    for one in found:
        _check_phrase(one)
    every = count_matches(bureau_id, PostQuery(since=now - TRIED))
    for trial in try_phrases(bureau_id, found, now):
        if is_too_general(trial.hits, every):
            raise Refused(
                _(
                    "跟踪词“%(phrase)s”过宽：近 30 日 %(total)s 条帖文中有 %(hits)s 条含有它"
                    "，无法说明问题。请加上事项或地点。"
                )
                % {"phrase": trial.phrase, "total": every, "hits": trial.hits}
            )
    return found


def _check_phrase(phrase: str) -> None:
    refused = personal_search_refusal(phrase)
    if refused:
        raise Refused(refused)
    length = len(phrase.replace(" ", ""))
    if not SHORTEST <= length <= LONGEST or not words_of(phrase):
        raise Refused(
            _("跟踪词“%(phrase)s”须为 2 至 40 字的词语；多个词之间用空格隔开，表示须同时出现。")
            % {"phrase": phrase}
        )


def foresight_of(decision: DecisionFile) -> Foresight | None:
    """Return which foreseen doubts came since the announcement; None before it."""
    signed = in_force(decision)
    if signed is None or decision.announced_on is None:
        return None
    begin = end_of_day(decision.announced_on) - DAY
    linked = list(incidents_of_decision(decision))
    places = [one.place for one in linked]
    outcomes = tuple(
        _outcome(decision.bureau_id, point, begin, places.count(point["place"]))
        for point in signed.content["points"]
        if not point["struck"]
    )
    return Foresight(outcomes, tuple(one for one in linked if one.place == 0))


def _outcome(
    bureau_id: int, point: dict[str, object], begin: datetime, incidents: int
) -> Outcome:
    phrases = tuple(str(one) for one in point["phrases"])  # type: ignore[attr-defined]
    posts: set[int] = set()
    petitions: set[str] = set()
    for one in phrases:
        question = PostQuery(words=one, since=begin)
        posts.update(search_posts(bureau_id, question, limit=MOST_FOUND))
        hits = find(bureau_id=bureau_id, phrase=one, kinds=[PETITION], limit=MOST_FOUND).hits
        petitions.update(hit.ref for hit in hits if hit.at >= begin)
    days = _days_of(sorted(posts)[-MOST_FOUND:], begin)
    return Outcome(
        place=int(str(point["place"])),
        doubt=str(point["doubt"]),
        level=str(point["level"]),
        level_after=str(point["level_after"]),
        phrases=phrases,
        posts=len(days),
        petitions=len(petitions),
        incidents=incidents,
        since=min(days, default=None),
        question=str(point["question"]),
        answer=str(point["answer"]),
    )


def _days_of(keys: list[int], begin: datetime) -> list[datetime]:
    """Return when posts were written, else collected; earlier ones are left out."""
    rows = Post.objects.filter(pk__in=keys).values_list("published_at", "collected_at")
    moments = (published or collected for published, collected in rows)
    return [moment for moment in moments if moment >= begin]
