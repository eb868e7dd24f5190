"""The forms of the single rules: a period, a number, a clause, proofs, lists of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.closing.archive import (
    LEAST_MONTHS,
    LEAST_PETITION_MONTHS,
    MOST_MONTHS,
    ArchivePeriod,
)
from huiying.policy.core.standing import Standing
from huiying.policy.grading.grades import MEDIA_TIERS
from huiying.policy.procedure.delivery import POSSIBLE, Proof
from huiying.policy.rulebook.checker import MAX_BASIS_LENGTH
from huiying.policy.rulebook.edits import clause_words
from huiying.policy.time.deadlines import DeadlineUnit
from huiying.policy.time.ladder import CHOOSABLE, Audience
from huiying.web.console.rulebook.changes import is_prescribed, period_words
from huiying.web.console.shared.rulebook_words import STANDING, translate_rule
from huiying.web.shared.widgets import day_input

WHOLE = 100  # percent


class RowForm(forms.Form):
    """One rule. ``path`` says which; the row before gives what the form does not ask."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, initial=self.shown(row))
        self.path, self.before = path, row

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return a row as the initial values of the fields."""
        return dict(row)

    def row(self) -> Any:
        """Return the row as it was typed."""
        return dict(self.before) | {name: self.cleaned_data[name] for name in self.fields}

    def add_problem(self, part: str, sentence: str) -> None:
        """Put what is wrong with a part of the row at its field, or on top."""
        self.add_error(part if part in self.fields else None, sentence)


class BasedForm(RowForm):
    """A rule that names its basis and how binding it is."""

    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=MAX_BASIS_LENGTH,
        help_text=gettext_lazy("文件名、文号和条款，例如《制度》第四条第（三）项。"),
    )
    standing = forms.ChoiceField(label=gettext_lazy("效力"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        fixed = is_prescribed(path)
        allowed = [Standing(row["standing"])] if fixed else list(Standing)
        field = self.fields["standing"]
        field.choices = [(str(one), _(STANDING[one])) for one in allowed]  # type: ignore[attr-defined]
        if fixed:
            field.help_text = _("文件已有规定，效力不可更改；时限可缩短，不得延长。")


class DeadlineForm(BasedForm):
    """A period: how long, on what ground, whom to tell when."""

    amount = forms.IntegerField(label=gettext_lazy("时限"), min_value=1)
    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    field_order = ["amount", "unit", "basis", "standing", *CHOOSABLE]

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        choices = [(str(unit), translate_rule(unit.label)) for unit in DeadlineUnit]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        for audience in CHOOSABLE:
            self.fields[audience] = forms.CharField(
                label=_("达到时限百分比时通知%(audience)s")
                % {"audience": translate_rule(audience.label)},
                required=False,
                max_length=40,
                help_text=_("数字用空格隔开，如 50 80；不填则不通知。"),
            )

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return the row with the shares as percent, a field an audience."""
        values = {
            audience: " ".join(
                f"{rung['share'] * WHOLE:g}"
                for rung in row["steps"]
                if rung["tell"] == audience
            )
            for audience in CHOOSABLE
        }
        return {**row, **values}

    def clean(self) -> dict[str, Any]:
        """Read percent into rungs, in the order of their shares."""
        values = super().clean() or self.cleaned_data
        rungs: list[dict[str, Any]] = [
            {"share": share, "tell": str(audience)}
            for audience in CHOOSABLE
            for share in self._shares(audience, values.get(audience, ""))
        ]
        self.rungs = sorted(rungs, key=lambda rung: float(rung["share"]))
        return values

    def _shares(self, audience: Audience, text: str) -> list[float]:
        words = text.replace("%", " ").replace("、", " ").split()
        try:
            return [int(word) / WHOLE for word in words]
        except ValueError:
            self.add_error(audience, _("只写数字和空格，例如 50 80。"))
            return []

    def row(self) -> dict[str, Any]:
        """Return the row with its ladder."""
        names = ("amount", "unit", "basis", "standing")
        typed = {name: self.cleaned_data[name] for name in names}
        return dict(self.before) | typed | {"steps": self.rungs}


class NumberForm(BasedForm):
    """A number of grading or of the desk: a lower bound."""

    value = forms.FloatField(label=gettext_lazy("至少"))
    field_order = ["value", "basis", "standing"]

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return the row without a needless decimal point."""
        return {**row, "value": f"{row['value']:g}"}

    def clean_value(self) -> float:
        """Keep whole numbers whole, so that an untouched form changes nothing."""
        value: float = self.cleaned_data["value"]
        return int(value) if value.is_integer() else value


class PeriodForm(BasedForm):
    """The retention period of matters of one grade, or of reports of one kind."""

    period = forms.ChoiceField(label=gettext_lazy("保管期限"), required=False)
    field_order = ["period", "basis", "standing"]

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        choices = [(value, period_words(value)) for value in ("", *ArchivePeriod)]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


class MonthsForm(BasedForm):
    """For how many months a post that belongs to no matter, or a settled petition, stays."""

    value = forms.IntegerField(
        label=gettext_lazy("保存月数"),
        min_value=0,
        max_value=MOST_MONTHS,
    )
    field_order = ["value", "basis", "standing"]

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        help_text = _("0 表示不删除；否则至少 %(least)s 个月。")
        petition = path.startswith("archive/petitions/")
        least = LEAST_PETITION_MONTHS if petition else LEAST_MONTHS
        self.fields["value"].help_text = help_text % {"least": least}


class ClauseForm(BasedForm):
    """A row of the grade table: what must be reached; 0 asks nothing."""

    field_order = ["content", "highest", "second", "spread", "basis", "standing"]

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        labels = {
            "content": _("内容至少几分"),
            "highest": _("三项中最高的至少几分"),
            "second": _("第二高的至少几分"),
            "spread": _("反应或媒体至少几分"),
        }
        choices = [(0, _("不要求")), *((n, str(n)) for n in (1, 2, 3))]
        for name, label in labels.items():
            self.fields[name] = forms.TypedChoiceField(label=label, choices=choices, coerce=int)
        self.order_fields(self.field_order)

    def row(self) -> dict[str, Any]:
        """Return the row with its demands said anew."""
        row: dict[str, Any] = super().row()
        return row | {"words": clause_words(row)}


class ProofsForm(RowForm):
    """Which proofs of a channel count as delivery."""

    proofs = forms.MultipleChoiceField(
        label=gettext_lazy("算送达的凭证"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("中继、机器人或网络回调接收消息不视为送达，不可选。"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        possible = POSSIBLE[path.rpartition("/")[2]]
        choices = [
            (str(proof), translate_rule(proof.label)) for proof in Proof if proof in possible
        ]
        self.fields["proofs"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return the proofs that count."""
        return {"proofs": row}

    def row(self) -> list[str]:
        """Return the proofs in the order in which books keep them."""
        return sorted(self.cleaned_data["proofs"])


class PlatformsForm(RowForm):
    """The platforms that posts may be shown under, one a line, with what exports call each."""

    names = forms.CharField(
        label=gettext_lazy("平台"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "每行一个；表格和推送中的别名写在等号后，用空格隔开，如：微博 = 新浪微"
            "博 weibo。只写平台，不写个人。"
        ),
    )

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return the list as lines."""
        lines = [" = ".join(filter(None, (name, " ".join(also)))) for name, also in row.items()]
        return {"names": "\n".join(lines)}

    def row(self) -> dict[str, list[str]]:
        """Return name → aliases."""
        typed = (line.partition("=") for line in self.cleaned_data["names"].splitlines())
        return {name.strip(): also.split() for name, _sign, also in typed if name.strip()}


class TopicsForm(RowForm):
    """The topics that public answers may be filed under, one a line."""

    names = forms.CharField(
        label=gettext_lazy("主题"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=gettext_lazy("每行一个。写事项，不写个人，如：供水。主题在公开回应旁列示。"),
    )

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return the list as lines."""
        return {"names": "\n".join(row)}

    def row(self) -> list[str]:
        """Return the topics as typed."""
        return _lines(self.cleaned_data["names"])


class MediaForm(RowForm):
    """All media of a bureau, one field a tier, one host or name a line."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, path: str, row: Any) -> None:
        super().__init__(data, path=path, row=row)
        for tier, name in MEDIA_TIERS.items():
            lines = self.initial[tier].count("\n") + 1
            self.fields[tier] = forms.CharField(
                label=translate_rule(name),
                required=False,
                max_length=40_000,
                help_text=_("一行一个：网站的域名，或媒体的全名。"),
                widget=forms.Textarea(
                    attrs={"rows": min(max(lines, 3), 12), "spellcheck": "false"}
                ),
            )

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """Return each tier's entries as lines, in the order of the alphabet."""
        return {
            tier: "\n".join(sorted(entry for entry, of in row.items() if of == tier))
            for tier in MEDIA_TIERS
        }

    def row(self) -> dict[str, str]:
        """Return entry → tier, hosts in lower case."""
        return self.tiers

    def clean(self) -> dict[str, Any]:
        """Refuse an entry that stands at two tiers."""
        values = super().clean() or self.cleaned_data
        self.tiers: dict[str, str] = {}
        for tier in MEDIA_TIERS:
            for entry in _lines(values.get(tier, "").lower()):
                if self.tiers.setdefault(entry, tier) != tier:
                    message = _("“%(entry)s”同时列在两个层级。") % {"entry": entry}
                    self.add_error(tier, message)
        return values

    def add_problem(self, part: str, sentence: str) -> None:
        """Put what is wrong with an entry at its tier."""
        self.add_error(self.tiers.get(part), f"“{part}”：{sentence}")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


FORMS: Mapping[str, type[RowForm]] = {
    "deadlines": DeadlineForm,
    "grade/numbers": NumberForm,
    "grade/media_scores": NumberForm,
    "grade/clauses": ClauseForm,
    "promotion/numbers": NumberForm,
    "ladder": NumberForm,
    "procedure": NumberForm,
    "gates": NumberForm,
    "delivery_proofs": ProofsForm,
    "platforms": PlatformsForm,
    "topics": TopicsForm,
    "archive/periods": PeriodForm,
    "archive/reports": PeriodForm,
    "archive/posts": MonthsForm,
    "archive/petitions": MonthsForm,
    "media_tiers": MediaForm,
}


class AdoptForm(forms.Form):
    """From when a draft is in force, and why."""

    conditional = ("day",)

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label=gettext_lazy("何时施行"),
        choices=[(NOW, gettext_lazy("立即")), (LATER, gettext_lazy("从某日零时起"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    day = forms.DateField(
        label=gettext_lazy("施行日期"),
        required=False,
        help_text=gettext_lazy("选“从某日零时起”时填写，须在今天以后。"),
        widget=day_input(),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day when it is to be later."""
        values = super().clean() or self.cleaned_data
        if values.get("when") == self.LATER and not values.get("day"):
            self.add_error("day", _("请填写施行日期。"))
        return values
