"""Models of the audit record: one append-only hash chain per bureau.

In:   acts of officers and of the machine, through ``actions/append.py`` alone.
Out:  records and heads of days that a third party can verify; they refer by (kind, public id,
      label), never by key.
Cost: one row per act, one row lock per bureau and act.
"""

from __future__ import annotations

from django.db import models


class AuditHead(models.Model):
    """The newest link of one bureau's chain; locked last in an act's own transaction."""

    bureau_ref = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.bureau_ref}:{self.seq}"


class AuditRecord(models.Model):
    """One act: who did what to which thing, when, and the hash that binds it to all before."""

    id = models.BigAutoField(primary_key=True)
    bureau_ref = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=80)
    label = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau_ref", "seq"], name="audit_one_record_per_seq"
            )
        ]
        indexes = [
            models.Index(fields=["bureau_ref", "topic", "seq"], name="audit_topic"),
            models.Index(fields=["bureau_ref", "at"], name="audit_at"),
            models.Index(fields=["bureau_ref", "kind", "ref"], name="audit_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.bureau_ref}:{self.seq} {self.verb}"


class DayHead(models.Model):
    """The last record of a day that is over, as it was published; never changed.

    All rows of an installation are one chain, whatever their bureau: ``link`` is the hash of a
    row upon the link before it, so that no row, no day and no bureau can be taken out.
    """

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    bureau_ref = models.BigIntegerField()
    day = models.DateField()  # in Beijing time
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)  # of the record ``seq``
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau_ref", "day"], name="audit_one_head_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_ref}:{self.day} {self.seq}"


class CommitmentKey(models.Model):
    """The secret of a chain from which the salts of its proofs are made; never changed.

    Who reads it could guess at what a proof keeps back; the records lie beside it.
    """

    bureau_ref = models.BigIntegerField(primary_key=True)
    key = models.BinaryField()  # 32 random bytes

    def __str__(self) -> str:
        return str(self.bureau_ref)


class DayRoot(models.Model):
    """What a head binds beside the hash of its last record: single records can be proven.

    ``root`` is empty for heads that were published before there were roots: their days are
    bound by the root of the next head.
    """

    number = models.BigIntegerField(primary_key=True)  # of the head
    bureau_ref = models.BigIntegerField()
    day_root = models.CharField(max_length=64)  # over the records after the head before it
    topics_root = models.CharField(max_length=64, blank=True)  # over the counts of all topics
    root = models.CharField(max_length=64, blank=True)  # over all days and topics up to it
    leaves = models.BinaryField()  # of the records of the day, 32 bytes each

    def __str__(self) -> str:
        return str(self.number)


class HeadTimestamp(models.Model):
    """What an authority of time signed about the link of a head (RFC 3161); never changed.

    A link holds all heads before it, so one a day is enough for all bureaus.
    """

    number = models.BigIntegerField(primary_key=True)  # of the head
    token = models.BinaryField()  # the authority's answer, DER
    at = models.DateTimeField()  # as the authority says

    def __str__(self) -> str:
        return f"{self.number}@{self.at:%Y-%m-%d}"


class SentForm(models.Model):
    """A form whose act was recorded, for as long as somebody may send it again."""

    form = models.CharField(max_length=64, primary_key=True)  # hash of who, where and what
    bureau_ref = models.BigIntegerField()
    one = models.CharField(max_length=32)  # which of its sendings
    at = models.DateTimeField(db_index=True)
    answered = models.BooleanField(default=False)
    onward = models.TextField(blank=True)  # where the answer led; empty: a page of its own

    def __str__(self) -> str:
        return f"{self.bureau_ref}:{self.form[:8]}"
