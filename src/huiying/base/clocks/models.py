"""Models of clocks: the clock, its holders, its ladder of steps, its pauses.

In:   owners above (a notice, an incident, a sign-off) through ``actions/``.
Out:  what runs out, when, in whose hands; knows no subject but its label and public number.
Cost: the board is one indexed query over running clocks.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import Subject
from huiying.policy.time.pauses import PauseGround


class ClockState(models.TextChoices):
    """How a clock stands. A breach is a moment (``breached_at``), not a state: it stays."""

    RUNNING = "RUNNING", _("计时中")
    MET = "MET", _("已办到")
    CANCELLED = "CANCELLED", _("已撤销")


class ClockStanding(models.TextChoices):
    """Where the number of a clock comes from."""

    REGULATION = "regulation", _("制度")
    LAW = "law", _("上级规定")
    BUREAU = "bureau", _("本局规则（非法定）")
    TO_CONFIRM = "to_confirm", _("本局暂定，待确认")
    EXAMPLE = "example", _("示例值（本局可调整）")


SYSTEM = "system"  # nobody knew of the matter yet
AWAITING_DELIVERY = "awaiting_delivery"  # of a notice, to the unit of the name


class Held(models.Model):
    """In whose hands time runs: a code, or the name of a unit, team or officer.

    The code is a ``Role``, ``SYSTEM`` or ``AWAITING_DELIVERY``; "" = the name says it.
    """

    holder_code = models.CharField(max_length=20, blank=True)
    holder_name = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def holder(self) -> str:
        """In whose hands, in the active language."""
        return holder_words(self.holder_code, self.holder_name)


def holder_words(code: str, name: str) -> str:
    """Return in whose hands time runs, in the active language."""
    if code == AWAITING_DELIVERY:
        return gettext("待送达%(unit)s") % {"unit": name}
    if code == SYSTEM:
        return gettext("系统")
    return str(Role(code).label) if code else name


class Clock(Held):
    """One deadline. It keeps the rule of its start, whatever the rule book says later."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=40)
    amount = models.CharField(max_length=24)
    basis = models.CharField(max_length=120)
    standing = models.CharField(max_length=12, choices=ClockStanding.choices)
    rule_code = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=40)
    calendar = models.JSONField(default=dict)  # the days it rests on: see ``start_clock``
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ClockState.choices, default=ClockState.RUNNING
    )
    paused_at = models.DateTimeField(null=True, blank=True)  # it runs, and stands since then
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.JSONField(default=dict, blank=True)  # a ``Reason``; {} = it runs
    breached_at = models.DateTimeField(null=True, blank=True)
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=200)
    subject_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    subject_proposed = models.BooleanField(default=False)
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    holder_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gte=F("starts_at")), name="clock_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", stopped_at__isnull=True)
                | (~Q(state="RUNNING") & Q(stopped_at__isnull=False)),
                name="clock_stopped_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(state="RUNNING"),
                name="only_a_running_clock_stands",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "due_at"], name="clock_board", condition=Q(state="RUNNING")
            ),
            models.Index(fields=["bureau", "subject_ref"], name="clock_subject"),
            models.Index(
                fields=["due_at"],
                name="clock_to_breach",
                condition=Q(state="RUNNING", breached_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_ref}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject(
            "clock", str(self.pk), self.name, f"{self.subject_kind}:{self.subject_ref}"
        )


class ClockHold(Held):
    """One stretch of a clock in one holder's hands: a line of the minute ledger."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="holds")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], name="clock_held_by_one", condition=Q(to_at__isnull=True)
            )
        ]
        ordering = ["from_at", "id"]

    def __str__(self) -> str:
        return f"{self.clock_id}:{self.holder_code}{self.holder_name}"


class ClockPause(models.Model):
    """One stretch in which a clock stood, on a ground of law; who said so, and who ended it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    ground = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in PauseGround]
    )
    basis = models.CharField(max_length=120)
    standing = models.CharField(max_length=12, choices=ClockStanding.choices)
    reason = models.CharField(max_length=400)
    asked = models.CharField(max_length=200, blank=True)  # what was asked for meanwhile
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)  # None = before bounds were kept
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    to_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.JSONField(default=dict, blank=True)  # a ``Reason``

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], name="clock_stands_once", condition=Q(to_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")),
                name="pause_ends_after_it_starts",
            ),
        ]
        ordering = ["from_at", "id"]

    def __str__(self) -> str:
        return f"{self.clock_id}:{self.ground}"


class ClockStep(models.Model):
    """One rung of the ladder: fires once at ``at`` while the clock runs (claimed by UPDATE).

    A rung of a stopped clock is parked, so that the index of what is due holds nothing else.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="steps")
    share = models.DecimalField(max_digits=4, decimal_places=2)
    tell = models.CharField(max_length=16)  # policy.ladder.Audience
    notified = models.JSONField(
        default=dict
    )  # to, who, away, held, messages: see ``jobs.ladder``
    at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "share", "tell"], name="clock_step_once")
        ]
        indexes = [
            models.Index(
                fields=["at"],
                name="clock_step_due",
                condition=Q(fired_at__isnull=True, parked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id}@{self.share}"


class ClockAck(models.Model):
    """知道了，正在办: the clock runs on. It lapses, and then the holder is reminded.

    ``ended_at``: it lapsed and that was acted upon, or another took its place.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="acks")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT)
    at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                name="clock_acknowledged_once",
                condition=Q(ended_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["lapses_at"],
                name="clock_ack_to_lapse",
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id}:{self.officer_id}"
