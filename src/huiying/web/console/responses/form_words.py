"""The forms of an answer as an officer chooses among them.

In:   nothing.    Out:  choices: the name of each form and when it is used.
Cost: none.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.policy.answer_forms import AnswerForm
from huiying.web.answers import form_words


def form_choices() -> list[tuple[str, str]]:
    """Return the forms with what each is for, the one without a form last."""
    purposes = {
        AnswerForm.HOLDING: _("还没有查清：知道什么、不知道什么、下一次什么时候说"),
        AnswerForm.CLARIFICATION: _("说法不实或有误解：事实、说法、错在哪里、再说一遍事实"),
        AnswerForm.PROGRESS: _("事情在办：办到哪一步、还差什么、什么时候办完"),
        AnswerForm.BRIEF: _("问得多的几个问题逐个回答"),
        AnswerForm.APOLOGY: _("我们做错或说错了：错在哪里、向谁道歉、怎样改正"),
    }
    named = [
        (form.value, _("%(form)s：%(purpose)s") % {"form": form_words(form), "purpose": words})
        for form, words in purposes.items()
    ]
    return [*named, ("", _("%(form)s：不用提纲") % {"form": form_words("")})]
