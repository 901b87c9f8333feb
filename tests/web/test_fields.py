"""What was typed stays, what can be read becomes a plain answer, what cannot becomes advice."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.domain.errors import Finding, Severity
from portal.domain.submissions import fields as asked
from portal.domain.submissions.fields import check_answers
from portal.web.fields import (
    answers,
    attach,
    build_form,
    change_rows,
    from_pairs,
    raw_pairs,
    replace_pairs,
    typed,
    wants_row_change,
)
from portal.web.fields.typed import Unclear

MUNICIPALITIES = {"brummen": "Brummen", "epe": "Epe"}
PRODUCTS = {"brummen": {"02A03": "Begeleiding"}, "epe": {"02A03": "Begeleiding", "01A01": "Hulp"}}
CHOICES = (asked.Choice("a", "Optie A"), asked.Choice("b", "Optie B", "Uitleg"))
ACTIONS = asked.RowsField(
    name="acties",
    label="Acties",
    row_name="actie",
    max_rows=3,
    missing="Voeg minstens één actie toe.",
    fields=(
        asked.TextField(name="wat", label="Wat"),
        asked.DateField(name="klaar", label="Klaar op"),
    ),
)
FIELDS: tuple[asked.Field, ...] = (
    asked.TextField(name="tekst", label="Tekst"),
    asked.ColourField(name="kleur", label="Kleur"),
    asked.LongTextField(name="lang", label="Lang", required=False),
    asked.ChoiceField(name="keuze", label="Keuze", choices=CHOICES),
    asked.ChoicesField(name="keuzes", label="Keuzes", choices=CHOICES),
    asked.YesNoField(name="janee", label="Ja of nee"),
    asked.DateField(name="datum", label="Datum"),
    asked.MomentField(name="moment", label="Moment"),
    asked.AmountField(name="bedrag", label="Bedrag"),
    asked.PercentageField(name="procent", label="Percentage"),
    asked.NumberField(name="aantal", label="Aantal"),
    asked.MunicipalitiesField(name="gemeenten", label="Gemeenten"),
    asked.MunicipalityField(name="gemeente", label="Gemeente"),
    asked.LeftOutField(name="niet", label="Waarom niet", of="gemeenten", required=False),
    asked.ProductsField(name="producten", label="Producten"),
    asked.FilesField(name="bijlagen", label="Bijlagen", required=False),
    asked.PasswordField(name="geheim", label="Wachtwoord", required=False),
    asked.EmailField(name="adres", label="E-mailadres", required=False),
    asked.PatternField(
        name="kvk", label="KvK-nummer", pattern="[0-9]{8}", advice="acht cijfers.", required=False
    ),
    ACTIONS,
)
TYPED = [
    ("tekst", "  Op tijd \t rapporteren "),
    ("kleur", "#1d6339"),
    ("lang", "Eerste regel\r\n\r\nTweede regel\x00"),
    ("keuze", "b"),
    ("keuzes", "b"),
    ("keuzes", "a"),
    ("janee", "nee"),
    ("datum-dag", "1"),
    ("datum-maand", "december"),
    ("datum-jaar", "2026"),
    ("moment-dag", "1"),
    ("moment-maand", "7"),
    ("moment-jaar", "26"),
    ("moment-tijd", "14.05"),
    ("bedrag", "€ 1.250,00"),
    ("procent", "5,5 %"),
    ("aantal", "1.024"),
    ("gemeenten", "epe"),
    ("gemeente", "brummen"),
    ("niet-brummen", "Geen cliënten"),
    ("producten-brummen", "02A03"),
    ("producten-epe", "01A01"),
    ("producten-epe", "02A03"),
    ("acties", "x1"),
    ("acties-x1-wat", "Sjabloon"),
    ("acties-x1-klaar-dag", "2"),
    ("acties-x1-klaar-maand", "1"),
    ("acties-x1-klaar-jaar", "2027"),
]
ANSWERS = {
    "tekst": "Op tijd rapporteren",
    "kleur": "#1d6339",
    "lang": "Eerste regel\n\nTweede regel",
    "keuze": "b",
    "keuzes": ["b", "a"],
    "janee": False,
    "datum": "2026-12-01",
    "moment": "2026-07-01T14:05:00+02:00",
    "bedrag": 125000,
    "procent": 550,
    "aantal": 1024,
    "gemeenten": ["epe"],
    "gemeente": "brummen",
    "niet": {"brummen": "Geen cliënten"},
    "producten": {"brummen": ["02A03"], "epe": ["01A01", "02A03"]},
    "acties": [{"id": "x1", "wat": "Sjabloon", "klaar": "2027-01-02"}],
}


def form_class(*fields: asked.Field):
    return build_form(fields or FIELDS, municipalities=MUNICIPALITIES, products=PRODUCTS)


def filled(*pairs: tuple[str, str], fields: tuple[asked.Field, ...] = FIELDS):
    return form_class(*fields)(MultiDict(pairs))


def shown(form) -> list[object]:
    """Everything a template prints of the values of a form."""
    seen: list[object] = []
    for question in form:
        for name in ("typed", "chosen", "parts", "options", "groups"):
            seen.append(getattr(question, name, None))
        if question.kind == "rows":
            seen += [(row.row_id, shown(row.form)) for row in question.rows]
    return seen


def test_everything_typed_becomes_the_plain_answer_the_domain_asks_for():
    given = answers(filled(*TYPED))

    assert given == ANSWERS
    assert check_answers(FIELDS, given) == []


def test_stored_answers_are_written_the_way_they_were_typed():
    form = form_class()(data=ANSWERS)

    assert answers(form) == ANSWERS
    assert form["bedrag"].typed == "1.250,00"
    assert [part.typed for part in form["moment"].parts] == ["1", "7", "2026", "14.05"]


def test_a_form_comes_back_whole_from_its_stored_pairs():
    form_data = MultiDict(TYPED)
    again = from_pairs(raw_pairs(form_data))

    assert shown(form_class()(again)) == shown(form_class()(form_data))
    assert answers(form_class()(again)) == ANSWERS


def test_the_token_and_the_buttons_are_not_kept_with_a_draft():
    sent = MultiDict(
        [("csrf_token", "x"), ("rij-toevoegen", "acties"), ("tekst", "t"), ("actie", "c")]
    )

    assert raw_pairs(sent, leave_out=("actie",)) == [["tekst", "t"]]


def test_a_page_of_a_longer_form_replaces_only_its_own_pairs():
    stored = [["tekst", "oud"], ["datum-dag", "1"], ["acties", "x1"], ["acties-x1-wat", "oud"]]
    sent = MultiDict([("acties", "y2"), ("acties-y2-wat", "nieuw"), ("tekst", "van elders")])

    assert replace_pairs(stored, sent, [ACTIONS]) == [
        ["tekst", "oud"],
        ["datum-dag", "1"],
        ["acties", "y2"],
        ["acties-y2-wat", "nieuw"],
    ]


@pytest.mark.parametrize(
    "pairs", [None, "x", [1], [["a"]], [["a", 1]], [["a", "b", "c"]], {"a": "b"}]
)
def test_stored_pairs_of_another_shape_give_an_empty_form(pairs):
    assert from_pairs(pairs) == MultiDict()


@pytest.mark.parametrize(
    "parts",
    [
        ("1", "12", "2026"),
        ("01", "12", "26"),
        (" 1 ", "December", "2026"),
        ("1e", "dec.", "'26"),
        ("1-12-2026", "", ""),
        ("1 december 2026", "", ""),
        ("2026-12-01", "", ""),
    ],
)
def test_a_date_is_understood_however_people_write_it(parts):
    assert typed.read_date("Datum", *parts) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("parts", "words", "bad"),
    [
        (("31", "2", "2026"), "31 februari 2026 bestaat niet", ("dag",)),
        (("29", "2", "2027"), "29 februari 2027 bestaat niet", ("dag",)),
        (("32", "1", "2026"), "van 1 tot en met 31", ("dag",)),
        (("0", "1", "2026"), "van 1 tot en met 31", ("dag",)),
        (("²", "1", "2026"), "van 1 tot en met 31", ("dag",)),
        (("1", "13", "2026"), "van 1 tot en met 12", ("maand",)),
        (("1", "ergens", "2026"), "van 1 tot en met 12", ("maand",)),
        (("1", "1", "202"), "vier cijfers", ("jaar",)),
        (("1", "1", "0026"), "vier cijfers", ("jaar",)),
        (("1", "", ""), "ook de maand en het jaar in", ("maand", "jaar")),
        (("", "1", "2026"), "ook de dag in", ("dag",)),
    ],
)
def test_a_date_that_cannot_be_read_says_what_to_fill_in(parts, words, bad):
    with pytest.raises(Unclear) as refused:
        typed.read_date("Datum", *parts)

    assert words in refused.value.sentence
    assert refused.value.parts == bad


def test_the_leap_day_of_a_leap_year_is_a_date():
    assert typed.read_date("Datum", "29", "2", "2028") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14.05", time(14, 5)),
        ("14:05", time(14, 5)),
        ("1405", time(14, 5)),
        ("14u05", time(14, 5)),
        ("9.05 uur", time(9, 5)),
        ("14 uur", time(14, 0)),
        ("0.00", time(0, 0)),
    ],
)
def test_a_time_is_understood_however_people_write_it(text, at):
    assert typed.read_time("Tijd", text) == at


@pytest.mark.parametrize("text", ["25.00", "14.60", "veertien", "14.5", "-1", "14.05.00"])
def test_a_time_that_cannot_be_read_is_refused(text):
    with pytest.raises(Unclear, match=r"14\.05"):
        typed.read_time("Tijd", text)


def test_the_hour_that_the_clock_skips_is_refused():
    with pytest.raises(Unclear, match="een uur vooruit"):
        typed.local_moment("Moment", date(2026, 3, 29), time(2, 30))


def test_of_the_hour_that_comes_twice_the_first_is_meant():
    moment = typed.local_moment("Moment", date(2026, 10, 25), time(2, 30))

    assert moment.isoformat() == "2026-10-25T02:30:00+02:00"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1250", 125000),
        ("1.250", 125000),
        ("1.250,00", 125000),
        ("1250,5", 125050),
        ("1250.50", 125050),
        ("1.2", 120),
        ("1,250.50", 125050),
        ("€ 1 250,-", 125000),
        ("0,05", 5),
        ("0", 0),
        ("1.250.000,75", 125000075),
    ],
)
def test_an_amount_is_understood_however_people_write_it(text, cents):
    assert typed.read_cents("Bedrag", text) == cents


@pytest.mark.parametrize(
    "text", ["veel", "1.25.0", "1,250", "12,345", "-5", "1e3", "９", "9" * 400]
)
def test_an_amount_that_could_mean_two_things_is_refused(text):
    with pytest.raises(Unclear, match=r"1\.250,00"):
        typed.read_cents("Bedrag", text)


@pytest.mark.parametrize("cents", [0, 5, 125000, 99999999999])
def test_an_amount_reads_back_what_it_writes(cents):
    assert typed.read_cents("Bedrag", typed.write_cents(cents)) == cents


@pytest.mark.parametrize(
    ("name", "pairs", "kept"),
    [
        (
            "datum",
            [("datum-dag", "31"), ("datum-maand", "2"), ("datum-jaar", "2026")],
            ["31", "2", "2026"],
        ),
        ("moment", [("moment-dag", "x"), ("moment-tijd", "99")], ["x", "", "", "99"]),
    ],
)
def test_an_unreadable_date_stays_in_its_boxes_and_points_at_the_wrong_one(name, pairs, kept):
    form = filled(*pairs)
    lines = attach(form, check_answers(FIELDS, answers(form)))

    assert [part.typed for part in form[name].parts] == kept
    assert name not in answers(form)
    bad = next(part for part in form[name].parts if part.bad)
    assert (bad.id, form[name].errors[0]) in lines
    assert len(form[name].errors) == 1, "the domain's “vul in” is not put beside it"


@pytest.mark.parametrize(("name", "text"), [("bedrag", "veel"), ("aantal", "een stuk of drie")])
def test_an_unreadable_figure_stays_in_its_box(name, text):
    form = filled((name, text))
    lines = attach(form, [])

    assert form[name].typed == text
    assert lines == [(name, form[name].errors[0])]


def test_an_unknown_option_stays_ticked_so_that_it_can_be_unticked():
    form = filled(
        ("keuze", "weg"), ("keuzes", "a"), ("keuzes", "weg"), ("gemeenten", "weg"), ("janee", "?")
    )
    lines = attach(form, check_answers(FIELDS, answers(form)))

    assert answers(form)["keuze"] == "weg"
    assert [o.value for o in form["keuzes"].options if o.checked] == ["a", "weg"]
    assert [o.value for o in form["gemeenten"].options] == ["brummen", "epe", "weg"]
    assert [o.value for o in form["janee"].options if o.checked] == ["?"]
    assert {line.element_id for line in lines} >= {"keuze_0", "keuzes_0", "janee_0"}


def test_products_of_a_municipality_that_is_gone_stay_on_the_page():
    form = filled(("producten-hattem", "02A03"), ("producten-brummen", "ZZZ"))

    assert answers(form)["producten"] == {"brummen": ["ZZZ"], "hattem": ["02A03"]}
    assert [group.label for group in form["producten"].groups] == ["Brummen", "Epe", "hattem"]


def test_a_finding_about_one_municipality_stands_with_that_municipality():
    form = filled(("producten-brummen", "ZZZ"))
    lines = attach(form, [Finding("producten.brummen", "Haal ZZZ weg.")])

    assert [group.errors for group in form["producten"].groups] == [["Haal ZZZ weg."], []]
    assert form["producten"].errors == []
    assert lines == [("producten-brummen_0", "Haal ZZZ weg.")]


def test_findings_come_in_the_order_of_the_form_with_those_about_the_whole_first():
    form = filled(*TYPED)
    lines = attach(
        form,
        [
            Finding("acties.0.klaar", "Kies een latere dag."),
            Finding("tekst", "Maak het korter."),
            Finding("", "Iemand anders was u voor."),
            Finding("onbekend.veld", "Kijk dit na."),
        ],
    )

    assert lines == [
        ("", "Iemand anders was u voor."),
        ("", "Kijk dit na."),
        ("tekst", "Maak het korter."),
        ("acties-x1-klaar-dag", "Kies een latere dag."),
    ]


def test_a_warning_is_shown_at_its_question_and_stops_nothing():
    form = filled(*TYPED)

    assert attach(form, [Finding("datum", "Dat is laat.", severity=Severity.WARNING)]) == []
    assert form["datum"].warnings == ["Dat is laat."]
    assert form["datum"].described_by == "datum-let-op"


def test_nothing_complains_before_the_form_is_judged():
    form = filled(("datum-dag", "31"), ("datum-maand", "2"), ("datum-jaar", "2026"))

    assert all(not question.errors for question in form)


def test_hint_and_error_are_named_in_the_order_of_the_page():
    field = asked.TextField(name="tekst", label="Tekst", hint="Kort.")
    form = filled(fields=(field,))
    attach(form, [Finding("tekst", "Vul in.")])

    assert form["tekst"].described_by == "tekst-hint tekst-fout"


def rows(*ids: str) -> list[tuple[str, str]]:
    return [pair for id_ in ids for pair in (("acties", id_), (f"acties-{id_}-wat", f"Doe {id_}"))]


def test_rows_keep_their_ids_and_their_order():
    form = filled(*rows("c", "a", "b"))

    assert [(row["id"], row["wat"]) for row in answers(form)["acties"]] == [
        ("c", "Doe c"),
        ("a", "Doe a"),
        ("b", "Doe b"),
    ]


def test_too_many_rows_are_all_kept_and_refused():
    form = filled(*rows("a", "b", "c", "d", "e"))
    lines = attach(form, [f for f in check_answers(FIELDS, answers(form)) if f.path == "acties"])

    assert len(form["acties"].rows) == 5
    assert lines[0].element_id == "acties"
    assert "3 is het meeste" in lines[0].sentence
    assert not form["acties"].can_add


def test_an_empty_row_is_no_answer_and_findings_still_land_on_the_right_row():
    form = filled(*rows("a"), ("acties", "leeg"), *rows("b"))
    lines = attach(form, [Finding("acties.1.wat", "Maak het korter.")])

    assert [row.row_id for row in form["acties"].rows] == ["a", "b"]
    assert [row.legend for row in form["acties"].rows] == ["Actie 1", "Actie 2"]
    assert lines == [("acties-b-wat", "Maak het korter.")]


def test_a_form_without_rows_shows_as_many_empty_ones_as_there_must_be():
    assert [row.legend for row in filled()["acties"].rows] == ["Actie 1"]
    assert [row.remove_value for row in form_class()()["acties"].rows] == [""]


def test_rows_that_nobody_has_to_fill_in_start_with_none():
    field = asked.RowsField(
        name="r", label="R", row_name="rij", required=False, fields=ACTIONS.fields
    )

    assert form_class(field)()["r"].rows == []


def test_the_button_adds_a_row_at_the_end_and_puts_the_cursor_there():
    sent = MultiDict([*rows("a"), ("rij-toevoegen", "acties")])
    assert wants_row_change(sent)
    form = form_class()(change_rows(sent, FIELDS, new_id="n9"))

    assert [row.row_id for row in form["acties"].rows] == ["a", "n9"]
    assert form["acties"].rows[1].fields[0].autofocus
    assert not form["acties"].rows[0].fields[0].autofocus


def test_the_button_takes_away_its_own_row_and_no_other():
    sent = MultiDict([*rows("a", "a1", "b"), ("rij-weghalen", "acties:a")])
    changed = change_rows(sent, FIELDS, new_id="n9")

    assert changed == MultiDict(rows("a1", "b"))
    assert not wants_row_change(changed)
    assert "rij-weghalen" in sent, "the given form data stay as they are"


@pytest.mark.parametrize(
    "button",
    [
        ("rij-toevoegen", "tekst"),
        ("rij-toevoegen", ""),
        ("rij-weghalen", "acties"),
        ("rij-weghalen", "tekst:a"),
    ],
)
def test_a_button_for_something_else_changes_nothing(button):
    sent = MultiDict([*rows("a"), button])

    assert change_rows(sent, FIELDS, new_id="n9") == MultiDict(rows("a"))


def test_adding_a_row_keeps_everything_else_that_was_typed():
    typed_before = [*TYPED, ("moment-tijd", "99"), ("keuzes", "onbekend")]
    before = shown(form_class()(MultiDict(typed_before)))
    sent = MultiDict([*typed_before, ("rij-toevoegen", "acties")])
    after = shown(form_class()(change_rows(sent, FIELDS, new_id="n9")))

    assert after[: len(before)] == before
    assert [row_id for row_id, _ in after[len(before) :]] == ["n9"]


def test_a_password_is_taken_exactly_as_typed_and_never_written_back():
    form = filled(("geheim", "  a  b\t"))

    assert answers(form)["geheim"] == "  a  b\t"
    assert form_class()(data={"geheim": "x"})["geheim"].typed == ""


def test_all_municipalities_are_ticked_on_a_new_form_that_says_so():
    field = asked.MunicipalitiesField(name="gemeenten", label="Gemeenten", all_first=True)

    assert answers(form_class(field)()) == {"gemeenten": ["brummen", "epe"]}
    assert answers(form_class(field)(MultiDict())) == {}
    assert answers(form_class(field)(data={"gemeenten": ["epe"]})) == {"gemeenten": ["epe"]}


def test_a_question_that_depends_on_another_says_on_which_answer():
    row = asked.RowsField(
        name="gesprekken",
        label="Gesprekken",
        row_name="gesprek",
        fields=(
            asked.YesNoField(name="overlegd", label="Overlegd"),
            asked.TextField(name="met", label="Met", shown_if=asked.ShownIf("overlegd", (True,))),
        ),
    )
    form = form_class(row)(MultiDict([("gesprekken", "a")]))

    assert form["gesprekken"].rows[0].fields[1].condition == "gesprekken-a-overlegd=ja"
    assert filled()["niet"].groups[0].condition == "gemeenten!=brummen"


def test_a_question_may_be_called_anything():
    names = ("data", "errors", "process", "meta", "form_errors", "_prefix")
    form = filled(
        *((name, f"Antwoord {name}") for name in names),
        fields=tuple(asked.TextField(name=name, label=name) for name in names),
    )

    assert answers(form) == {name: f"Antwoord {name}" for name in names}


def test_every_kind_of_question_has_a_form_field():
    found = [thing for thing in vars(asked).values() if isinstance(thing, type)]
    kinds = {kind for kind in found if issubclass(kind, asked.Field)} - {asked.Field}

    assert {type(field) for field in FIELDS} == kinds, "add the new kind of question to FIELDS"


NAMES = st.sampled_from(
    sorted(
        {name for name, _ in TYPED}
        | {"rij-toevoegen", "rij-weghalen", "rij-nieuw", "producten-", "niet-x"}
    )
) | st.text(max_size=12)
HOSTILE = st.lists(
    st.tuples(
        NAMES,
        st.text(max_size=40) | st.sampled_from(["acties", "acties:x1", "x1", "31", "2", "0", "ja"]),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_no_form_data_whatever_makes_a_form_fail(pairs):
    sent = change_rows(MultiDict(pairs), FIELDS, new_id="n9")
    form = form_class()(sent)
    given_answers = answers(form)
    findings = check_answers(FIELDS, given_answers)
    lines = attach(form, findings)

    assert bool(lines) >= any(question.problem for question in form)
    assert shown(form_class()(from_pairs(raw_pairs(sent)))) == shown(form_class()(sent))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS]), JSON))
def test_no_stored_answers_whatever_make_a_form_fail(stored):
    form = form_class()(data=stored)
    attach(form, check_answers(FIELDS, answers(form)))


@pytest.mark.parametrize(
    "address", ["a@b.nl", "jan.de-vries+zorg@mail.gemeente.nl", "O'Neill@x.example"]
)
def test_an_ordinary_address_is_taken(address: str):
    field = asked.EmailField(name="adres", label="E-mailadres")

    assert check_answers([field], {"adres": address}) == []


@pytest.mark.parametrize(
    "address",
    ["jan", "jan@", "@b.nl", "jan@b", "jan@b..nl", "jan@-b.nl", "a b@c.nl", "jan@b.nl\nBcc: x@y.nl",
     "jan@b.nl, piet@c.nl", "<jan@b.nl>", "jän@b.nl", f"{'a' * 250}@b.nl"],
)  # fmt: skip
def test_what_a_mail_server_would_not_take_is_refused_with_an_example(address: str):
    field = asked.EmailField(name="adres", label="E-mailadres")

    assert len(check_answers([field], {"adres": address})) == 1


@pytest.mark.parametrize("typed_as", ["12345678", "1234 5678", "12.34-56.78", " 12345678 "])
def test_spaces_dots_and_dashes_may_stand_in_a_number(typed_as: str):
    field = asked.PatternField(
        name="kvk", label="KvK-nummer", pattern="[0-9]{8}", advice="Een KvK-nummer is acht cijfers."
    )
    form = build_form([field])(MultiDict({"kvk": typed_as}))

    assert answers(form) == {"kvk": "12345678"}
    assert form["kvk"].typed == typed_as.strip()
    assert check_answers([field], answers(form)) == []
    assert "acht cijfers" in check_answers([field], {"kvk": "1234567"})[0].sentence


def test_a_code_comes_in_capitals():
    field = asked.PatternField(
        name="pc", label="Postcode", pattern="[1-9][0-9]{3}[A-Z]{2}", advice="x", upper=True
    )
    assert answers(build_form([field])(MultiDict({"pc": "1234 ab"}))) == {"pc": "1234AB"}
