"""Steps of handling: forwarded, objected to, asked to be reviewed; what was added, shared."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.petitions.forms import (
    PetitionForwardForm,
    PetitionObjectionForm,
    ReassignmentForm,
    SupplementForm,
)
from huiying.web.console.petitions.targets import PETITION, petition_topic, petition_url
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.petition_forms import (
    ReviewForm,
    forward_options,
    today_options,
    units_options,
)
from huiying.work.petitions.acknowledgement.actions.acknowledge import acknowledge_petition
from huiying.work.petitions.acknowledgement.actions.remind import remind_of_petition
from huiying.work.petitions.core.models import Petition, PetitionFile, Supplement
from huiying.work.petitions.periods.actions.ask_review import ask_review
from huiying.work.petitions.periods.actions.forward import forward_petition
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from huiying.work.petitions.periods.actions.reassign import reassign_petition
from huiying.work.petitions.petitions.access import petition_file_for, supplement_for
from huiying.work.petitions.petitions.actions.check_addition import (
    check_supplement,
    share_file,
)

HANDLE = Capability.HANDLE_PETITIONS


def _supplement(officer: Officer, pk: int, *, to: Capability) -> Supplement:
    return supplement_for(officer, pk, to=to, now=clock.now())


def _file(officer: Officer, pk: int, *, to: Capability) -> PetitionFile:
    return petition_file_for(officer, pk, to=to, now=clock.now())


SUPPLEMENT = Target(
    row=_supplement,
    back=lambda row: petition_url(row.petition),
    topic=lambda row: petition_topic(row.petition),
)
FILE = Target(row=_file, back=lambda row: petition_url(row.petition))


def _lead(row: Petition) -> Text:
    if PetitionKind(row.kind).has_legal_periods:
        return _("从收到之日起 15 日内转送或交办有权处理的单位（信访工作条例第二十二条）。")
    return _("由单位办理；答复期限连续计算。")


@Act(
    PETITION,
    HANDLE,
    title=_("转送、交办"),
    lead=_lead,
    safe=_("单位只见工作文本，不见原文、姓名和联系方式。"),
    form=PetitionForwardForm,
    options=forward_options,
    submit=_("转送、交办"),
)
def forward(row: Petition, form: PetitionForwardForm, by: By) -> Text:
    """转送、交办: the competent body's period begins."""
    unit = unit_for(by.officer, form.cleaned_data["competent"], to=HANDLE)
    forward_petition(
        petition=row, forwarding=form.forwarding(unit), revision=by.revision, **by.stamp
    )
    return _("已转%(unit)s。") % {"unit": unit.name}


@ButtonAct(PETITION, Capability.SIGN)
def acknowledge(row: Petition, by: By, _posted: QueryDict) -> Text:
    """签收, by an officer of the unit."""
    acknowledge_petition(petition=row, revision=by.revision, **by.stamp)
    return _("已签收。")


@ButtonAct(PETITION, HANDLE)
def remind(row: Petition, by: By, _posted: QueryDict) -> Text:
    """催办, with a fresh link."""
    count = remind_of_petition(petition=row, **by.stamp)
    words = ngettext(
        "已催办，发送 %(count)s 个渠道。", "已催办，发送 %(count)s 个渠道。", count
    )
    return words % {"count": count}


@Act(
    PETITION,
    HANDLE,
    title=_("改派"),
    lead=_("承办单位已停用的，改派承接其职责的单位；时限连续计算，不重新起算。"),
    safe=_("新的承办单位只见工作文本，不见原文、姓名和联系方式。"),
    form=ReassignmentForm,
    options=units_options,
    submit=_("改派"),
)
def reassign(row: Petition, form: ReassignmentForm, by: By) -> Text:
    """改派: another unit takes over from one that was dissolved."""
    unit = unit_for(by.officer, form.cleaned_data["competent"], to=HANDLE)
    reassign_petition(
        petition=row,
        unit=unit,
        reason=form.cleaned_data["reason"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已改派%(unit)s。") % {"unit": unit.name}


@Act(
    PETITION,
    HANDLE,
    title=_("登记职权异议"),
    lead=_("单位认为不属于自己职权的，五个工作日内说明理由（信访工作条例第二十三条）。"),
    safe=_("本局 15 日的期限从收到之日继续计算；单位随即不再看到此件。"),
    form=PetitionObjectionForm,
    options=today_options,
    submit=_("登记异议"),
)
def object_to(row: Petition, form: PetitionObjectionForm, by: By) -> Text:
    """职权异议: it is the bureau's to forward again."""
    object_to_petition(
        petition=row,
        objected=form.cleaned_data["day"],
        reason=form.cleaned_data["reason"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记异议，请另行转送、交办。")


@Act(
    PETITION,
    HANDLE,
    title=_("登记复查、复核申请"),
    lead=_(
        "上一级机关从收到申请之日起 30 日内提出意见；听证所需时间不计算在内（第三十六条）。"
    ),
    form=ReviewForm,
    options=today_options,
    submit=_("登记申请"),
)
def review(row: Petition, form: ReviewForm, by: By) -> Text:
    """登记复查、复核申请: the superior body owes an answer within 30 days."""
    ask_review(
        petition=row,
        asked=form.cleaned_data["day"],
        superior=form.cleaned_data["superior"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记，期限开始。")


@Act(
    SUPPLEMENT,
    HANDLE,
    title=_("核对补充"),
    lead=_("核对后承办单位可见此文本，原文仍加密保存。"),
    form=SupplementForm,
    options=lambda row, _request: {"initial": {"text": row.text}},
    submit=_("核对完毕"),
)
def supplement(row: Supplement, form: SupplementForm, by: By) -> Text:
    """核对补充: the unit may read it from now on."""
    check_supplement(supplement=row, text=form.cleaned_data["text"], **by.stamp)
    return _("已核对。")


@ButtonAct(FILE, HANDLE)
def share(row: PetitionFile, by: By, _posted: QueryDict) -> Text:
    """允许承办单位查看 one file."""
    share_file(row=row, **by.stamp)
    return _("承办单位可查看该文件。")
