"""Charts: one point, gaps, no data, and values that an axis must hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.documents import Chart, Form, Series, to_docx, to_pdf
from huiying.documents.chart import HEIGHT, WIDTH, sentence_of, shapes_of, tick_text
from huiying.documents.pdf import chart_picture
from tests.documents.pages import a_document, text_of


def a_chart(*values, kind="line", **changes):
    labels = tuple(f"{at}日" for at in range(1, len(values) + 1))
    return Chart("每日帖文", kind, labels, (Series("微博", values),), **changes)


def of_kind(chart, kind):
    return [shape for shape in shapes_of(chart) if shape.kind == kind]


def test_one_point_is_a_dot():
    assert len(of_kind(a_chart(7), "dot")) == 1
    assert [one for one in of_kind(a_chart(7), "line") if one.thick > 0.5] == []


def test_a_gap_breaks_the_line_and_is_named():
    drawn = a_chart(1, 2, None, 4, 5)

    lines = [one for one in of_kind(drawn, "line") if one.thick > 0.5]

    assert [len(one.points) for one in lines] == [2, 2]
    assert "空缺处无数据" in {one.text for one in of_kind(drawn, "label")}


def test_no_value_at_all_says_so():
    for chart in (a_chart(None, None), a_chart(), a_chart(None, kind="bars")):
        assert [one.text for one in of_kind(chart, "label")] == ["无数据"]
    assert "无数据" in text_of(to_pdf(a_document(body=(a_chart(None),))))


def test_a_bar_stands_on_zero_and_bears_its_number():
    bars = of_kind(a_chart(10, 20, 0, kind="bars"), "box")

    assert bars[1].points[1][1] == pytest.approx(2 * bars[0].points[1][1])
    assert bars[2].points[1][1] == 0
    assert {"10", "20", "0"} <= {
        one.text for one in of_kind(a_chart(10, 20, 0, kind="bars"), "label")
    }


def test_series_are_told_apart_without_colour():
    chart = Chart(
        "用时", "line", ("一", "二"), tuple(Series(f"第{n}", (n, n + 1)) for n in range(4))
    )

    styles = {(one.grey, one.dash) for one in of_kind(chart, "line") if one.points[0][0] > 14}

    assert len({style for style in styles if style[0] < 82}) >= 4


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), max_size=40),
    st.sampled_from(("bars", "line")),
)
def test_every_shape_stays_inside_the_picture(values, kind):
    for shape in shapes_of(a_chart(*values, kind=kind)):
        for x, y in shape.points[:1] if shape.kind == "box" else shape.points:
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


def test_a_chart_is_read_out_in_words():
    chart = a_chart(3, None, unit="条")

    assert sentence_of(chart) == "每日帖文（条）。微博：1日 3，2日 无数据"


def test_a_chart_alone_is_a_picture():
    assert chart_picture(a_chart(3, 4)).startswith(b"\x89PNG")


def test_a_chart_in_a_document_is_drawn_and_its_labels_are_text():
    text = text_of(to_pdf(a_document(Form.BULLETIN, body=(a_chart(3, 4, unit="条"),))))

    assert "每日帖文" in text
    assert "单位：条" in text


def test_a_chart_with_another_number_of_values_than_labels_is_refused():
    with pytest.raises(ValueError, match="2 values"):
        Chart("题", "bars", ("一", "二"), (Series("甲", (1,)),))


def test_more_series_than_greys_become_a_table_and_that_is_said():
    series = tuple(Series(f"第{at}组", (at, None)) for at in range(5))
    chart = Chart("各组", "bars", ("一", "二"), series, "条")

    for make in (to_pdf, to_docx):
        assert any("以表格代替" in one for one in make(a_document(body=(chart,))).warnings)
    text = text_of(to_pdf(a_document(body=(chart,))))
    assert "各组（条）" in text
    assert "一01234" in text


@pytest.mark.parametrize("make", [to_pdf, to_docx])
@given(text=st.text(max_size=20), value=st.floats())
@settings(max_examples=25, deadline=None)
def test_any_words_and_numbers_make_a_chart(make, text, value):
    chart = Chart(
        text, "line", (text, "二"), (Series(text, (value, 1)), Series("", (2, 3))), text
    )

    assert make(a_document(body=(chart,))).data


def test_large_numbers_at_the_axis_are_short():
    assert [tick_text(value) for value in (0, 2500, 25_000, -300_000_000)] == [
        "0",
        "2,500",
        "2.5万",
        "-3亿",
    ]
