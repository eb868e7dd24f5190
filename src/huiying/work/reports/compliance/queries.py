"""How the regulation was carried out: acts, deadlines, what is missing.

In:   a bureau and days, or one incident; the moment.
Out:  articles with the numbers of each sub-clause.
Cost: two queries over the counters and the records of the days, and those of the checks:
      about twenty, whatever the number of incidents.

Every number is a query whose rows can be opened: ``acts_behind``, ``clocks_behind`` (of the
clocks) and ``find_missing`` return exactly as many as the number says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, QuerySet

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import timeline
from huiying.base.clocks.distributions import (
    ClockFilter,
    Outcomes,
    clocks_behind,
    outcomes_by_unit,
    outcomes_of_subject,
)
from huiying.base.clocks.models import Clock
from huiying.policy.time.spans import Span
from huiying.work.closing.breaches.models import Breach
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.queries import recused_incident_ids
from huiying.work.reports.compliance.checks import (
    OPEN_QUESTIONS,
    Check,
    Missing,
    find_missing,
)
from huiying.work.reports.compliance.clauses import ARTICLES, Acts, Article, Clause

Found = Mapping[Check, Sequence[Missing]]
MOST_LATE = 200  # late deadlines that are looked through for those that are written out
SHOWN = 3  # of a clause


@dataclass(frozen=True, slots=True)
class LateClock:
    """A late deadline; breach: its state in the breach register, "" = it is not there."""

    clock: Clock
    breach: str


@dataclass(frozen=True, slots=True)
class ClauseNumbers:
    """The numbers of a sub-clause.

    Attributes:
        acts: How many acts of each kind of the clause, in its order.
        outcomes: How its deadlines ended, and those that run beyond their end.
        missing: By check, only what was found.
        late: The newest deadlines that were late, at most three.
    """

    clause: Clause
    acts: tuple[tuple[Acts, int], ...]
    outcomes: Outcomes
    missing: Found
    late: tuple[LateClock, ...] = ()

    @property
    def gaps(self) -> int:
        """How many things are late or missing."""
        return self.outcomes.late + self._found(open_questions=False)

    @property
    def questions(self) -> int:
        """How many things wait for the bureau's word."""
        return self._found(open_questions=True)

    @property
    def done(self) -> int:
        """How many acts and deadlines in time there are."""
        return sum(count for _acts, count in self.acts) + self.outcomes.in_time

    def _found(self, *, open_questions: bool) -> int:
        return sum(
            len(rows)
            for check, rows in self.missing.items()
            if (check in OPEN_QUESTIONS) is open_questions
        )


@dataclass(frozen=True, slots=True)
class ArticleNumbers:
    """An article with its sub-clauses."""

    article: Article
    clauses: tuple[ClauseNumbers, ...]

    @property
    def gaps(self) -> int:
        """How many things are late or missing."""
        return sum(one.gaps for one in self.clauses)

    @property
    def questions(self) -> int:
        """How many things wait for the bureau's word."""
        return sum(one.questions for one in self.clauses)

    @property
    def done(self) -> int:
        """How many acts and deadlines in time there are."""
        return sum(one.done for one in self.clauses)


def compliance_of(bureau: Bureau, days: Span, now: datetime) -> list[ArticleNumbers]:
    """Return the eleven articles: what was done in some days, and what is missing.

    A deadline belongs to the day on which it began to run.
    """
    bureau_id = bureau.pk
    clauses = (one for article in ARTICLES for one in article.clauses)
    codes = tuple(code for one in clauses for code in one.deadlines)
    found = outcomes_by_unit(bureau_id, codes, days.starts_at, days.ends_at, now)
    by_rule: dict[str, Outcomes] = {}
    for (rule, _unit), outcomes in found.items():
        by_rule[rule] = by_rule.get(rule, Outcomes()) + outcomes
    chosen = ClockFilter(codes, days.starts_at, days.ends_at, outcome="late")
    return _articles(
        _by_verb(_records(bureau_id, days)),
        by_rule,
        lambda check: find_missing(check, bureau, days, now),
        _with_breaches(clocks_behind(bureau_id, chosen, now)[:MOST_LATE]),
    )


def incident_compliance(incident: Incident, now: datetime) -> list[ArticleNumbers]:
    """Return the same of one incident: the acts on its timeline, its own deadlines."""
    bureau_id = incident.bureau_id
    return _articles(
        _by_verb(timeline(bureau_id=bureau_id, topic=incident.audit_topic)),
        outcomes_of_subject(bureau_id, "incident", incident.number, now),
        lambda _check: [],
        [],
    )


def acts_behind(bureau_id: int, verbs: Sequence[str], days: Span) -> QuerySet[AuditRecord]:
    """Return the records of some acts in some days, the newest first."""
    return _records(bureau_id, days).filter(verb__in=verbs).order_by("-seq")


def without_recused(officer: Officer, rows: QuerySet[AuditRecord]) -> QuerySet[AuditRecord]:
    """Leave out what is about an incident that an officer is recused from."""
    keys = recused_incident_ids(officer)
    if not keys:
        return rows
    incidents = Incident.objects.filter(pk__in=keys)
    return rows.exclude(topic__in=[one.audit_topic for one in incidents.only("number")])


def _with_breaches(clocks: Iterable[Clock]) -> list[LateClock]:
    rows = list(clocks)
    states = dict(
        Breach.objects.filter(clock_id__in=[one.pk for one in rows]).values_list(
            "clock_id", "state"
        )
    )
    return [LateClock(one, states.get(one.pk, "")) for one in rows]


def _articles(
    verbs: Counter[str],
    by_rule: Mapping[str, Outcomes],
    look: Callable[[Check], Sequence[Missing]],
    late: Sequence[LateClock],
) -> list[ArticleNumbers]:
    return [
        ArticleNumbers(
            article, tuple(_clause(one, verbs, by_rule, look, late) for one in article.clauses)
        )
        for article in ARTICLES
    ]


def _clause(
    one: Clause,
    verbs: Counter[str],
    by_rule: Mapping[str, Outcomes],
    look: Callable[[Check], Sequence[Missing]],
    late: Sequence[LateClock],
) -> ClauseNumbers:
    own = (row for row in late if row.clock.rule_code in one.deadlines)
    outcomes = (by_rule.get(code, Outcomes()) for code in one.deadlines)
    return ClauseNumbers(
        one,
        tuple((did, sum(verbs[verb] for verb in did.verbs)) for did in one.acts),
        sum(outcomes, Outcomes()),
        {check: rows for check in one.checks if (rows := look(check))},
        tuple(islice(own, SHOWN)),
    )


def _by_verb(rows: QuerySet[AuditRecord]) -> Counter[str]:
    counted = rows.order_by().values("verb").annotate(n=Count("pk"))
    return Counter(dict(counted.values_list("verb", "n")))


def _records(bureau_id: int, days: Span) -> QuerySet[AuditRecord]:
    return AuditRecord.objects.filter(
        bureau_ref=bureau_id, at__gte=days.starts_at, at__lt=days.ends_at
    )
