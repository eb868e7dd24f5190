"""Forms of accusations: no field asks for words about what is accused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.petitions.accusations import (
    GROUNDS_OF,
    DisciplineBody,
    EndingAct,
    EndingGround,
    TransferWay,
)
from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.shared.forms import unchosen
from huiying.web.shared.files import StoredFilesField
from huiying.web.shared.widgets import day_input, text_area
from huiying.work.petitions.core.submission import MAX_TEXT, MOST_FILES

Labelled = DisciplineBody | EndingGround | PetitionKind | TransferWay


def labelled(members: Iterable[Labelled]) -> list[tuple[str, str]]:
    """Return members of an enumeration as choices in the language of the page."""
    return [(str(one), _(one.label)) for one in members]


ONE_OF_THREE = gettext_lazy("单位、人员、本局以外，至少选一项。")


class AccusedForm(forms.Form):
    """登记涉及的单位、人员: from the bureau's own lists, or outside of it."""

    conditional = ("units", "officers")

    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("涉及的单位"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ONE_OF_THREE,
    )
    officers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("涉及的人员"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ONE_OF_THREE,
    )
    outside = forms.BooleanField(
        label=gettext_lazy("涉及本局以外的机关、单位或者人员"), required=False
    )

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        officers: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units  # type: ignore[attr-defined]
        self.fields["officers"].choices = officers  # type: ignore[attr-defined]


class TransferForm(forms.Form):
    """登记转送: body by rank, its name, number, way, day."""

    body = forms.ChoiceField(label=gettext_lazy("接收机关"))
    name = forms.CharField(
        label=gettext_lazy("接收机关名称"),
        max_length=80,
        help_text=gettext_lazy("写机关全称，不写人名。"),
    )
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=60)
    way = forms.ChoiceField(label=gettext_lazy("转送方式"))
    on = forms.DateField(label=gettext_lazy("转送日期"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = unchosen(labelled(DisciplineBody))  # type: ignore[attr-defined]
        self.fields["way"].choices = unchosen(labelled(TransferWay))  # type: ignore[attr-defined]


class SupplementForm(forms.Form):
    """补充材料: what came in later by letter, call or visit."""

    text = forms.CharField(
        label=gettext_lazy("补充内容"),
        max_length=MAX_TEXT,
        widget=text_area(6),
        help_text=gettext_lazy("加密保存；查看须写明理由。"),
    )
    material = StoredFilesField(most=MOST_FILES, label=gettext_lazy("补充文件"), required=False)


class EndingForm(forms.Form):
    """Why it ends here without a transfer: a ground of the list."""

    act = EndingAct.ERASE
    ground = forms.ChoiceField(label=gettext_lazy("所属情形"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = labelled(GROUNDS_OF[self.act])  # type: ignore[attr-defined]


class HandBackForm(EndingForm):
    """不属检举控告: why, and which kind of petition it becomes."""

    act = EndingAct.HAND_BACK
    kind = forms.ChoiceField(label=gettext_lazy("转为"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = labelled(PetitionKind)  # type: ignore[attr-defined]
