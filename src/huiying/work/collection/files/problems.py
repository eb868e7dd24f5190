"""Say what is wrong with a file or one of its rows, and what to do about it.

In:   a code and the values that belong to it.   Out:  a sentence for people.
Cost: none.
"""

from dataclasses import dataclass

from huiying.work.collection.core.messages import SourceMessage
from huiying.work.collection.core.messages import gettext_noop as _

FILE_MESSAGES = {
    "cannot_open": _("打不开文件“%(name)s”。请确认文件存在、可以读取，然后重新选择。"),
    "empty": _("文件是空的，没有可导入的内容。请检查导出结果后重新上传。"),
    "too_big": _("文件解开后超过 %(limit)s，已停止读取。请分成几个文件导入。"),
    "gzip_bomb": _(
        "压缩文件解开后膨胀超过 %(ratio)s 倍，不像正常数据，已停止读取。"
        "请先解压、检查内容后再导入。"
    ),
    "broken_gzip": _("压缩文件不完整或已损坏。请重新导出或重新传输该文件。"),
    "broken_sheet": _(
        "表格文件不完整、已损坏或设有密码。请用表格软件打开后另存为 XLSX 或 CSV。"
    ),
    "sheet_too_wide": _(
        "表格铺开后太大，已停止读取：很远的行或列里可能有多余的内容。"
        "请把有数据的部分复制到新表，或另存为 CSV 后再导入。"
    ),
    "unknown_charset": _("认不出文件的文字编码。请另存为 UTF-8 编码的 CSV 后再导入。"),
    "not_text": _("这不是文本或表格文件。请导入 CSV、TSV、XLSX 或 JSONL 文件。"),
    "json_array": _("文件是一个整体的 JSON，不是每行一条的 JSONL。请按每行一条记录导出。"),
    "too_many_columns": _("表头有 %(count)s 列，超过上限 %(limit)s 列。请删去不需要的列。"),
}
ROW_MESSAGES = {
    "too_many_cells": _(
        "这一行有 %(cells)s 格，表头只有 %(columns)s 列，无法对应。请检查引号和分隔符。"
    ),
    "too_few_cells": _(
        "这一行只有 %(cells)s 格，表头有 %(columns)s 列，无法对应。请检查换行和分隔符。"
    ),
    "open_quote": _("引号没有成对，从这一行起直到文件末尾都无法分辨。请补上引号后重新导入。"),
    "cell_too_long": _("这一行有单元格超过 %(limit)s 个字，或引号没有成对。请拆分后重新导入。"),
    "bad_json": _("这一行不是有效的 JSON，未读取。请检查导出结果。"),
    "not_an_object": _("这一行的 JSON 不是“名称: 值”的记录，未读取。"),
}


class UnreadableFile(Exception):
    """A whole file cannot be read; ``str()`` says what happened and what to do."""

    def __init__(self, code: str, **fields: str) -> None:
        self.code = code
        self.sentence = SourceMessage(code, FILE_MESSAGES[code], fields)
        super().__init__(str(self.sentence))

    @property
    def fields(self) -> dict[str, str]:
        """The values inside the sentence."""
        return dict(self.sentence.fields)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that could not be read; the rows after it still are."""

    row_number: int  # 1 = first data row
    code: str
    sentence: SourceMessage

    @classmethod
    def of(cls, row_number: int, code: str, **fields: str) -> "RowProblem":
        """Return the problem ``code`` of one row."""
        return cls(row_number, code, SourceMessage(code, ROW_MESSAGES[code], fields))

    def __str__(self) -> str:
        return str(self.sentence)
