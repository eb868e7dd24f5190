"""Forms of evidence and of the answer to a docket, signed in or behind a signed link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.procedure.findings import Finding
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.web.shared.widgets import day_input
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    FindingInput,
)

FINDINGS = [(found.value, _(found.label)) for found in Finding]


class EvidenceForm(forms.Form):
    """一条证据: what it is; a link only with what it said."""

    conditional: tuple[str, ...] = ("snapshot",)

    words = forms.CharField(
        label=_("证据"),
        max_length=300,
        help_text=_("证据名称和存放处，如“检修工单 11-24”。不得写个人信息。"),
    )
    link = forms.URLField(
        label=_("网址"), max_length=500, required=False, assume_scheme="https"
    )
    snapshot = forms.CharField(
        label=_("网页当时的文字（快照）"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("填写网址的须抄录文字：网页可能改变或消失，快照和校验值予以保留。"),
    )

    file = StoredFileField(label=_("文件"), required=False)

    def proof(self, bureau_id: int) -> EvidenceInput:
        """Return the piece of evidence as it was typed; its file lies on disk from then on."""
        data = self.cleaned_data
        written = store_upload(bureau_id, data["file"])
        return EvidenceInput(data["words"], data["link"], data["snapshot"], written)


class DocketAnswerForm(EvidenceForm):
    """答复: finding, facts, evidence, how long it holds."""

    conditional = ("words", "snapshot")

    words = forms.CharField(
        label=_("证据"),
        max_length=300,
        required=False,
        help_text=_(
            "结论不是“无法核实”的必填：证据名称和存放处，如“检修工单 11-24”。不得写个人信息。"
        ),
    )
    finding = forms.ChoiceField(label=_("核实结论"), choices=FINDINGS, widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("核实到的事实"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    expires = forms.DateField(
        label=_("结论有效到"),
        widget=day_input(),
        help_text=_("情况可能变化。到期后不得再用于回应，须重新核实；最长一年。"),
    )
    field_order = ["finding", "facts", "words", "file", "link", "snapshot", "expires"]

    def found(self, bureau_id: int) -> FindingInput:
        """Return what was found, as the act wants it."""
        data, proof = self.cleaned_data, self.proof(bureau_id)
        return FindingInput(Finding(data["finding"]), data["facts"], [proof], data["expires"])
