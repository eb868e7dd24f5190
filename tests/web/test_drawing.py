"""Small pieces that stand many times on a page are drawn as safely as a template draws them."""

from huiying.web.drawing import act_html

TOKEN = "t0ken"


def test_an_act_that_posts_carries_the_token_and_the_revision():
    drawn = act_html({"label": "先关注", "url": "/x/", "method": "post", "version": 7}, TOKEN)

    assert f'name="csrfmiddlewaretoken" value="{TOKEN}"' in drawn
    assert 'name="version" value="7"' in drawn


def test_an_act_that_asks_opens_in_a_dialog_and_carries_no_token():
    drawn = act_html({"label": "排除…", "url": "/x/", "method": "ask", "key": "X"}, TOKEN)

    assert "data-dialog-get" in drawn
    assert 'data-key="x"' in drawn
    assert TOKEN not in drawn


def test_a_locked_act_says_why_and_leads_nowhere():
    drawn = act_html(
        {"label": "发布", "url": "/x/", "method": "post", "locked": "先通过复审"}, TOKEN
    )

    assert "先通过复审" in drawn
    assert "/x/" not in drawn


def test_what_an_act_says_is_escaped():
    drawn = act_html({"label": "<b>", "url": '/"x', "method": "get"}, TOKEN)

    assert "<b>" not in drawn
    assert '"/"x' not in drawn
