"""Models of daily patrols (日常巡查): plans with their places, and the result of each slot.

In:   who looks where and when.    Out:  a row a round; a time without a row was missed.
Cost: some rows a day, and one for each place that was looked at.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.work.collection.posts.models import Post


class PatrolPlan(models.Model):
    """Where somebody looks, at which times. Changed by ending it and beginning another."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    times = models.JSONField()  # "08:30", local, ascending
    weekdays = models.JSONField()  # Monday is 0
    grace_minutes = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "since", "id"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("patrol", str(self.pk), self.name)


class PatrolPlace(models.Model):
    """A public place of a plan, in the order in which somebody looks; never changed.

    One from before places had addresses has a name alone.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    plan = models.ForeignKey(PatrolPlan, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    platform = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="patrol_place_position")
        ]

    def __str__(self) -> str:
        return self.name


class PatrolResult(models.TextChoices):
    """What a look brought; ``EXPLAINED`` says why there was none."""

    NOTHING = "NOTHING", _("已巡查，无异常")
    PARTLY = "PARTLY", _("已巡查，有漏看")
    FOUND = "FOUND", _("已巡查，有发现")
    EXPLAINED = "EXPLAINED", _("未巡查，已说明")


class Patrol(models.Model):
    """What became of one time of a plan."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    plan = models.ForeignKey(PatrolPlan, on_delete=models.PROTECT, related_name="patrols")
    slot_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=PatrolResult.choices)
    note = models.CharField(max_length=400, blank=True)
    unseen = models.PositiveSmallIntegerField(null=True)  # places; None = not ticked one by one
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "slot_at"], name="patrol_once_a_slot")
        ]
        indexes = [models.Index(fields=["bureau", "-slot_at"], name="patrol_newest")]

    def __str__(self) -> str:
        return f"{self.plan_id}@{self.slot_at:%Y-%m-%d %H:%M}"


class PlaceLook(models.Model):
    """A place that was looked at in a round; a place of the plan without a row was not."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="looks")
    place = models.ForeignKey(PatrolPlace, on_delete=models.PROTECT, related_name="looks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patrol", "place"], name="place_once_a_patrol")
        ]

    def __str__(self) -> str:
        return f"{self.patrol_id}:{self.place_id}"


class PatrolFinding(models.Model):
    """A post that somebody entered from a place of a round; it may come before the record."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    place = models.ForeignKey(PatrolPlace, on_delete=models.PROTECT, related_name="findings")
    slot_at = models.DateTimeField()
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["place", "slot_at"], name="finding_of_slot")]

    def __str__(self) -> str:
        return f"{self.place_id}@{self.slot_at:%Y-%m-%d %H:%M}"
