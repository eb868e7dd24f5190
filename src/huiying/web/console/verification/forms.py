"""Forms of verification.

In:   what an officer or an agency types.    Out:  cleaned values.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.findings import ClaimKind, Finding
from huiying.web.console.forms import unchosen
from huiying.web.files import KeptFileField, stow
from huiying.work.casework.actions.answer_docket import Found, Proof

KINDS = [(kind.value, _(kind.label)) for kind in ClaimKind]
FINDINGS = [(found.value, _(found.label)) for found in Finding]


class AskForm(forms.Form):
    """提出核实: which claim, of which kind, asked of whom, said by which posts."""

    claim = forms.CharField(
        label=_("要核实的说法"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一份核实单只写一个说法，写成能回答“是否属实”的一句话。不要写个人信息。"),
    )
    kind = forms.ChoiceField(label=_("外界说法的性质"), choices=KINDS, widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(label=_("请哪个单位核实"), coerce=int)
    posts = forms.MultipleChoiceField(
        label=_("哪些帖文这样说"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        posts: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]
        if not posts:
            del self.fields["posts"]


class EvidenceForm(forms.Form):
    """一条证据: what it is; a link only with what it said."""

    words = forms.CharField(
        label=_("证据"),
        max_length=300,
        help_text=_("是什么、在哪里，如“检修工单 11-24”。不要写个人信息。"),
    )
    link = forms.URLField(
        label=_("网址"), max_length=500, required=False, assume_scheme="https"
    )
    snapshot = forms.CharField(
        label=_("网页当时的文字（快照）"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("填了网址就要抄下文字：网页可能改变或消失，快照和哈希留下。"),
    )

    file = KeptFileField(label=_("文件"), required=False)

    def proof(self, bureau_id: int) -> Proof:
        """Return the piece of evidence as it was typed; its file lies on disk from then on."""
        data = self.cleaned_data
        stowed = stow(bureau_id, data["file"])
        return Proof(data["words"], data["link"], data["snapshot"], stowed)


class AnswerForm(EvidenceForm):
    """答复: finding, facts, evidence, how long it holds."""

    finding = forms.ChoiceField(label=_("核实结论"), choices=FINDINGS, widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("核实到的事实"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    expires = forms.DateField(
        label=_("结论有效到"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("情况会变。到期后不能再用于回应，须重新核实；最长一年。"),
    )
    field_order = ["finding", "facts", "words", "file", "link", "snapshot", "expires"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = False  # 无法核实 needs none

    def found(self, bureau_id: int) -> Found:
        """Return what was found, as the act wants it."""
        data, proof = self.cleaned_data, self.proof(bureau_id)
        return Found(Finding(data["finding"]), data["facts"], [proof], data["expires"])


class LinkAnswerForm(AnswerForm):
    """答复 behind a signed link: also which post answers."""

    post = forms.CharField(
        label=_("答复的岗位"), max_length=60, help_text=_("写岗位，如“水质科值班”，不写姓名。")
    )
    field_order = ["post", *AnswerForm.field_order]


class ServeForm(forms.Form):
    """适用: to which other incident the finding also is the answer."""

    incident = forms.ChoiceField(label=_("也适用于哪个事件"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, incidents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = incidents  # type: ignore[attr-defined]
