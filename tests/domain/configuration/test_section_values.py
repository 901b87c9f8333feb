"""What the values of the sections answer."""

from datetime import date

import pytest

from portal.domain.configuration.acceptance import DEFAULT, AcceptanceDuty, StopEffect
from portal.domain.configuration.closing_days import CLOSING_DAYS
from portal.domain.configuration.four_eyes import FourEyes, FourEyesSwitch
from portal.domain.configuration.placeholders import MEANINGS, fill
from portal.domain.configuration.profile import LadderChoice
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.configuration.teams import TEAMS
from portal.domain.configuration.terms import TERMS, TermsAct
from portal.domain.configuration.texts import PlacedText, Texts
from portal.domain.deadlines import Unit
from portal.domain.submissions import fields

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Beste {aanbieder}", "Beste De {kenmerk}"),
        ("{kenmerk}{kenmerk}", "CS-1CS-1"),
        ("{onbekend} blijft", "{onbekend} blijft"),
        ("{{kenmerk}}", "{CS-1}"),
        ("{kenmerk!r} {kenmerk.__class__} {0} {}", "{kenmerk!r} {kenmerk.__class__} {0} {}"),
        ("{% set x = 1 %}{{ 7*7 }}", "{% set x = 1 %}{{ 7*7 }}"),
    ],
)
def test_filling_in_replaces_names_once_and_runs_nothing(text: str, filled: str) -> None:
    assert fill(text, {"aanbieder": "De {kenmerk}", "kenmerk": "CS-1"}) == filled


def test_each_placeholder_is_explained() -> None:
    assert all(meaning.strip() for meaning in MEANINGS.values())


def test_text_of_the_kind_goes_before_the_one_for_all_kinds() -> None:
    texts = Texts(
        placed=(
            PlacedText(kind="alle", place="inleiding", text="Algemeen"),
            PlacedText(kind="clientenstop", place="inleiding", text="Stop"),
        )
    )
    assert texts.at("inleiding", kind="clientenstop") == "Stop"
    assert texts.at("inleiding", kind="verbeterplan") == "Algemeen"
    assert texts.at("besluit", kind="verbeterplan") is None
    assert texts.mail("besluit") is None


def questions(*rows: dict[str, object]) -> tuple[fields.Field, ...]:
    value, findings = QUESTIONS.parse(
        {"vraag": [{"soort": "clientenstop", "vraag": "V?"} | row for row in rows]}
    )
    assert value is not None, findings
    return value.fields("clientenstop", today=TODAY)


OPTIONS = [{"waarde": "ja", "tekst": "Ja"}, {"waarde": "nee", "tekst": "Nee"}]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"type": "tekst"}, fields.TextField(name="a", label="V?")),
        ({"type": "tekst", "max_lengte": 9}, fields.TextField(name="a", label="V?", max_length=9)),
        ({"type": "lange_tekst"}, fields.LongTextField(name="a", label="V?")),
        (
            {"type": "keuze", "optie": OPTIONS},
            fields.ChoiceField(
                name="a",
                label="V?",
                choices=(fields.Choice("ja", "Ja"), fields.Choice("nee", "Nee")),
            ),
        ),
        (
            {"type": "keuzes", "optie": OPTIONS, "verplicht": False},
            fields.ChoicesField(
                name="a",
                label="V?",
                required=False,
                choices=(fields.Choice("ja", "Ja"), fields.Choice("nee", "Nee")),
            ),
        ),
        ({"type": "ja_nee", "toelichting": "T"}, fields.YesNoField(name="a", label="V?", hint="T")),
        ({"type": "datum"}, fields.DateField(name="a", label="V?")),
        ({"type": "moment"}, fields.MomentField(name="a", label="V?")),
        ({"type": "bedrag"}, fields.AmountField(name="a", label="V?")),
        (
            {"type": "getal", "minimum": 2, "maximum": 3},
            fields.NumberField(name="a", label="V?", minimum=2, maximum=3),
        ),
        (
            {
                "type": "rijen",
                "rijnaam": "locatie",
                "verplicht": False,
                "deelvraag": [{"naam": "b", "type": "datum", "vraag": "B?"}],
            },
            fields.RowsField(
                name="a",
                label="V?",
                required=False,
                row_name="locatie",
                min_rows=0,
                fields=(fields.DateField(name="b", label="B?"),),
            ),
        ),
    ],
)
def test_each_type_of_question_becomes_a_field_of_the_forms(
    row: dict[str, object], field: fields.Field
) -> None:
    assert questions({"naam": "a"} | row) == (field,)


def test_condition_on_yes_or_no_compares_with_what_a_form_keeps() -> None:
    asked_if = {"vraag": "a", "antwoorden": ["ja"]}
    later = {"naam": "b", "type": "tekst", "alleen_als": asked_if}
    on_yes = questions({"naam": "a", "type": "ja_nee"}, later)[1]
    on_choice = questions({"naam": "a", "type": "keuze", "optie": OPTIONS}, later)[1]
    assert fields.asked(on_yes, {"a": True})
    assert not fields.asked(on_yes, {"a": False})
    assert fields.asked(on_choice, {"a": "ja"})
    assert not fields.asked(on_choice, {"a": "nee"})


@pytest.mark.parametrize(
    ("from_on", "count"), [("2026-06-30", 1), ("2026-07-01", 1), ("2026-07-02", 0)]
)
def test_question_is_asked_from_its_first_day_on(from_on: str, count: int) -> None:
    assert len(questions({"naam": "a", "type": "datum", "vanaf": from_on})) == count


def test_question_of_another_kind_is_not_asked() -> None:
    assert questions({"naam": "a", "type": "datum", "soort": "verbeterplan"}) == ()


def test_condition_on_a_question_that_is_not_asked_yet_falls_away() -> None:
    first = {"naam": "a", "type": "ja_nee", "vanaf": "2027-01-01"}
    later = {"naam": "b", "type": "tekst", "alleen_als": {"vraag": "a", "antwoorden": ["ja"]}}
    assert questions(first, later) == (fields.TextField(name="b", label="V?"),)


def test_closed_days_are_all_days_of_a_closure_with_its_reason() -> None:
    value, _ = CLOSING_DAYS.parse(
        {"sluiting": [{"van": "2026-12-30", "tot_en_met": "2027-01-01", "reden": "Feest"}]}
    )
    assert value is not None
    assert value.reasons() == {
        date(2026, 12, 30): "Feest",
        date(2026, 12, 31): "Feest",
        date(2027, 1, 1): "Feest",
    }


def test_act_without_a_switch_needs_a_second_person() -> None:
    off = FourEyesSwitch(act="ladder_publiceren", is_on=False, reason="Wij zijn met zijn tweeën.")
    four_eyes = FourEyes(switches=(off,))
    assert not four_eyes.needs_second_person("ladder_publiceren")
    assert four_eyes.reason_for("ladder_publiceren") == "Wij zijn met zijn tweeën."
    assert FourEyes().needs_second_person("ladder_publiceren")
    assert FourEyes().reason_for("ladder_publiceren") == ""


@pytest.mark.rule("004-115")
def test_effect_of_a_stop_with_consent_is_a_reading_of_the_municipality() -> None:
    assert DEFAULT.lapses_for("wens")
    assert DEFAULT.of("wens").explanation.startswith("Lezing:")
    assert DEFAULT.of("wachttijd").explanation.startswith("Lezing:")
    own = AcceptanceDuty(
        wish=StopEffect(effect="blijft", explanation="Lezing."),
        waiting_time=DEFAULT.waiting_time,
        agreed=DEFAULT.agreed,
        imposed=DEFAULT.imposed,
    )
    assert not own.lapses_for("wens")


def test_internal_term_counts_from_its_own_event_and_skips_closing_days() -> None:
    value, _ = TERMS.parse(
        {
            "termijn": [
                {"soort": "clientenstop", "handeling": "besluiten", "lengte": 2, "eenheid": "weken"}
            ]
        }
    )
    assert value is not None
    term = value.term("clientenstop", "besluiten")
    assert term is not None
    assert (term.as_term.length, term.as_term.unit) == (2, Unit.WEEKS)
    assert term.as_term.event == "de ontvangst"
    assert term.as_term.internal
    assert term.as_term.skips_closures
    assert value.term("clientenstop", "oppakken") is None


def test_terms_act_is_off_until_a_municipality_switches_it_on() -> None:
    value, _ = TERMS.parse({"termijnenwet": {"wmo": True}})
    assert value is not None
    assert value.terms_act.applies_to("wmo")
    assert not value.terms_act.applies_to("jeugd")
    assert not TermsAct().applies_to("wmo")


def test_each_contract_domain_has_its_own_ladder() -> None:
    ladders = LadderChoice(wmo="bijlage-4", jeugd="bijlage-9")
    assert (ladders.for_domain("wmo"), ladders.for_domain("jeugd")) == ("bijlage-4", "bijlage-9")


def test_desk_is_found_by_its_slug() -> None:
    desk = {"slug": "a", "naam": "A", "waarvoor": "Alles", "email": "a@b.example"}
    value, _ = TEAMS.parse({"vangnet": "a", "team": [desk]})
    assert value is not None
    assert value.desk("a") == value.desks[0]
    assert value.desk("b") is None
