"""Documents are made of whatever people typed, pasted, or called their files."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.adapters.pdf import PdfFailed, Typesetter, embedded_files, showable
from portal.services.runtime import LETTERS

MOMENT = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
RECEIPT: dict[str, Any] = {
    "kenmerk": "VP-2026-ABCD",
    "soort": "Verbeterplan",
    "aanbieder": "Zorggroep Lindehaege",
    "ontvangen": "6 maart 2026 om 11.00.00 uur",
    "via": "via het portaal",
    "binnen": "",
    "door": "Bob",
    "vervolg": "",
    "gemeenten": [],
    "bestanden": [],
    "handtekening": "abc",
    "sleutel": "k",
}


def receipt_for(name: str, attached: str = "{}") -> bytes:
    files = [{"naam": name, "bytes": 35, "sha256": "ab" * 32}]
    data = {**RECEIPT, "bestanden": files}
    return Typesetter(LETTERS).render(
        "ontvangstbewijs", data, rendered_at=MOMENT, attached=attached
    )


@pytest.mark.parametrize(
    "name",
    [
        "plan ✅.pdf",
        "plan 😀😀.pdf",
        "计划 2026.pdf",
        "\uf0b7 geplakt uit Word.pdf",
        "\ufeffplan.pdf",
        "a\u0301\u20e0.pdf",
    ],
)
def test_a_name_that_the_fonts_cannot_show_does_not_keep_a_receipt_from_being_made(
    name: str,
) -> None:
    attached = f'{{"naam": "{name}"}}'
    assert embedded_files(receipt_for(name, attached)) == [attached.encode()]


def test_only_what_cannot_be_shown_is_replaced() -> None:
    assert showable("Łódź, Ελλάδα, план – “€ 5” ✅ 计.pdf") == "Łódź, Ελλάδα, план – “€ 5” □ □.pdf"
    assert showable("\uf0b7 eerste\ufeff punt") == "• eerste punt"


def test_a_template_that_is_wrong_is_still_told() -> None:
    with pytest.raises(PdfFailed):
        Typesetter(LETTERS).render("ontvangstbewijs", {"kenmerk": "✅"}, rendered_at=MOMENT)
