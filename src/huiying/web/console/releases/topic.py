"""归类: the topic under which readers find an answer.

In:   requests of officers who draft.    Out:  the answer, filed; its words stay as they are.
Cost: as the act.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from huiying.work.responses.releases.public import public_topics


@form_page
def file(request: OfficerRequest, number: str) -> HttpResponse:
    """File an answer under a topic, or take it off its shelf."""
    answer = answer_for(request.user, number, to=Capability.DRAFT)
    asked = ActText(
        title=_("归到哪个主题"),
        submit=_("归类"),
        lead=_("读者按主题找回应。"),
        safe=_("发布的文字一个字也不变。"),
        back=reverse("console:responses"),
    )
    used = [topic for topic, _count in public_topics(answer.bureau_id)]
    form = TopicForm(request.POST or None, used=used, initial={"topic": answer.topic})

    def deed() -> Outcome:
        set_answer_topic(
            answer=answer,
            topic=form.cleaned_data["topic"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已归类，公开页面已更新。"), reverse("console:responses")

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


class TopicForm(forms.Form):
    """The shelf of an answer; those in use are offered."""

    topic = forms.CharField(
        label=gettext_lazy("主题"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("写事情，不写人，例如“供水”“来访登记”。留空就不归类。"),
    )

    def __init__(self, *args: Any, used: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if used:
            said = _("已有的主题：%(topics)s") % {"topics": _("、").join(used)}
            self.fields["topic"].help_text += f" {said}"
