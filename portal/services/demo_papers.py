"""Makes the files that the providers of the demo send along: small, and real."""

import io
from datetime import datetime

from docx import Document

from portal.adapters.uploads import Accepted, take_in
from portal.domain.configuration.story import Paper
from portal.services.tools import Tools

MAX_BYTES = 1024 * 1024
TEMPLATE = "bijlage-demo"


def store_paper(tools: Tools, paper: Paper, *, sender: str, made_at: datetime) -> Accepted:
    """A file as somebody would have uploaded it, judged like any other."""
    return take_in(
        tools.storage,
        io.BytesIO(content_of(tools, paper, sender=sender, made_at=made_at)),
        name=paper.name,
        max_bytes=MAX_BYTES,
    )


def content_of(tools: Tools, paper: Paper, *, sender: str, made_at: datetime) -> bytes:
    """PDF, Word or plain text, by the name of the file."""
    title, _, extension = paper.name.rpartition(".")
    paragraphs = paper.text.splitlines()
    match extension:
        case "pdf":
            return tools.typesetter.render(
                TEMPLATE,
                {"titel": title, "afzender": sender, "alineas": paragraphs},
                rendered_at=made_at,
            )
        case "docx":
            return _word(title, sender, paragraphs)
        case "txt":
            return "\n".join([title, sender, "", *paragraphs, ""]).encode()
    raise ValueError(f"{paper.name}: de demo maakt alleen pdf, docx en txt.")


def _word(title: str, sender: str, paragraphs: list[str]) -> bytes:
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = sender
    document.core_properties.language = "nl"
    document.add_heading(title, level=1)
    document.add_paragraph(sender)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
