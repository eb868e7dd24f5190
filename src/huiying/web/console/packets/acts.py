"""Acts of evidence packets: have one made, take it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.jobs.upkeep.packets import PACKETS
from huiying.web.console.packets.forms import PacketForm, PeriodPacketForm
from huiying.web.console.shared.acts import Text, about, redirect_refused
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.package_files import open_package, package_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.packets.access import packet_for
from huiying.work.closing.packets.actions.hand_out import hand_out_packet
from huiying.work.closing.packets.actions.request_packet import About, request_packet
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

SAFE = gettext_lazy("证据包由后台生成，加密保存 7 天；生成和下载均留记录。")


def _own_bureau(officer: Officer, *, to: Capability) -> Officer:
    require(officer, to)
    return officer


def _list_of(words: str) -> str:
    return f"{reverse('console:packets')}?q={words}"


INCIDENT = Target(
    row=incident_for, back=lambda incident: _list_of(incident.number), about=about
)
NOTICE = Target(
    row=notice_for,
    back=lambda notice: _list_of(notice.number),
    about=lambda notice: f"{notice.number} {notice.unit.name}",
)
BUREAU = Target(row=_own_bureau, back="console:packets")


@Act(
    INCIDENT,
    Capability.ARCHIVE,
    title=gettext_lazy("生成事件证据包"),
    lead=gettext_lazy("本事件的全部审计记录及其证明、时限、通报送达；对方用随附程序核对。"),
    safe=SAFE,
    form=PacketForm,
    submit=gettext_lazy("生成"),
)
def of_incident(incident: Incident, form: PacketForm, by: By) -> Text:
    """生成事件证据包: a job makes it."""
    return _requested(About(incident=incident), form.cleaned_data["profile"], form, by)


@Act(
    NOTICE,
    Capability.ARCHIVE,
    title=gettext_lazy("生成通报证据包"),
    lead=gettext_lazy("证明本通报在第几分钟、以何种方式送达；本事件其他记录只列时间。"),
    safe=SAFE,
    form=PacketForm,
    submit=gettext_lazy("生成"),
)
def of_notice(notice: Notice, form: PacketForm, by: By) -> Text:
    """生成通报证据包: a job makes it."""
    matter = About(incident=notice.incident.current, notice=notice)
    return _requested(matter, form.cleaned_data["profile"], form, by)


@Act(
    BUREAU,
    Capability.READ_RECORD,
    title=gettext_lazy("导出期间记录"),
    lead=gettext_lazy("所选日期内的全部审计记录及其证明，缺一条都能查出。"),
    safe=SAFE,
    form=PeriodPacketForm,
    submit=gettext_lazy("生成"),
)
def of_period(_officer: Officer, form: PeriodPacketForm, by: By) -> Text:
    """导出期间记录: every record of some days, proven; a job makes it."""
    days = About(
        first_day=form.cleaned_data["first_day"], last_day=form.cleaned_data["last_day"]
    )
    return _requested(days, Profile.COMPLETE, form, by)


def _requested(
    matter: About, profile: str, form: PacketForm | PeriodPacketForm, by: By
) -> Text:
    row = request_packet(
        about=matter,
        profile=Profile(profile),
        recipient=form.cleaned_data["recipient"],
        **by.stamp,
    )
    if row.signoff is not None:
        return _("证据包 %(number)s 已报领导签批，同意后生成。") % {"number": row.number}
    return _("证据包 %(number)s 已排队生成，完成后可在本页下载。") % {"number": row.number}


@require_POST
def take(request: OfficerRequest, number: str) -> HttpResponse:
    """Hand a packet out; who took it stands in the record before the first byte leaves."""
    packet = packet_for(request.user, number)
    try:
        pieces = open_package(PACKETS, packet)
        hand_out_packet(packet=packet, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, _back_of(packet))
    return package_response(request, f"{packet.number}.zip", packet.size, pieces)


def _back_of(packet: Packet) -> str:
    return reverse("console:packets") if packet.incident is None else _list_of(packet.about)
