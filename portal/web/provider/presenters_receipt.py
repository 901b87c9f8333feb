"""What the page of a receipt prints."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.adapters.storage import Storage
from portal.domain.calendar import format_date, format_exact_moment, local_date
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_texts import Voice
from portal.queries.receipts import ReceiptFacts, ReceiptLine, StoredDocument
from portal.services.effects.receipts import FILE, PDF
from portal.web.chrome import DataItem, TermExplained
from portal.web.provider.presenters_form import Said, said
from portal.web.templates import size_words


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityOnReceipt:
    """One municipality: its place in the chain, and what the rules noted."""

    name: str
    seq: int
    entry_hash: str
    late: str
    late_term: TermExplained | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptShown:
    """The page; `signature` is empty while the documents are still being made."""

    facts: tuple[DataItem, ...]
    municipalities: tuple[MunicipalityOnReceipt, ...]
    files: tuple[DataItem, ...]
    next_text: str
    answer_by: str
    mailed_to: str
    texts: tuple[Said, ...]
    is_made: bool
    pdf_size: str
    pdf_hash: str
    signature: str
    key_id: str


def receipt_shown(
    facts: ReceiptFacts,
    *,
    stored: Mapping[str, StoredDocument],
    voices: Mapping[str, Voice],
    mailed_to: Sequence[str],
    storage: Storage,
) -> ReceiptShown:
    """Everything that the page says, decided."""
    kind = all_kinds()[facts.kind]
    signature, key_id = _signature(stored, storage)
    pdf = stored.get(PDF)
    values = {
        "kenmerk": facts.reference,
        "soort": kind.name.lower(),
        "datum": format_date(local_date(facts.received_at)),
        "aanbieder": facts.provider_name,
    }
    late = {line.slug: voices[line.slug] for line in facts.lines if line.marks.get("te_laat")}
    return ReceiptShown(
        facts=(
            DataItem(key="Kenmerk", value=facts.reference),
            DataItem(key="Ontvangen", value=format_exact_moment(facts.received_at)),
            DataItem(key="Soort", value=kind.name),
            DataItem(key="Ingediend door", value=facts.submitted_by_name),
            DataItem(key="Namens", value=facts.provider_name),
        ),
        municipalities=tuple(_municipality(line) for line in facts.lines),
        files=tuple(
            DataItem(key=name, lines=(size_words(size), f"SHA-256 {sha256}"))
            for name, size, sha256 in facts.files
        ),
        next_text=kind.next_for_provider,
        answer_by=kind.answer_by,
        mailed_to=" en ".join(mailed_to),
        texts=(
            *said(voices, "ontvangst", kind, values),
            *said(late, "te_laat", kind, values),
        ),
        is_made=bool(signature and pdf),
        pdf_size=size_words(pdf.size_bytes) if pdf else "",
        pdf_hash=pdf.sha256 if pdf else "",
        signature=signature,
        key_id=key_id,
    )


def _municipality(line: ReceiptLine) -> MunicipalityOnReceipt:
    late = line.marks.get("te_laat")
    days = int(late["dagen"]) if late else 0
    words = "1 dag" if days == 1 else f"{days} dagen"
    return MunicipalityOnReceipt(
        name=line.name,
        seq=line.entry.seq,
        entry_hash=line.entry.entry_hash,
        late=f"Te laat gemeld: {words} later dan de overeenkomst vraagt" if late else "",
        late_term=TermExplained(
            label="Eerste dag die op tijd was geweest",
            on=format_date(date.fromisoformat(late["kon_vanaf"])),
            steps=(late["uitleg"],),
        )
        if late
        else None,
    )


def _signature(stored: Mapping[str, StoredDocument], storage: Storage) -> tuple[str, str]:
    """The signature and the key's name, out of the stored file itself."""
    if FILE not in stored:
        return "", ""
    with storage.open(stored[FILE].storage_key) as file:
        signed = json.load(file)["signatures"][0]
    return signed["signature"], signed["key_id"]
