"""Identified responders (网络评论员): who answers for the bureau, where, with which words.

In:   officers who consent themselves.    Out:  a public roster; replies that are releases.
Cost: small tables; one row a reply.

What these tables cannot say is not done: a reply has no text of its own but a release's, stands
on an account of the bureau and never on a person's, once for each text and account, and there
is no task, quota or list behind it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.models import OfficialAccount


class ResponderState(models.TextChoices):
    """Asked → listed → left; nobody is listed without an own consent."""

    ASKED = "ASKED", _("等本人同意")
    LISTED = "LISTED", _("已公开")
    LEFT = "LEFT", _("已退出")
    DECLINED = "DECLINED", _("本人未同意")


class Responder(models.Model):
    """Somebody on the public roster: work name and unit, since when, by own consent."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    work_name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=80, blank=True)  # as it was at the consent
    role = models.CharField(max_length=40)
    covers = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=ResponderState.choices, default=ResponderState.ASKED
    )
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="responder_number_once"),
            models.UniqueConstraint(
                fields=["officer"],
                name="officer_on_the_roster_once",
                condition=Q(state__in=["ASKED", "LISTED"]),
            ),
            models.CheckConstraint(
                condition=~Q(state="LISTED") | Q(consented_at__isnull=False),
                name="listed_by_own_consent",
            ),
        ]
        indexes = [models.Index(fields=["bureau", "state"], name="responder_roster")]

    def __str__(self) -> str:
        return self.number

    @property
    def public_unit(self) -> str:
        """Return the name of the unit that readers see: the one that he consented to."""
        return self.unit_name or self.unit.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("responder", self.number, self.role)


class Reply(models.Model):
    """One release as it stands on one official account: by whom, when, where."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="replies")
    responder = models.ForeignKey(Responder, on_delete=models.PROTECT, related_name="replies")
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, related_name="replies"
    )
    posted_at = models.DateTimeField()
    address = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "account"], name="reply_once_on_an_account"
            )
        ]
        indexes = [models.Index(fields=["bureau", "-posted_at"], name="reply_newest")]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"{self.release_id}@{self.account_id}"
