"""What has to hold before a contract is written down, one by one or out of a spreadsheet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.contract_import import (
    EXAMPLE,
    MAX_LINES,
    Register,
    municipalities_in,
    plan_import,
    read_day,
    read_lines,
)
from portal.domain.contracts import Book, ContractTerms, judge_contract, judge_end

BOOK = Book(
    products={
        "W101": ("wmo", "Begeleiding licht"),
        "W102": ("wmo", "Begeleiding basis"),
        "J101": ("jeugd", "Ambulant"),
    },
    standards={"wmo-2026": ("wmo", "Wmo 2026"), "jeugd-2024": ("jeugd", "Jeugd 2024")},
)
REGISTER = Register(
    municipalities={"brummen": "Brummen", "epe": "Epe"},
    providers={"00100217": ("lindehaege", "Lindehaege"), "00107548": ("thuisbasis", "Thuisbasis")},
    book=BOOK,
)
TERMS = ContractTerms(
    municipality="brummen",
    provider="lindehaege",
    domain="wmo",
    number="BRM-1",
    standard="wmo-2026",
    starts_on=date(2026, 1, 1),
    ends_on=date(2030, 12, 31),
    products=frozenset({"W101"}),
)
DAY = timedelta(days=1)
HEAD = "gemeente;kvk;domein;nummer;versie;van;tot en met;producten"
LINE = "Brummen;00100217;Wmo;BRM-1;wmo-2026;1-1-2026;31-12-2030;W101 W102"


def paths(terms: ContractTerms, *others: ContractTerms) -> list[str]:
    return [finding.path for finding in judge_contract(terms, BOOK, others)]


def sentences(text: str, *known: ContractTerms) -> list[str]:
    lines, findings = read_lines(text)
    plan = plan_import(lines, REGISTER, known)
    return [finding.sentence for finding in (*findings, *plan.findings)]


def test_a_contract_of_one_day_is_a_contract() -> None:
    assert paths(replace(TERMS, ends_on=TERMS.starts_on)) == []
    assert paths(replace(TERMS, ends_on=TERMS.starts_on - DAY)) == ["tot_en_met"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"standard": "jeugd-2024"}, "versie"),
        ({"standard": "bestaat-niet"}, "versie"),
        ({"products": frozenset({"J101"})}, "producten"),
        ({"products": frozenset({"X999"})}, "producten"),
        ({"products": frozenset()}, "producten"),
    ],
)
def test_version_and_products_belong_to_the_domain(changes: dict[str, object], path: str) -> None:
    assert paths(replace(TERMS, **changes)) == [path]  # type: ignore[arg-type]


def test_a_number_is_used_once_per_municipality() -> None:
    other = replace(TERMS, provider="thuisbasis")
    assert paths(TERMS, other) == ["nummer"]


@pytest.mark.parametrize(
    ("from_on", "clashes"),
    [(date(2030, 12, 31), True), (date(2031, 1, 1), False)],
)
def test_a_product_stands_in_one_running_contract_of_a_provider(
    from_on: date, clashes: bool
) -> None:
    later = replace(TERMS, number="BRM-2", starts_on=from_on, ends_on=date(2032, 1, 1))
    assert paths(later, TERMS) == (["producten"] if clashes else [])
    assert paths(replace(later, products=frozenset({"W102"})), TERMS) == []
    assert paths(replace(later, provider="thuisbasis"), TERMS) == []


@pytest.mark.parametrize(
    ("last_on", "fits"),
    [
        (date(2026, 5, 3), False),
        (date(2026, 5, 4), True),
        (date(2030, 12, 30), True),
        (date(2030, 12, 31), False),
        (date(2031, 1, 1), False),
    ],
)
def test_a_contract_ends_from_today_and_earlier_than_it_would(last_on: date, fits: bool) -> None:
    assert (judge_end(TERMS, last_on, date(2026, 5, 4)) is None) is fits


def test_a_contract_that_has_not_begun_ends_on_its_first_day_at_the_earliest() -> None:
    assert judge_end(TERMS, TERMS.starts_on - DAY, date(2025, 1, 1)) is not None
    assert judge_end(TERMS, TERMS.starts_on, date(2025, 1, 1)) is None


def test_a_contract_that_is_over_cannot_end_again() -> None:
    finding = judge_end(TERMS, date(2031, 1, 1), date(2031, 1, 1))
    assert finding is not None
    assert "al voorbij" in finding.sentence


# -- out of a spreadsheet


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_line_becomes_a_contract(delimiter: str) -> None:
    lines, findings = read_lines(f"{HEAD}\r\n{LINE}\r\n".replace(";", delimiter))
    plan = plan_import(lines, REGISTER, [])

    assert (findings, plan.findings) == ([], ())
    assert plan.new == (replace(TERMS, products=frozenset({"W101", "W102"})),)


def test_the_file_as_a_dutch_spreadsheet_saves_it_is_read() -> None:
    """With a byte order mark, other capitals, another order, and zeros that Excel dropped."""
    text = (
        "\ufeffTot en met;Van;KvK-nummer;Gemeente;Domein;Nummer;Versie;Producten;Opmerking\n"
        '2030-12-31;2026-01-01;100217;Gemeente BRUMMEN;WMO;BRM-1;WMO-2026;"w101, W102";\n'
        ";;;;;;;;\n"
    )
    lines, findings = read_lines(text)
    plan = plan_import(lines, REGISTER, [])

    assert (findings, plan.findings) == ([], ())
    assert plan.new == (replace(TERMS, products=frozenset({"W101", "W102"})),)


def test_the_example_is_read_except_for_its_invented_provider() -> None:
    lines, findings = read_lines("\n".join(";".join(row) for row in EXAMPLE))
    assert findings == []
    assert [f.path for f in plan_import(lines, REGISTER, []).findings] == ["regel.2.kvk"]


def test_every_fault_is_told_with_its_line_and_column() -> None:
    text = "\n".join(
        [
            HEAD,
            "Deventer;1;Zorg;BRM-9;wmo-2026;32-1-2026;morgen;W101",
            ";;;;;;;",
            "Epe;00100217;Wmo;EPE-1;wmo-2026;1-1-2026;31-12-2025;W101 J101 Q1",
            "Epe;00100217;Wmo;EPE-2;wmo-2026;1-1-2026;;W101",
        ]
    )
    assert sentences(text) == [
        "Regel 2, kolom “gemeente”: “Deventer” is geen gemeente van deze regio.",
        "Regel 2, kolom “kvk”: er is geen aanbieder met KvK-nummer “1”. Voeg die eerst toe.",
        "Regel 2, kolom “domein”: kies Wmo of Jeugd; er staat “Zorg”.",
        "Regel 2, kolom “van”: vul een datum in als 1-1-2026; er staat “32-1-2026”.",
        "Regel 2, kolom “tot en met”: vul een datum in als 1-1-2026; er staat “morgen”.",
        "Regel 4, kolom “tot en met”: kies een laatste dag op of na 1 januari 2026.",
        "Regel 4, kolom “producten”: het product J101 (Ambulant) is niet voor Wmo.",
        "Regel 4, kolom “producten”: het product “Q1” staat niet in het productenboek.",
        "Regel 5, kolom “tot en met”: hier ontbreekt de laatste dag, als 31-12-2030.",
    ]


def test_lines_of_one_file_are_held_against_each_other() -> None:
    twice = f"{HEAD}\n{LINE}\n{LINE.replace('BRM-1', 'BRM-2')}\n{LINE.replace('W101 W102', 'W101')}"
    assert sentences(twice) == [
        "Regel 3, kolom “producten”: het product W101 staat in deze periode al in overeenkomst "
        "BRM-1 (1 januari 2026 tot en met 31 december 2030).",
        "Regel 3, kolom “producten”: het product W102 staat in deze periode al in overeenkomst "
        "BRM-1 (1 januari 2026 tot en met 31 december 2030).",
        "Regel 4, kolom “nummer”: nummer BRM-1 bestaat al bij deze gemeente. Kies een ander nummer.",
    ]


def test_a_contract_that_stands_there_already_is_passed_over() -> None:
    known = replace(TERMS, products=frozenset({"W101", "W102"}))
    lines, _ = read_lines(f"{HEAD}\n{LINE}")
    plan = plan_import(lines, REGISTER, [known])
    assert (plan.new, plan.unchanged, plan.findings) == ((), 1, ())

    changed = plan_import(lines, REGISTER, [TERMS])
    assert [finding.path for finding in changed.findings] == ["regel.2.nummer"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is leeg"),
        ("\n\n", "is leeg"),
        (HEAD, "geen overeenkomsten"),
        ("gemeente;nummer\nBrummen;1", "“kvk” (het KvK-nummer van de aanbieder)"),
        (f'{HEAD}\n"Brummen;1', "niet te lezen"),
        (f"{HEAD}\n{LINE};extra", "meer kolommen"),
    ],
)
def test_a_file_that_is_no_table_of_contracts_says_what_to_do(text: str, says: str) -> None:
    assert any(says in sentence for sentence in sentences(text))


def test_a_file_has_a_limit() -> None:
    lines, findings = read_lines("\n".join([HEAD, *[LINE] * (MAX_LINES + 1)]))
    assert lines == []
    assert "Verdeel het bestand" in findings[0].sentence


def test_only_municipalities_that_exist_are_looked_up() -> None:
    lines, _ = read_lines(f"{HEAD}\n{LINE}\n{LINE.replace('Brummen', 'Deventer')}")
    assert municipalities_in(lines, REGISTER) == ["brummen"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1-2-2026", date(2026, 2, 1)),
        ("01/02/2026", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        ("29-2-2028", date(2028, 2, 29)),
        ("29-2-2026", None),
        ("dag-45", None),
        ("45000", None),
        ("1-2-26", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it_in_full(text: str, day: date | None) -> None:
    assert read_day(text) == day
