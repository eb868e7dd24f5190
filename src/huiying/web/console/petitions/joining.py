"""并入事件: join a petition to an incident; answer all that joined with one public answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.web.console.petitions.targets import PETITION
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By
from huiying.web.shared.public_address import public_address
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.casework.references.incidents_alike import incidents_alike
from huiying.work.casework.references.queries import unanswered_references
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.petitions.core.models import Petition
from huiying.work.responses.core.queries import answers_of_incident
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.releases.queries import last_release_of

OTHER = ""
MAX_WORDS = 600


class JoinForm(forms.Form):
    """并入: one of the incidents that speak of the same, or another by its number."""

    conditional = ("number",)

    incident = forms.ChoiceField(
        label=gettext_lazy("可能相同的事件"), required=False, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=gettext_lazy("其他事件编号"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("不在上列的必填，如 2026-0001。"),
    )

    def __init__(self, *args: Any, alike: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        other = (OTHER, _("其他事件（填写编号）"))
        self.fields["incident"].choices = [*alike, other]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a number where none of the list was chosen."""
        data = super().clean() or {}
        if not data.get("incident") and not data.get("number", "").strip():
            self.add_error("number", _("请选择事件，或填写事件编号。"))
        return data

    @property
    def chosen(self) -> str:
        """The number of the incident."""
        found: str = self.cleaned_data["incident"] or self.cleaned_data["number"].strip()
        return found


def _alike(row: Petition, request: OfficerRequest) -> Mapping[str, Any]:
    del request
    found = [
        (
            one.incident.number,
            _("%(number)s %(title)s（相同的词：%(words)s）")
            % {
                "number": one.incident.number,
                "title": one.incident.title,
                "words": _("、").join(one.words),
            },
        )
        for one in incidents_alike(row)
    ]
    return {"alike": found, "initial": {"incident": found[0][0] if found else OTHER}}


@Act(
    PETITION,
    Capability.HANDLE_PETITIONS,
    title=gettext_lazy("并入事件"),
    lead=gettext_lazy(
        "同一问题一并办理、一次答复。是否并入由您决定，系统只列出帖文用词相近的事件。"
    ),
    safe=gettext_lazy("期限照常计算；事件办结前须答复全部并入的信访事项。"),
    form=JoinForm,
    options=_alike,
    submit=gettext_lazy("并入事件"),
)
def join(row: Petition, form: JoinForm, by: By) -> Text:
    """并入事件: the incident waits until it is answered."""
    incident = incident_for(by.officer, form.chosen, to=Capability.SEE_INCIDENTS)
    join_petition(incident=incident, petition=row, revision=by.revision, **by.stamp)
    return _("已并入事件 %(number)s。") % {"number": incident.number}


def joined_numbers(incident: Incident) -> list[str]:
    """Return the numbers of the petitions that an incident has not answered yet."""
    rows = unanswered_references(incident).filter(petition__isnull=False)
    return list(rows.values_list("petition__number", flat=True))


def incident_of_answer(officer: Officer, number: str) -> Incident:
    """Return the incident whose petitions are answered together; raises as its access does."""
    return incident_for(officer, number, to=Capability.SEE_INCIDENTS)


def text_from_public_answer(incident: Incident) -> str:
    """Return what a joint answer begins with: what was published of the matter, and where.

    Raises:
        Refused: If nothing of the matter was published: there is nothing to tell them yet.
    """
    for answer in answers_of_incident(incident).reverse():
        release = last_release_of(answer)
        if release is not None and "sealed" not in release.content:
            words = house_text(
                "您反映的问题收悉，已与同类问题一并办理，并公开回应：\n%(title)s\n%(facts)s\n"
                "全文见：%(address)s\n发布时间：%(day)s。"
            )
            address = public_address(incident.bureau.slug, answer.number)
            return words % {
                "title": release.content["title"],
                "facts": _first_words(release.content),
                "address": address,
                "day": f"{release.published_at:%Y-%m-%d}",
            }
    raise Refused(_("该事件尚未公开回应。请先公开回应，或在信访事项列表单独答复。"))


def _first_words(content: Mapping[str, Any]) -> str:
    """Return the summary of an answer without its citations, or its facts; at most 600."""
    facts = "".join(str(one.get("statement", "")) for one in content.get("facts", []))
    return (without_codes(str(content.get("summary", ""))).strip() or facts)[:MAX_WORDS]
