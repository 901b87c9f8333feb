"""Whatever stands in a section or a ladder can be put in a form and read back as the same."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.adapters.packs import read_files
from portal.adapters.start_templates import ladder_templates
from portal.domain.configuration.closing_days import CLOSING_DAYS
from portal.domain.configuration.pack import Municipality, Pack, read_pack
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.configuration.section import Section
from portal.domain.configuration.sections import SECTIONS
from portal.domain.configuration.terms import TERMS
from portal.domain.configuration.theme_section import THEME
from portal.domain.errors import Severity
from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.submissions.fields import ChoiceField, RowsField, check_answers
from portal.queries.configuration import KnownNames
from portal.services.demo_database import TENANTS
from portal.web.admin.from_ladders import ladder_plan
from portal.web.admin.from_sections import options_from, section_plan
from portal.web.admin.places import Place, place_in, rows_of, with_record
from portal.web.admin.records import (
    Listing,
    RecordPlan,
    answers_of,
    plain_of,
    question_path,
    questions,
    replaced,
)
from portal.web.admin.section_presenters import facts_of
from portal.web.fields import answers, build_form

NOBODY = KnownNames(desks={}, products={}, ladders={}, regions={}, people={}, members={})


@pytest.fixture(scope="module")
def pack() -> Pack:
    pack, _ = read_pack(read_files(TENANTS)[0])
    assert pack is not None
    return pack


@pytest.mark.parametrize(
    ("section", "key", "raw", "title", "facts"),
    [
        (
            CLOSING_DAYS,
            "sluiting",
            {"van": "2026-12-28", "tot_en_met": "2026-12-31", "reden": "Kerst"},
            "28 december 2026",
            ("Laatste dag: 31 december 2026", "Reden: Kerst"),
        ),
        (
            TERMS,
            "termijn",
            {"soort": "verbeterplan", "handeling": "oppakken", "lengte": 1, "eenheid": "uren"},
            "Verbeterplan, Oppakken: iemand neemt het in behandeling, vanaf de ontvangst",
            ("1 uur",),
        ),
        (
            QUESTIONS,
            "vraag",
            {
                "soort": "clientenstop",
                "naam": "noodplek_hoe",
                "vraag": "Hoe regelt u die plek?",
                "type": "lange_tekst",
                "verplicht": False,
            },
            "Cliëntenstop, Hoe regelt u die plek?",
            (
                "Korte naam: noodplek_hoe",
                "Soort antwoord: Meer regels tekst",
                "Is een antwoord verplicht? nee",
            ),
        ),
    ],
)
def test_a_list_tells_its_records_in_the_words_of_a_person(
    section: Section[Any], key: str, raw: dict[str, Any], title: str, facts: tuple[str, ...]
) -> None:
    listing = section_plan(section, {}).part(key)
    assert isinstance(listing, Listing)
    assert (listing.record.title(raw), facts_of(listing, raw)) == (title, facts)


def through_a_form(plan: RecordPlan, subject: str | None, raw: dict[str, Any]) -> dict[str, Any]:
    """What a page keeps of a record when it is opened and sent without a change."""
    parts = plan.on_page(subject)
    asked = questions(parts)
    form = build_form(asked)(data=answers_of(parts, raw))
    given = answers(form)
    assert [f.sentence for f in check_answers(asked, given)] == []
    return replaced(parts, raw, given)


@pytest.mark.parametrize("code", ["bijlage-4", "bijlage-9", "bijlage-e"])
def test_no_page_of_the_ladder_editor_changes_what_it_was_given(code: str) -> None:
    document = dump_ladder(read_ladder(ladder_templates()[code])[0])
    seen = 0
    for place in places(ladder_plan(document), document):
        for subject in place.plan.subjects:
            assert through_a_form(place.plan, subject, dict(place.raw)) == place.raw, subject
            seen += 1
    assert seen > 60


@pytest.mark.parametrize(
    "section", [s for s in SECTIONS if s is not THEME], ids=lambda section: section.slug
)
def test_no_page_of_a_section_changes_what_it_was_given(pack: Pack, section: Any) -> None:
    for municipality in pack.municipalities:
        document = section.dump(municipality.sections[section.slug])
        plan = section_plan(section, options_from(names_of(pack, municipality)))
        for place in places(plan, document):
            kept = with_record(document, place, through_a_form(place.plan, None, dict(place.raw)))
            value, findings = section.parse(kept)
            assert [f for f in findings if f.severity is Severity.ERROR] == []
            assert section.dump(value) == document, (municipality.slug, place.address)


def names_of(pack: Pack, municipality: Municipality) -> KnownNames:
    assert pack.demo is not None
    return KnownNames(
        desks={desk.slug: desk.name for desk in municipality.sections["teams"].desks},
        products={product.code: product.name for product in pack.region.products},
        ladders=dict.fromkeys(ladder_templates(), "Ladder"),
        regions={pack.region.slug: pack.region.name},
        people={person.email: person.name for person in pack.demo.cast.people},
        members={},
    )


def places(plan: RecordPlan, document: dict[str, Any]) -> Iterator[Place]:
    """Every page of a document."""
    yield place_in(plan, document, "")
    for listing in plan.listings:
        for number, _ in enumerate(rows_of(document, listing.key), start=1):
            yield place_in(plan, document, f"{listing.key}/{number}")


def test_a_record_that_is_not_there_is_asked_for_and_stays_away() -> None:
    document = dump_ladder(read_ladder(ladder_templates()["bijlage-4"])[0])
    plan = ladder_plan(document).part("treden")
    assert isinstance(plan, Listing)
    parts = plan.record.on_page("Termijn")
    rung = document["treden"][0]
    assert "termijn" not in rung
    given = answers_of(parts, rung)
    assert given["termijn__er"] is False
    typed = {**given, "termijn__er": True, "termijn__lengte": 2, "termijn__eenheid": "weken"}
    assert plain_of(parts, typed)["termijn"]["lengte"] == 2
    assert "termijn" not in plain_of(parts, {**typed, "termijn__er": False})


def test_a_finding_finds_its_question_however_deep_it_lies() -> None:
    document = dump_ladder(read_ladder(ladder_templates()["bijlage-4"])[0])
    treden = ladder_plan(document).part("treden")
    assert isinstance(treden, Listing)
    parts = treden.record.parts
    assert question_path(parts, "naam") == "naam"
    assert question_path(parts, "wie.0") == "wie"
    assert question_path(parts, "termijn.lengte") == "termijn__lengte"
    assert question_path(parts, "termijn") == "termijn__er"
    assert question_path(parts, "briefdelen.1.tekst") == "briefdelen.1.tekst"
    assert question_path(parts, "briefdelen.1") == "briefdelen.1"
    assert question_path(parts, "briefdelen") == "briefdelen"
    assert question_path(parts, "onbekend") is None


def test_what_a_rung_refers_to_is_chosen_from_the_rungs_there_are() -> None:
    document = dump_ladder(read_ladder(ladder_templates()["bijlage-4"])[0])
    treden = ladder_plan(document).part("treden")
    assert isinstance(treden, Listing)
    rows = next(q for q in questions(treden.record.on_page("Volgorde")) if q.name == "vereist")
    assert isinstance(rows, RowsField)
    choice = rows.fields[0]
    assert isinstance(choice, ChoiceField)
    assert [option.value for option in choice.choices] == ["1", "2", "3", "4"]


def test_options_of_a_section_are_the_names_that_exist() -> None:
    options = options_from(NOBODY)
    assert set(options) == {"team", "product", "escalatieladder", "zorgregio", "medewerker"}
