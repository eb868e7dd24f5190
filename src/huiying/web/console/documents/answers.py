"""The text of a published answer, as a letter: exactly what the public page says."""

from __future__ import annotations

from huiying.documents import Block, Document, Form, Heading, Paragraph, Table
from huiying.policy.procedure.findings import Finding
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import minute_words
from huiying.web.shared.answers import number_words, speaker_words
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import without_codes


def answer_document(release: Release) -> Document:
    """Return the words of a release; of a sealed one, the notice that stands in their place.

    No query beyond the row, its answer and its bureau.
    """
    content, bureau = release.content, release.bureau
    speaker = speaker_words(bureau, content["speaker"])
    return Document(
        form=Form.LETTER,
        issuer=speaker,
        title=bureau.titled(content["title"]),
        body=(*_answer(release), *_evidence(release), _where(release)),
        date=release.published_at.astimezone(LOCAL).date(),
        signature=speaker,
    )


def _answer(release: Release) -> list[Block]:
    content = release.content
    texts = []
    if content["claim"]:
        texts.append(f"网上的说法：{content['claim']}")
    if content["finding"]:
        texts.append(f"核实结论：{Finding(content['finding']).label}。")
    if content["note"]:
        texts.append(f"更正说明：{content['note']}")
    texts += [without_codes(content["summary"]), without_codes(content["body"])]
    return [Paragraph(text) for text in texts if text.strip()]


def _evidence(release: Release) -> list[Block]:
    facts = release.content.get("facts", [])
    if not facts:
        return []
    rows = tuple(
        (
            str(place),
            fact["statement"],
            "\n".join(filter(None, (fact["evidence"], fact["link"]))),
        )
        for place, fact in enumerate(facts, start=1)
    )
    return [Heading("事实和依据", 1), Table(("序号", "事实", "依据"), rows)]


def _where(release: Release) -> Paragraph:
    number = number_words(release.content["answer"])
    at = minute_words(release.published_at)
    return Paragraph(f"网上公开编号：{number}，第 {release.version} 版，{at}发布。")
