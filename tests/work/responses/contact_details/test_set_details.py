"""Contact details: written by the administrator, recorded, and never over somebody else's."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.responses.contact_details.actions.set_details import set_contact_details
from huiying.work.responses.contact_details.models import HOTLINE, ONLINE
from huiying.work.responses.contact_details.queries import contact_details_of
from huiying.work.responses.core.models import Edition

ONLINE_HERE = "https://xf.yunchuan.gov.cn/"


def write(cast, now, *, revision=0, officer=None, **details):
    return set_contact_details(
        revision=revision, officer=officer or cast.admin, now=now, **details
    )


def test_what_holds_everywhere_is_there_before_anybody_wrote(yunchuan):
    row = contact_details_of(yunchuan.bureau.pk)

    assert (row.hotline, row.online, row.address) == (HOTLINE, ONLINE, "")


def test_details_are_kept_recorded_and_public_at_once(yunchuan, now):
    write(yunchuan, now, address="云川区民生路 8 号", hotline="12345", online=ONLINE_HERE)

    row = contact_details_of(yunchuan.bureau.pk)
    assert (row.address, row.online, row.revision) == ("云川区民生路 8 号", ONLINE_HERE, 1)
    written = AuditRecord.objects.get(verb="bureau.contact_details_set").data["changed"]
    assert written == {"address": "云川区民生路 8 号", "online": ONLINE_HERE}
    assert Edition.objects.get(bureau=yunchuan.bureau).number == 1


def test_the_second_of_two_is_told(yunchuan, now):
    write(yunchuan, now, address="民生路 8 号")

    with pytest.raises(Stale):
        write(yunchuan, now, address="民生路 9 号")

    assert contact_details_of(yunchuan.bureau.pk).address == "民生路 8 号"


@pytest.mark.parametrize(
    "address",
    [
        "http://xf.yunchuan.gov.cn/",
        "https://xf.yunchuan.example/",
        "https://gov.cn.example/",
        "https://a@xf.yunchuan.gov.cn/",
        "javascript:alert(1)//.gov.cn",
        "https://[x.gov.cn",
    ],
)
def test_readers_are_sent_to_no_other_site(yunchuan, now, address):
    with pytest.raises(Refused, match=r"\.gov\.cn"):
        write(yunchuan, now, online=address)


def test_only_the_administrator_writes_them(yunchuan, now):
    with pytest.raises(PermissionDenied):
        write(yunchuan, now, officer=yunchuan.shen, address="民生路 8 号")
