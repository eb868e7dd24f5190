"""Change the label of a request when the old one must no longer be readable.

In:   a request, a label.    Out:  the same request under it.
Cost: one update.
"""

from __future__ import annotations

from huiying.base.signoff.models import SignoffRequest


def relabel_request(*, request: SignoffRequest, label: str) -> None:
    """Change the label alone; the hash and the decision stay."""
    SignoffRequest.objects.filter(pk=request.pk).update(label=label[:200])
