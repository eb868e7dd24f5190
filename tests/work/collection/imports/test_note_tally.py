"""Notes of rows are counted without a word of the rows."""

from huiying.reasons.reason import reason
from huiying.reasons.rendering import render_all
from huiying.work.collection.imports.note_tally import SHOWN_ROWS, add_notes, tally_reasons


class Row:
    def __init__(self, *warnings):
        self.warnings = warnings


UNREADABLE = reason("collection.item.date_unreadable", text="张小云")


def test_notes_are_counted_over_batches_with_their_first_rows():
    tally = add_notes({}, [(2, Row(UNREADABLE)), (3, Row())])
    damaged = reason("collection.row.bad_bytes", count=4)
    tally = add_notes(tally, [(7, Row(UNREADABLE, damaged)), (9, Row(damaged))])

    assert render_all(tally_reasons(tally)) == [
        "共 8 处文字无法辨认，以“\ufffd”代替：2 行（第 7、9 行）。",
        "发布时间无法辨认，按“未知”保存：2 行（第 2、7 行）。",
    ]
    assert "张小云" not in str(tally)


def test_of_many_rows_the_first_are_named():
    tally = add_notes({}, [(row, Row(UNREADABLE)) for row in range(2, 102)])

    [sentence] = render_all(tally_reasons(tally))
    assert sentence.startswith("发布时间无法辨认，按“未知”保存：100 行（第 2、3、")
    assert sentence.endswith("、21 行等）。")
    assert len(tally["date_unreadable"]["first"]) == SHOWN_ROWS
