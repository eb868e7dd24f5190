"""Acts on an accusation: who is accused, transfer, supplement, handing back, erasing."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import officer_for, unit_for
from huiying.base.accounts.organisation.queries import officers_of, units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.petitions.accusations import (
    DisciplineBody,
    EndingAct,
    EndingGround,
    TransferWay,
)
from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.accusations.forms import (
    AccusedForm,
    EndingForm,
    HandBackForm,
    SupplementForm,
    TransferForm,
)
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.files import store_upload
from huiying.web.shared.requests import OfficerRequest
from huiying.work.petitions.accusations.access import (
    accusation_for,
    diversion_for,
    ending_to_sign,
)
from huiying.work.petitions.accusations.actions.ask_ending import (
    Ending,
    ask_ending,
    refuse_ending,
)
from huiying.work.petitions.accusations.actions.erase import sign_erasure
from huiying.work.petitions.accusations.actions.name_accused import name_accused
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.actions.transfer import (
    Transfer,
    transfer_accusation,
)
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.petitions.actions.decide_diversion import (
    accept_diversion,
    return_diversion,
)
from huiying.work.petitions.petitions.actions.hand_back import sign_handing_back

HANDLE = Capability.HANDLE_ACCUSATIONS
SIGN = Capability.SIGN_ROLES  # of the leader; administrators sign none (``ending_to_sign``)


def _row(officer: Officer, number: str, *, to: Capability) -> Accusation:
    return accusation_for(officer, number, to=to, now=clock.now())


def _to_sign(officer: Officer, number: str, *, to: Capability) -> Accusation:
    return ending_to_sign(officer, number, to=to, now=clock.now())


def _url(row: Accusation) -> str:
    return reverse("console:accusation", args=[row.number])


def _number(row: Accusation) -> str:
    return row.number


def _diversion(officer: Officer, number: str, *, to: Capability) -> Diversion:
    return diversion_for(officer, number, to=to, now=clock.now())


DIVERSION = Target(
    row=_diversion,
    back=lambda row: reverse("console:accusation-diversion", args=[row.number]),
    about=lambda row: row.number,
)
ITEM = Target(row=_row, back=_url, about=_number)
WAITS = Target(row=_to_sign, back="console:accusations", about=_number)


def _accused_options(row: Accusation, _request: OfficerRequest) -> dict[str, object]:
    units = units_of(row.bureau_id)
    people = officers_of(row.bureau_id).filter(is_active=True)
    return {
        "units": [(unit.pk, unit.name) for unit in units],
        "officers": [(one.pk, _label(one)) for one in people],
        "initial": {
            "units": [unit.pk for unit in row.accused_units.all()],
            "officers": [one.pk for one in row.accused_officers.all()],
            "outside": row.accused_outside,
        },
    }


def _label(one: Officer) -> str:
    return f"{one.name} · {one.unit.name}" if one.unit else one.name


@Act(
    ITEM,
    HANDLE,
    title=_("登记涉及的单位、人员"),
    lead=_("登记后，涉及的单位和人员、代行其职务的人员均不可见；登记前各单位均不可见。"),
    safe=_("只能增加，不能减少；审计记录不记单位和人员名称。"),
    form=AccusedForm,
    options=_accused_options,
    submit=_("登记"),
)
def accused(row: Accusation, form: AccusedForm, by: By) -> Outcome:
    """登记涉及的单位、人员; who is named loses sight of it, also who records it."""
    data = form.cleaned_data
    name_accused(
        accusation=row,
        units=[unit_for(by.officer, pk, to=HANDLE) for pk in data["units"]],
        officers=[officer_for(by.officer, pk, to=HANDLE) for pk in data["officers"]],
        outside=data["outside"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记。"), reverse("console:accusations")


@Act(
    ITEM,
    HANDLE,
    title=_("登记转送"),
    lead=_("依据《信访工作条例》第二十二条，收到之日起 15 日内按级别转送纪检监察机关。"),
    safe=_("登记后不可修改。"),
    form=TransferForm,
    submit=_("登记转送"),
)
def transfer(row: Accusation, form: TransferForm, by: By) -> Text:
    """登记转送 to the body by rank."""
    data = form.cleaned_data
    made = Transfer(
        body=DisciplineBody(data["body"]),
        name=data["name"],
        document_number=data["document_number"],
        way=TransferWay(data["way"]),
        on=data["on"],
    )
    transfer_accusation(accusation=row, transfer=made, revision=by.revision, **by.stamp)
    return _("已登记转送。")


@Act(
    ITEM,
    HANDLE,
    title=_("登记补充材料"),
    lead=_("补充材料随原件加密保存。"),
    form=SupplementForm,
    submit=_("登记补充材料"),
)
def supplement(row: Accusation, form: SupplementForm, by: By) -> Text:
    """登记补充材料: what came in later."""
    sent = form.cleaned_data["material"] or []
    written = [store_upload(row.bureau_id, one) for one in sent]
    supplement_accusation(
        accusation=row,
        text=form.cleaned_data["text"],
        files=[one for one in written if one is not None],
        **by.stamp,
    )
    return _("已登记补充材料。")


SECOND = _("由另一名检举控告经办人或者组长签署后生效；组长只看到编号、日期和情形。")


@Act(
    ITEM,
    HANDLE,
    title=_("提出：不属检举控告"),
    lead=SECOND,
    safe=_("签署前仍按检举控告隔离，15 日转送期限不停。"),
    form=HandBackForm,
    submit=_("提出，待另一人签署"),
)
def hand_back(row: Accusation, form: HandBackForm, by: By) -> Text:
    """不属检举控告: it becomes a petition when a second person signs."""
    data = form.cleaned_data
    ending = Ending(
        EndingAct.HAND_BACK, EndingGround(data["ground"]), PetitionKind(data["kind"])
    )
    ask_ending(accusation=row, ending=ending, revision=by.revision, **by.stamp)
    return _("已提出，待另一人签署。")


@Act(
    ITEM,
    HANDLE,
    title=_("提出：依法删除"),
    lead=SECOND,
    safe=_("签署后原件、补充和附件的密钥即销毁，不可恢复；编号、日期和办理经过保留。"),
    form=EndingForm,
    submit=_("提出，待另一人签署"),
    danger=True,
)
def erase(row: Accusation, form: EndingForm, by: By) -> Text:
    """依法删除: its keys are destroyed when a second person signs."""
    ending = Ending(EndingAct.ERASE, EndingGround(form.cleaned_data["ground"]))
    ask_ending(accusation=row, ending=ending, revision=by.revision, **by.stamp)
    return _("已提出，待另一人签署。")


@ButtonAct(WAITS, SIGN)
def sign(row: Accusation, by: By, _posted: QueryDict) -> Text:
    """签署 what another person asked for, as it stood on the screen."""
    if row.ending == EndingAct.ERASE:
        sign_erasure(accusation=row, revision=by.known_revision, **by.stamp)
        return _("已签署，内容已删除。")
    sign_handing_back(accusation=row, revision=by.known_revision, **by.stamp)
    return _("已签署，已转为信访事项。")


@ButtonAct(WAITS, SIGN)
def refuse(row: Accusation, by: By, _posted: QueryDict) -> Text:
    """不同意: it is to be transferred as before."""
    refuse_ending(accusation=row, revision=by.known_revision, **by.stamp)
    return _("未同意，仍按检举控告办理。")


@ButtonAct(DIVERSION, HANDLE)
def accept(row: Diversion, by: By, _posted: QueryDict) -> Outcome:
    """同意: it is an accusation from now on, and nothing of it stays among petitions."""
    made = accept_diversion(diversion=row, **by.stamp)
    return _("已接收为检举控告。"), _url(made)


@Act(
    DIVERSION,
    HANDLE,
    title=_("退回转办"),
    lead=_("不属检举控告的，退回照常办理，由原承办单位继续。"),
    safe=_("理由给提出转办的人看，不写所指的单位和人员。"),
    form=ReasonForm,
    submit=_("退回"),
)
def send_back(row: Diversion, form: ReasonForm, by: By) -> Outcome:
    """退回: all is as it was before."""
    return_diversion(diversion=row, reason=form.cleaned_data["reason"], **by.stamp)
    return _("已退回，照常办理。"), "console:accusations"
