"""Sentences of collection: what feeds, sites, files and their rows did wrong."""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # addresses that are not fetched
    "collection.address.bad_address": marked(
        "“%(address)s”不是完整的网址。请填写以 http:// 或 https:// 开头的网址。"
    ),
    "collection.address.bad_scheme": marked("只采集 http 和 https 网址，未访问“%(address)s”。"),
    "collection.address.has_credentials": marked(
        "网址中带有用户名或密码。系统不登录采集，请改用公开网址。"
    ),
    "collection.address.bad_port": marked(
        "未开放访问端口 %(port)s。如确需采集，请管理员把该主机加入允许名单。"
    ),
    "collection.address.private_address": marked(
        "“%(host)s”指向内部网络地址，已拒绝访问。"
        "如是本单位内网来源，请管理员把该主机加入允许名单。"
    ),
    "collection.address.unknown_host": marked("找不到主机“%(host)s”。请核对网址，或稍后再试。"),
    # fetches
    "collection.fetch.timeout": marked("%(seconds)s 秒内没有读完，已停止。下次按计划再试。"),
    "collection.fetch.too_big": marked(
        "内容超过 %(limit)s MB，已停止读取。请改用更小的列表或订阅地址。"
    ),
    "collection.fetch.unreachable": marked(
        "连接不上该网站。请核对网址；如网址无误，下次按计划再试。"
    ),
    "collection.fetch.bad_certificate": marked(
        "该网站的安全证书无效，未读取内容。请核对网址或联系网站。"
    ),
    "collection.fetch.bad_encoding": marked("网站用了无法解开的压缩方式，未读取内容。"),
    "collection.fetch.bad_answer": marked("网站的应答不完整或不合规范。下次按计划再试。"),
    "collection.fetch.too_many_redirects": marked(
        "跳转超过 %(limit)s 次，已停止。请填写最终网址。"
    ),
    "collection.fetch.host_busy": marked(
        "对该网站的请求已在排队，为不加重其负担，本次不再请求。"
    ),
    "collection.fetch.robots_forbidden": marked(
        "该网站的 robots.txt 不允许采集此网址，已停止。请改用网站公开的订阅地址。"
    ),
    "collection.fetch.robots_unavailable": marked(
        "读不到该网站的 robots.txt（%(reason)s），本次不采集。下次按计划再试。"
    ),
    "collection.fetch.needs_login": marked(
        "网站要求登录或拒绝访问（%(number)s）。系统不登录采集，请改用公开网址。"
    ),
    "collection.fetch.not_found": marked("网址不存在（%(number)s）。请核对网址是否已变更。"),
    "collection.fetch.asked_to_slow_down": marked(
        "网站要求放慢访问（%(number)s）。请加大采集间隔。"
    ),
    "collection.fetch.asked_to_wait": marked(
        "网站要求 %(minutes)s 分钟后再来（%(number)s），届时再采集。"
    ),
    "collection.fetch.server_error": marked("网站自身出错（%(number)s）。下次按计划再试。"),
    "collection.fetch.http_error": marked("网站没有给出内容（%(number)s）。请核对网址。"),
    "collection.fetch.articles": marked("有 %(count)s 篇文章没有读到：%(why)s"),
    "collection.fetch.missed": marked(
        "有 %(count)s 篇没有读到，隔一段时间再试。最早的一篇是 %(address)s：%(why)s"
    ),
    "collection.fetch.given_up": marked(
        "近 7 天有 %(count)s 篇试了多次仍没有读到，不再试，已记录。"
        "最早的一篇是 %(address)s：%(why)s"
    ),
    "collection.fetch.page_empty": marked("页面打开了，但里面没有文字，没有收录。"),
    "collection.fetch.page_too_long": marked(
        "页面超过 %(limit)s 个字符，读一半会当成全文，没有收录。请打开网址人工录入。"
    ),
    "collection.fetch.internal": marked("系统内部出错，已记入日志。"),
    # why a robots.txt was not read
    "collection.robots.timeout": marked("超时"),
    "collection.robots.unreachable": marked("连接不上"),
    "collection.robots.bad_certificate": marked("安全证书无效"),
    "collection.robots.server_error": marked("网站出错"),
    # feeds
    "collection.feed.entities": marked(
        "订阅内容声明了实体（DOCTYPE ENTITY），可能是攻击，未读取。请联系网站。"
    ),
    "collection.feed.too_deep": marked(
        "订阅内容嵌套过深，不像正常的订阅，未读取。请联系网站。"
    ),
    "collection.feed.not_a_feed": marked(
        "这不是 RSS、Atom 或 JSON 订阅内容。请核对网址，或改用“网页列表”方式采集。"
    ),
    "collection.feed.broken": marked("订阅内容不完整或格式有误，只读出 %(count)s 条。"),
    "collection.feed.broken_off": marked(
        "订阅内容没有传完，只收了完整的 %(count)s 条，最后不完整的一条下次再收。"
    ),
    "collection.feed.too_big": marked(
        "订阅内容超过大小上限，只收了开头完整的 %(count)s 条。"
        "如果新的排在后面，请改用更小的订阅地址。"
    ),
    "collection.feed.empty_entries": marked("有 %(count)s 条标题和正文都是空的，没有收录。"),
    "collection.feed.too_many": marked("订阅内容超过 %(limit)s 条，只取前 %(limit)s 条。"),
    "collection.feed.bad_entries": marked("有 %(count)s 条不是有效的记录，已跳过。"),
    # link rules of list pages
    "collection.rule.rule_too_long": marked(
        "链接规则超过 %(limit)s 个字符。请改用更短的规则。"
    ),
    "collection.rule.bad_pattern": marked(
        "链接规则不是有效的正则表达式。请检查括号和特殊符号。"
    ),
    "collection.rule.slow_pattern": marked("链接规则匹配太慢，已停止。请去掉嵌套的 + 或 *。"),
    "collection.rule.bad_selector": marked("CSS 选择器无效。请检查写法，例如：ul.news li a。"),
    # items of any source
    "collection.item.empty": marked("标题和正文都是空的，未收录。请补上内容后重新提交。"),
    "collection.item.internal": marked(
        "系统处理这一条时出错，没有收录，已记入日志。其他各条不受影响。"
    ),
    "collection.item.channel_other": marked(
        "平台不在本局的名单里，记为“其他”：名称不保存，只计入平台数。"
    ),
    "collection.item.community_other": marked(
        "社区或版块不在登记的名单里，记为“其他”：名称不保存，只计入版块数。"
    ),
    "collection.item.classified": marked(
        "这一条带有密级标志，没有收录，也没有存下。涉密信息不上网：请从来源和本机删去，"
        "经涉密渠道办理，并告知本局保密工作人员。"
    ),
    "collection.item.text_cut": marked("正文有 %(chars)s 个字，只保留前 %(limit)s 个字。"),
    "collection.item.title_cut": marked("标题有 %(chars)s 个字，只保留前 %(limit)s 个字。"),
    "collection.item.url_dropped": marked(
        "链接不是有效的 http 或 https 网址，或者过长，未保存。"
    ),
    "collection.item.id_rounded": marked(
        "编号在表格软件里已丢失末尾的数字，不能用来辨认，这一条按内容辨认。"
        "请把编号列设为文本后重新导出。"
    ),
    # dates of items
    "collection.item.date_unreadable": marked("发布时间“%(text)s”无法辨认，按“未知”保存。"),
    "collection.item.date_impossible": marked("发布时间“%(text)s”不存在，按“未知”保存。"),
    "collection.item.date_future": marked("发布时间“%(text)s”晚于采集时间，按“未知”保存。"),
    "collection.item.date_only": marked(
        "发布时间“%(text)s”只有日期，时刻未知，按当日零时保存。"
    ),
    # whole files
    "collection.file.cannot_open": marked(
        "打不开文件“%(name)s”。请确认文件存在、可以读取，然后重新选择。"
    ),
    "collection.file.empty": marked("文件是空的，没有可导入的内容。请检查导出结果后重新上传。"),
    "collection.file.too_big": marked(
        "文件解开后超过 %(limit)s，已停止读取。请分成几个文件导入。"
    ),
    "collection.file.gzip_bomb": marked(
        "压缩文件解开后膨胀超过 %(ratio)s 倍，不像正常数据，已停止读取。"
        "请先解压、检查内容后再导入。"
    ),
    "collection.file.broken_gzip": marked(
        "压缩文件不完整或已损坏。请重新导出或重新传输该文件。"
    ),
    "collection.file.broken_sheet": marked(
        "表格文件不完整、已损坏或设有密码。请用表格软件打开后另存为 XLSX 或 CSV。"
    ),
    "collection.file.sheet_too_wide": marked(
        "表格铺开后太大，已停止读取：很远的行或列里可能有多余的内容。"
        "请把有数据的部分复制到新表，或另存为 CSV 后再导入。"
    ),
    "collection.file.unknown_charset": marked(
        "认不出文件的文字编码。请另存为 UTF-8 编码的 CSV 后再导入。"
    ),
    "collection.file.not_text": marked(
        "这不是文本或表格文件。请导入 CSV、TSV、XLSX 或 JSONL 文件。"
    ),
    "collection.file.json_array": marked(
        "文件是一个整体的 JSON，不是每行一条的 JSONL。请按每行一条记录导出。"
    ),
    "collection.file.markup": marked(
        "这个文件是网页（HTML 或 XML），不是表格，扩展名不对。"
        "请用表格软件打开后另存为 XLSX 或 CSV。"
    ),
    "collection.file.spreadsheet_xml": marked(
        "这个文件是 XML 电子表格（SpreadsheetML），扩展名不对。"
        "请用表格软件打开后另存为 XLSX 或 CSV。"
    ),
    "collection.file.zip_archive": marked(
        "这是一个压缩包，里面没有表格。请先解压，再导入里面的文件。"
    ),
    "collection.file.hidden_only": marked(
        "只有隐藏的工作表里有内容（%(names)s），没有读取。请取消隐藏后重新上传。"
    ),
    "collection.file.no_such_sheet": marked(
        "没有名为“%(name)s”的工作表。可以选的是：%(names)s。"
    ),
    # what is said of a file that is read
    "collection.file.hidden_sheets": marked("隐藏的工作表没有读取：%(names)s。"),
    "collection.file.rows_above_header": marked(
        "列名取自第 %(row)s 行；它上面的 %(count)s 行（标题或上一级表头）没有收录。"
    ),
    "collection.file.two_headers": marked(
        "表头有两行（第 %(first)s 行和第 %(second)s 行），列名取自第 %(row)s 行，"
        "另一行没有收录。"
    ),
    "collection.file.header_like_content": marked(
        "第 %(row)s 行像是内容，不像列名。如果文件没有列名，请选“没有列名”。"
    ),
    "collection.file.too_many_columns": marked(
        "表头有 %(count)s 列，超过上限 %(limit)s 列。请删去不需要的列。"
    ),
    # rows of files
    "collection.row.too_many_cells": marked(
        "这一行有 %(cells)s 格，表头只有 %(columns)s 列，无法对应。请检查引号和分隔符。"
    ),
    "collection.row.too_few_cells": marked(
        "这一行只有 %(cells)s 格，表头有 %(columns)s 列，无法对应。请检查换行和分隔符。"
    ),
    "collection.row.open_quote": marked(
        "引号没有成对，从这一行起直到文件末尾都无法分辨。请补上引号后重新导入。"
    ),
    "collection.row.cell_too_long": marked(
        "这一行有单元格超过 %(limit)s 个字，或引号没有成对。请拆分后重新导入。"
    ),
    "collection.row.line_too_long": marked(
        "这一行超过 %(limit)s 个字，未读取。请拆分后重新导入。"
    ),
    "collection.row.bad_bytes": marked(
        "有 %(count)s 处文字无法辨认，以“\ufffd”代替：编码不一致或已损坏。"
    ),
    "collection.row.bad_json": marked("这一行不是有效的 JSON，未读取。请检查导出结果。"),
    "collection.row.not_an_object": marked("这一行的 JSON 不是“名称: 值”的记录，未读取。"),
    # items of a push
    "collection.push.not_an_object": marked("这一条不是 JSON 对象，未收录。"),
    "collection.push.wrong_type.text": marked("字段“%(name)s”应是文字，这一条未收录。"),
    "collection.push.wrong_type.key": marked("字段“%(name)s”应是文字或整数，这一条未收录。"),
    # what an import notes of its rows, counted
    "collection.import.note": marked("%(what)s：%(rows)s 行（第 %(where)s 行）。"),
    "collection.import.note_of_many": marked("%(what)s：%(rows)s 行（第 %(where)s 行等）。"),
    "collection.note.text_cut": marked("正文过长，只保留前面一部分"),
    "collection.note.title_cut": marked("标题过长，只保留前面一部分"),
    "collection.note.url_dropped": marked("链接不是有效的网址，未保存"),
    "collection.note.date_unreadable": marked("发布时间无法辨认，按“未知”保存"),
    "collection.note.date_impossible": marked("发布时间不存在，按“未知”保存"),
    "collection.note.date_future": marked("发布时间晚于采集时间，按“未知”保存"),
    "collection.note.date_only": marked("发布时间只有日期，按当日零时保存"),
    "collection.note.channel_other": marked("平台不在本局的名单里，记为“其他”"),
    "collection.note.community_other": marked("社区或版块不在登记的名单里，记为“其他”"),
    "collection.note.id_rounded": marked("编号已丢失末尾的数字，按内容辨认"),
    "collection.note.bad_bytes": marked("共 %(count)s 处文字无法辨认，以“\ufffd”代替"),
    # imports that ended before the end of their file
    "collection.import.columns_missing": marked(
        "文件里没有这些列：%(names)s。请重新指定各列。"
    ),
    "collection.import.file_lost": marked(
        "文件已不在原处或无法读取。已收录的都在，请重新上传后继续。"
    ),
}
