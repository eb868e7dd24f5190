"""归类: under which topic readers find an answer.

In:   requests of officers who draft.    Out:  the answer, filed; its words stay as they are.
Cost: as the act.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.acts import Asked, Told, carry_out
from huiying.web.console.responses.forms import TopicForm
from huiying.web.requests import OfficerRequest, form_page
from huiying.work.responses.access import answer_for
from huiying.work.responses.actions.file_answer import file_answer
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.public import public_topics


@form_page
def file(request: OfficerRequest, number: str) -> HttpResponse:
    """File an answer under a topic, or take it off its shelf."""
    answer = answer_for(request.user, number, to=Capability.DRAFT)
    asked = Asked(
        title=_("归到哪个主题"),
        submit=_("归类"),
        lead=_("读者按主题找回应。"),
        safe=_("发布的文字一个字也不变。"),
        back=reverse("console:responses"),
    )
    used = [topic for topic, _count in public_topics(answer.bureau_id)]
    form = TopicForm(request.POST or None, used=used, initial={"topic": answer.topic})

    def deed() -> Told:
        file_answer(
            answer=answer,
            topic=form.cleaned_data["topic"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已归类，公开页面已更新。"), reverse("console:responses")

    return carry_out(request, form, asked, 0, deed, refusals=CannotAnswer)
