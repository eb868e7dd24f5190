"""How people reach the bureau outside this site, as the public pages print it.

In:   what the administrator wrote.    Out:  one row a bureau; an empty field is left out.
Cost: one small row.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.subjects import Subject

HOTLINE = "12345"  # the hotline of governments, the same everywhere (国办发〔2020〕53号)
ONLINE = "https://wsxf.gjxfj.gov.cn/"  # 国家信访局网上信访


class ContactDetails(models.Model):
    """Address, hours, office line and the other lawful ways, and the numbers of the site.

    Attributes:
        icp: ICP 备案号.
        police: 公安备案号.
    """

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    office_line = models.CharField(max_length=100, blank=True)
    post = models.CharField(max_length=200, blank=True)
    hotline = models.CharField(max_length=40, blank=True, default=HOTLINE)
    online = models.CharField(max_length=300, blank=True, default=ONLINE)
    icp = models.CharField(max_length=60, blank=True)
    police = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.revision}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: by its bureau."""
        return self.bureau.audit_subject()


FIELDS = ("address", "hours", "office_line", "post", "hotline", "online", "icp", "police")
