"""Forms of 督办 between installations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import ReasonForm, moment_field
from huiying.web.shared.files import ScannedFileField
from huiying.web.shared.widgets import text_area
from huiying.work.reports.downward.files import MAX_ANSWER, MAX_DEMAND


class IssueForm(forms.Form):
    """下发督办: what the subordinate must answer, until when."""

    demand = forms.CharField(
        label=_("督办事项"),
        max_length=MAX_DEMAND,
        widget=text_area(3),
        help_text=_("写明须反馈的内容，不写个人信息和检举控告内容。"),
    )
    due = moment_field(_("反馈期限"))


class ReturnForm(ReasonForm):
    """退回补充: why, and until when the subordinate answers again."""

    conditional: tuple[str, ...] = ("due",)

    due = moment_field(
        _("重新反馈期限"), required=False, help_text=_("不填的，期限不变；原期限已过的须填写。")
    )


class AnswerForm(forms.Form):
    """反馈上级: what is answered, from what the unit fed back."""

    text = forms.CharField(
        label=_("反馈内容"),
        max_length=MAX_ANSWER,
        widget=text_area(8),
        help_text=_("依据承办单位已销号的反馈拟写，不写个人信息和检举控告内容。"),
    )


class ArrivalForm(forms.Form):
    """登记送达: which office has the file, since when."""

    who = forms.CharField(
        label=_("接收的科室或岗位"),
        max_length=80,
        help_text=_("写科室或岗位，如“总值班室”，不写姓名。"),
    )
    at = moment_field(_("送达时间"), required=False, help_text=_("不填为当前时间。"))


class StepFileForm(forms.Form):
    """A file of a superior."""

    file = ScannedFileField(
        label=_("督办文件"),
        help_text=_("上级机关导出的 JSON 文件，最大 2 MB。"),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )


class AnswerFileForm(forms.Form):
    """A file of a subordinate."""

    file = ScannedFileField(
        label=_("反馈文件"),
        help_text=_("下级单位导出的 JSON 文件，最大 2 MB。"),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
