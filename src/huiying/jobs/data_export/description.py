"""What an export says in words: README.txt, and every table and field as a CSV.

In:   the tables, what was written of each.    Out:  bytes in UTF-8; the CSVs open in Excel.
Cost: none.

A stranger without this software reads README.txt first. Names and choices of fields are those
of the models, so what is written here cannot differ from what is stored.
"""

from __future__ import annotations

import csv
import inspect
import io
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import override

from huiying.base.audit.house_text import house_label
from huiying.jobs.data_export.json_values import BYTES_KIND, form_of
from huiying.jobs.data_export.manifest import TableEntry, product_version
from huiying.jobs.database_tables.excluded import excluded_tables
from huiying.jobs.database_tables.tables import DatabaseTable
from huiying.jobs.key_rotation.sealed_columns import sealed_columns
from huiying.policy.time.zone import LOCAL

MARK = "\ufeff"  # by which Excel knows UTF-8

README_TEXT = """\
回应 huiying 数据导出 / data export
=================================

版本 Version: {version}
导出时间 Made at: {made_at}
局 Bureaus: {bureaus}

一、内容
  tables/表名.jsonl   每表一个文件，JSON Lines，UTF-8，一行一条记录，按主键排列。
                      用记事本、Python 或任何编程语言都能读，不需要本软件。
  tables.csv          各表的行数、说明。可用 Excel、WPS 打开。
  fields.csv          各表的字段：名称、格式、是否可空、指向哪个表、各代码的含义、是否封存。
  files/校验值        存档文件，已加密，文件名是密文的 SHA-256。
  stored-files.jsonl  存档文件清单；missing 为 true 的，导出时磁盘上已经没有。
  manifest.json       格式和软件版本、各文件的 SHA-256 和行数、审计链末端、密钥校验值。
二、格式
  时刻为 UTC，ISO 8601；日期、时间为 ISO 8601；二进制为 Base64；小数为文本。
  外键字段名以 _id 结尾，fields.csv 的 refers_to 列写明指向哪个表。
三、封存的内容
  信访人身份、来信原文、检举控告、渠道密钥等封存的内容，以及存档文件，均按密文导出。
  本导出不含安装密钥（secret.key）。没有密钥，谁也打不开；有密钥的同版本安装可以载入：
  huiying load-data 文件。
  files_storedfile.data_key 等字段是被安装密钥加密的数据密钥，不是密钥本身。
四、注意
  未封存的内容（遮盖后的帖文、工作记录、工作人员姓名和账号、口令散列）是明文。
  请按备份同样的要求保管和传递，不要放在网盘、U 盘上不加锁。
五、不在其中的
{left_out_zh}
  各表主键保持不变。用于计数的发帖人标识密钥（collection_voicekey.key）一律为空。

1. What is in it
  tables/NAME.jsonl   One file for each table: JSON Lines, UTF-8, one row a line, in the order
                      of its key. Any editor or programming language reads it.
  tables.csv          Rows and description of each table. Opens in a spreadsheet.
  fields.csv          Each field: form, whether it may be null, the table that it refers to,
                      what its codes mean, whether it is sealed.
  files/HASH          Stored files, encrypted; the name is the SHA-256 of the encrypted bytes.
  stored-files.jsonl  The list of them; "missing": true was gone from the disk already.
  manifest.json       Versions, SHA-256 and rows of each file, ends of the audit chains, a
                      keyed hash of each key.
2. Forms
  Moments are in UTC, ISO 8601; days and times are ISO 8601; bytes are Base64; decimals are
  text. A field whose name ends in _id names a row of another table (refers_to in fields.csv).
3. What is sealed
  Who a petitioner is, original letters, accusations, secrets of channels and all stored files
  are exported as they are stored, encrypted. The keys of the installation (secret.key) are
  not in it: without them nobody opens these. An empty installation of the same version that
  has them loads the export: huiying load-data FILE.
  Fields such as files_storedfile.data_key are keys encrypted under the installation's key.
4. Take care
  What is not sealed is in the clear: masked posts, the work on incidents, names and accounts
  of officers, password hashes. Guard and carry this as you would a backup.
5. What is not in it
{left_out_en}
  Keys of rows stay as they are. The keys that tell voices apart (collection_voicekey.key) are
  always null.
"""


def readme(made_at: datetime, bureaus: Iterable[str]) -> bytes:
    """Return README.txt."""
    out = sorted(excluded_tables().items())
    return README_TEXT.format(
        version=product_version(),
        made_at=f"{made_at.astimezone(LOCAL):%Y-%m-%d %H:%M} (UTC+8)",
        bureaus="、".join(bureaus),
        left_out_zh="\n".join(f"  {name}：{why.chinese}。" for name, why in out),
        left_out_en="\n".join(f"  {name}: {why.english}." for name, why in out),
    ).encode()


def tables_csv(entries: Iterable[TableEntry]) -> bytes:
    """Return what each table is and how many rows it has."""
    models_by_table = _models()
    rows = ((one.name, one.rows, _about(models_by_table[one.name])) for one in entries)
    return _csv(("table", "rows", "about"), rows)


def fields_csv(tables: Iterable[DatabaseTable]) -> bytes:
    """Return each field of each table: its form, what it refers to, what its codes mean."""
    found: list[tuple[Any, ...]] = []
    models_by_table = _models()
    for table in tables:
        fields = models_by_table[table.name]._meta.local_concrete_fields
        for column, field in zip(table.columns, fields, strict=True):
            other = field.related_model
            found.append(
                (
                    table.name,
                    column.name,
                    form_of(column.kind),
                    "yes" if field.null else "no",
                    "yes" if field.primary_key else "no",
                    other._meta.db_table if isinstance(other, type) else "",
                    _choices(field),
                    "yes" if is_sealed(table.name, column.name) else "no",
                )
            )
    head = ("table", "field", "form", "null", "key", "refers_to", "choices", "sealed")
    return _csv(head, found)


def is_sealed(table: str, column: str) -> bool:
    """Tell whether a column is encrypted, or holds a key that is, or secrets in its JSON."""
    return f"{table}.{column}" in _sealed()


SEALED_BODIES = frozenset({"body", "identity", "original", "sealed_body", "secret"})
"""Names of the columns of bytes that the sealed key in their row opens."""


@cache
def _sealed() -> frozenset[str]:
    found = {column.label for column in sealed_columns()}
    for model in {column.model for column in sealed_columns()}:
        for field in model._meta.local_concrete_fields:
            if field.get_internal_type() == BYTES_KIND and field.column in SEALED_BODIES:
                found.add(f"{model._meta.db_table}.{field.column}")
    return frozenset(found)


@cache
def _models() -> dict[str, type[models.Model]]:
    return {one._meta.db_table: one for one in apps.get_models(include_auto_created=True)}


def _about(model: type[models.Model]) -> str:
    """Return the first sentence of a model's description; of a table that joins two, these."""
    if model._meta.auto_created:
        joined = (field.related_model for field in model._meta.fields)
        return " – ".join(one._meta.db_table for one in joined if isinstance(one, type))
    text = inspect.getdoc(model) or ""
    return text.partition("\n\n")[0].replace("\n", " ")


def _choices(field: models.Field[Any, Any]) -> str:
    with override("zh-hans"):
        pairs = [(code, house_label(label)) for code, label in field.flatchoices]
    return "；".join(f"{code}={label}" for code, label in pairs)


def _csv(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return (MARK + text.getvalue()).encode()
