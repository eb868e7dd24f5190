"""Models of stored files: key, hash, retention class; of keys that were destroyed.

In:   a checked file through ``actions/``.    Out:  its number, hash and sealed key.
Cost: one small row a file; its bytes lie encrypted on disk, see ``store``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.restricted import restricted_chain
from huiying.base.audit.subjects import Subject
from huiying.base.files.sealed_text import SealedTextField

RESTRICTED = "-"  # the number of a file begins so of which the bureau's own record is silent


class Retention(models.TextChoices):
    """How long a file is to stay, in the terms of the archives of public bodies.

    Nothing is destroyed by itself when the time is over: that is an act of a person.
    """

    PERMANENT = "PERMANENT", _("永久")
    THIRTY_YEARS = "THIRTY_YEARS", _("30 年")
    TEN_YEARS = "TEN_YEARS", _("10 年")


class StoredFile(models.Model):
    """One file. It has no name of its own: names of files hold names of people.

    ``sha256`` is of what was kept, ``blob`` of its encrypted bytes and their address on disk.
    Without ``data_key`` nobody reads it again.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=64)
    data_key = models.BinaryField(null=True)
    retention = models.CharField(max_length=16, choices=Retention.choices)
    stored_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)  # first found missing or damaged
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="file_number_once"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, data_key__isnull=False)
                | Q(erased_at__isnull=False, data_key__isnull=True),
                name="an_erased_file_has_no_key",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> int:
        """Return the chain of the record that knows of it (``bureau_ref``)."""
        restricted = self.number.startswith(RESTRICTED)
        return restricted_chain(self.bureau_id) if restricted else self.bureau_id

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("file", self.number, self.number)


class DestroyedKey(models.Model):
    """One key that was destroyed, of a file or of something else that was sealed.

    ``sha256`` is of the sealed bytes. ``destroyed_list`` repeats the row beside the data, where
    a restored backup does not undo it. The database refuses to change or delete one.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "sha256"], name="destroyed_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"


class InstallationSecret(models.Model):
    """A secret of the installation besides its key, sealed under it; of no bureau."""

    kind = models.CharField(max_length=16, unique=True)
    value = SealedTextField()

    def __str__(self) -> str:
        return self.kind
