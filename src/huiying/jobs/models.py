"""The lease of a stream: one worker at a time turns a bureau's stream.

In:   workers.    Out:  who may place posts of a bureau until when (real time).
Cost: one conditional UPDATE per turn.
"""

from __future__ import annotations

from django.db import models


class StreamLease(models.Model):
    """Who turns the stream of a bureau; ``until`` is real time, whatever its clock says."""

    bureau_ref = models.BigIntegerField(primary_key=True)
    holder = models.CharField(max_length=60)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bureau_ref}:{self.holder}"
