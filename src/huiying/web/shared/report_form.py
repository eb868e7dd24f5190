"""The form by which a unit reports back, signed in or behind a signed link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.procedure.findings import Finding
from huiying.web.shared.files_form import FilesForm
from huiying.work.casework.notices.actions.report_back import ReportInput


class ReportForm(FilesForm):
    """反馈: what was found, what was done, what proves it."""

    conditional = ("file_words", "no_file_reason")
    field_order = [
        "finding", "facts", "handled", "evidence", "attachments", "file_words", "no_file_reason"
    ]  # fmt: skip

    finding = forms.ChoiceField(
        label=_("核实结论"),
        choices=[(str(item), _(item.label)) for item in Finding],
        widget=forms.RadioSelect,
    )
    facts = forms.CharField(
        label=_("核实的事实"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    handled = forms.CharField(
        label=_("处置情况（网下办理）"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label=_("证据"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("依据的记录、登记、检测等，不写个人信息。"),
    )
    no_file_reason = forms.CharField(
        label=_("未附材料的原因"),
        required=False,
        max_length=400,
        help_text=_("未附材料的须写明，否则不视为网下已解决。"),
    )

    def reported(self, bureau_id: int) -> ReportInput:
        """Return what was reported, as the act behind a link wants it."""
        data = self.cleaned_data
        return ReportInput(
            finding=Finding(data["finding"]),
            facts=data["facts"],
            handled=data["handled"],
            evidence=data["evidence"],
            pieces=tuple(self.pieces(bureau_id)),
            no_file_reason=data["no_file_reason"],
        )
