"""Each rule of each section: the mistake, its place and the sentence that helps."""

from typing import Any

import pytest

from portal.domain.configuration.references import Known
from portal.domain.configuration.sections import BY_SLUG
from portal.domain.errors import Severity

PROFILE = {
    "naam": "Brummen",
    "officiele_naam": "Gemeente Brummen",
    "regio": "mijov",
    "email": "contracten@brummen.voorbeeld.example",
    "telefoon": "000-555 20 20",
    "openingstijden": "Op werkdagen.",
    "postadres": {"straat": "Postbus 1", "postcode": "6970 SA", "plaats": "Brummen"},
    "ladders": {"wmo": "bijlage-4", "jeugd": "bijlage-9"},
}
DESK = {"slug": "contract", "naam": "Contract", "waarvoor": "Alles", "email": "c@b.example"}
TERM = {"soort": "clientenstop", "handeling": "besluiten", "lengte": 10, "eenheid": "werkdagen"}
QUESTION = {"soort": "clientenstop", "naam": "a", "type": "ja_nee", "vraag": "A?"}
MAIL = {"gebeurtenis": "besluit", "onderwerp": "{kenmerk}", "tekst": "Lees verder: {link}"}
OPTIONS = [{"waarde": "x", "tekst": "X"}, {"waarde": "y", "tekst": "Y"}]
EVERYTHING = Known(
    names={
        "team": frozenset({"contract"}),
        "product": frozenset({"W101"}),
        "escalatieladder": frozenset({"bijlage-4", "bijlage-9"}),
        "zorgregio": frozenset({"mijov"}),
    },
    desk_members={"contract": frozenset({"c@b.example"})},
)


def found(section: str, raw: Any) -> list[tuple[str, str]]:
    _, findings = BY_SLUG[section].review(raw, EVERYTHING)
    return [(finding.path, finding.sentence) for finding in findings]


@pytest.mark.parametrize(
    ("section", "raw"),
    [
        ("profiel", PROFILE),
        ("teams", {"vangnet": "contract", "team": [DESK]}),
        ("routering", {"vangnet": "contract", "regel": [{"naam": "A", "naar": "contract"}]}),
        ("termijnen", {"termijn": [TERM | {"herinneringen": [9, 0]}]}),
        ("vragen", {"vraag": [QUESTION]}),
        ("teksten", {"mail": [MAIL]}),
        ("openingsdagen", {"sluiting": [{"van": "2026-12-24", "reden": "Kerst"}]}),
        ("thema", {"basis-heading-color": "#000000"}),
        ("vier_ogen", {"schakelaar": [{"handeling": "ladder_publiceren", "aan": True}]}),
        ("acceptatieplicht", {"wens": {"gevolg": "blijft", "toelichting": "Lezing."}}),
    ],
)
def test_section_without_mistakes_has_no_findings(section: str, raw: Any) -> None:
    assert found(section, raw) == []


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        ({"naam": ""}, "naam", "Vul “Naam” in."),
        (
            {"email": "brummen"},
            "email",
            (
                "Pas “E-mailadres van het contractteam” aan: “brummen” past niet. "
                "Een adres ziet eruit als naam@organisatie.nl."
            ),
        ),
        (
            {"telefoon": "12"},
            "telefoon",
            (
                "Pas “Telefoonnummer” aan: “12” past niet. "
                "Een telefoonnummer heeft tien cijfers, met een streepje of spaties ertussen."
            ),
        ),
        (
            {"website": "brummen.nl"},
            "website",
            (
                "Pas “Website” aan: “brummen.nl” past niet. "
                "Een adres van een website begint met https://."
            ),
        ),
        (
            {"postadres": {"straat": "A 1", "postcode": "6970SA", "plaats": "B"}},
            "postadres.postcode",
            (
                "Pas “Postcode” aan: “6970SA” past niet. "
                "Een postcode is vier cijfers, een spatie en twee hoofdletters."
            ),
        ),
        ({"regio": "elders"}, "regio", "Er is geen zorgregio “elders”. Kies een van: mijov."),
        (
            {"ladders": {"wmo": "bijlage-x", "jeugd": "bijlage-9"}},
            "ladders.wmo",
            "Er is geen escalatieladder “bijlage-x”. Kies een van: bijlage-4, bijlage-9.",
        ),
    ],
)
def test_profile_says_what_to_change(change: dict[str, Any], path: str, sentence: str) -> None:
    assert found("profiel", PROFILE | change) == [(path, sentence)]


@pytest.mark.parametrize(
    ("raw", "path", "sentence"),
    [
        ({"vangnet": "contract", "team": []}, "team", "Voeg bij “Teams” minstens 1 team toe."),
        (
            {"vangnet": "elders", "team": [DESK]},
            "vangnet",
            "Het vangnetteam “elders” staat niet bij de teams. Kies een van: contract.",
        ),
        ({"team": [DESK]}, "vangnet", "Vul “Vangnetteam” in."),
        (
            {"vangnet": "contract", "team": [DESK, DESK | {"naam": "Twee"}]},
            "team.1.slug",
            "“contract” staat er twee keer. Verander een van de twee.",
        ),
        (
            {"vangnet": "contract", "team": [DESK, DESK | {"slug": "Team A"}]},
            "team.1.slug",
            (
                "Pas “Korte naam” aan: “Team A” past niet. "
                "Gebruik kleine letters, cijfers en streepjes, en begin met een letter."
            ),
        ),
    ],
)
def test_desks_say_what_to_change(raw: Any, path: str, sentence: str) -> None:
    assert found("teams", raw) == [(path, sentence)]


@pytest.mark.parametrize(
    ("rule", "path", "sentence"),
    [
        ({}, "naar", "Vul “Naar team” in."),
        ({"naar": "elders"}, "naar", "Er is geen team “elders”. Kies een van: contract."),
        (
            {"naar": "contract", "product": ["W999"]},
            "product.0",
            "Er is geen product “W999”. Kies een van: W101.",
        ),
        (
            {"naar": "contract", "persoon": "jan@b.example"},
            "persoon",
            "jan@b.example werkt niet bij het team “contract”.",
        ),
        (
            {"naar": "contract", "soort": ["clientenstop"], "grond": ["b_liquiditeit"]},
            "grond",
            (
                "De grond “b_liquiditeit” hoort bij de soort “continuiteitsmelding”. "
                "Kies die soort erbij, of haal de grond weg."
            ),
        ),
        (
            {"naar": "contract", "soort": ["brief"]},
            "soort.0",
            (
                "Kies bij “Soort indiening” een van: clientenstop, continuiteitsmelding, verbeterplan. "
                "Hier staat “brief”."
            ),
        ),
    ],
)
def test_routing_rule_says_what_to_change(rule: dict[str, Any], path: str, sentence: str) -> None:
    raw = {"vangnet": "contract", "regel": [{"naam": "A"} | rule]}
    assert found("routering", raw) == [(f"regel.0.{path}", sentence)]


def test_routing_without_a_fallback_is_refused() -> None:
    assert found("routering", {}) == [("vangnet", "Vul “Team als geen regel past” in.")]
    assert found("routering", {"vangnet": "weg"}) == [
        ("vangnet", "Er is geen team “weg”. Kies een van: contract.")
    ]


def test_rule_after_one_that_always_fits_is_warned_about_and_kept() -> None:
    rules = [{"naam": "Alles", "naar": "contract"}, {"naam": "Nooit", "naar": "contract"}]
    value, findings = BY_SLUG["routering"].review(
        {"vangnet": "contract", "regel": rules}, EVERYTHING
    )
    assert value is not None
    assert [(f.path, f.severity) for f in findings] == [("regel.1", Severity.WARNING)]
    assert "“Alles” staat ervoor" in findings[0].sentence


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        (
            {"lengte": 0},
            "lengte",
            "Vul bij “Lengte” een heel getal van 1 tot en met 1000 in; hier staat 0.",
        ),
        (
            {"eenheid": "jaren"},
            "eenheid",
            (
                "Kies bij “Eenheid” een van: uren, kalenderdagen, werkdagen, weken, kalendermaanden. "
                "Hier staat “jaren”."
            ),
        ),
        (
            {"handeling": "overleg"},
            "handeling",
            "Overleg hoort bij een continuïteitsmelding. Kies een andere handeling.",
        ),
        (
            {"handeling": "aanvullen", "pauzeert": True},
            "pauzeert",
            "Zet pauzeren uit: de tijd voor een aanvulling loopt juist terwijl u wacht.",
        ),
        (
            {"herinneringen": [10]},
            "herinneringen",
            (
                "Een herinnering 10 dagen vooraf valt vóór het begin van de termijn. "
                "Kies een kleiner getal."
            ),
        ),
        (
            {"lengte": 1, "eenheid": "weken", "herinneringen": [7]},
            "herinneringen",
            (
                "Een herinnering 7 dagen vooraf valt vóór het begin van de termijn. "
                "Kies een kleiner getal."
            ),
        ),
        (
            {"eenheid": "uren", "herinneringen": [12]},
            "herinneringen",
            (
                "Een herinnering 12 uur vooraf valt vóór het begin van de termijn. "
                "Kies een kleiner getal."
            ),
        ),
    ],
)
def test_internal_term_says_what_to_change(
    change: dict[str, Any], path: str, sentence: str
) -> None:
    assert found("termijnen", {"termijn": [TERM | change]}) == [(f"termijn.0.{path}", sentence)]


def test_second_term_for_the_same_act_is_refused() -> None:
    assert found("termijnen", {"termijn": [TERM, TERM]}) == [
        (
            "termijn.1.soort",
            "“clientenstop”, “besluiten” staat er twee keer. Verander een van de twee.",
        )
    ]


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        (
            {"optie": OPTIONS},
            "optie",
            "Haal “optie” weg: dat hoort niet bij een vraag van het type “ja_nee”.",
        ),
        (
            {"type": "keuze", "optie": OPTIONS[:1]},
            "optie",
            "Geef minstens twee antwoorden om uit te kiezen.",
        ),
        (
            {"type": "getal", "minimum": 5, "maximum": 4},
            "maximum",
            "Kies een hoogste getal van 5 of meer.",
        ),
        (
            {"type": "rijen", "rijnaam": "locatie"},
            "deelvraag",
            "Voeg minstens één vraag per rij toe.",
        ),
        (
            {"type": "rijen", "deelvraag": [{"naam": "b", "type": "tekst", "vraag": "B"}]},
            "rijnaam",
            "Geef één rij een naam, bijvoorbeeld “locatie”.",
        ),
        (
            {
                "type": "rijen",
                "rijnaam": "locatie",
                "deelvraag": [{"naam": "b", "type": "tekst", "vraag": "B", "maximum": 3}],
            },
            "deelvraag.0.maximum",
            "Haal “maximum” weg: dat hoort niet bij een vraag van het type “tekst”.",
        ),
        (
            {"vanaf": "morgen"},
            "vanaf",
            (
                "Vul bij “Vanaf” een datum in als jaar-maand-dag, bijvoorbeeld 2026-12-24; "
                "hier staat “morgen”."
            ),
        ),
        (
            {"alleen_als": {"vraag": "z", "antwoorden": ["ja"]}},
            "alleen_als.vraag",
            "Er is geen eerdere vraag “z” bij deze soort.",
        ),
    ],
)
def test_question_says_what_to_change(change: dict[str, Any], path: str, sentence: str) -> None:
    assert found("vragen", {"vraag": [QUESTION | change]}) == [(f"vraag.0.{path}", sentence)]


def test_condition_on_an_answer_that_cannot_be_given_is_refused() -> None:
    later = QUESTION | {"naam": "b", "alleen_als": {"vraag": "a", "antwoorden": ["misschien"]}}
    assert found("vragen", {"vraag": [QUESTION, later]}) == [
        (
            "vraag.1.alleen_als.antwoorden",
            "“misschien” is geen antwoord op “A?”. Mogelijk zijn: ja, nee.",
        )
    ]


def test_condition_on_a_later_question_or_another_kind_is_refused() -> None:
    first = QUESTION | {"alleen_als": {"vraag": "b", "antwoorden": ["ja"]}}
    other = QUESTION | {
        "soort": "verbeterplan",
        "alleen_als": {"vraag": "b", "antwoorden": ["ja"]},
    }
    paths = [
        path for path, _ in found("vragen", {"vraag": [first, QUESTION | {"naam": "b"}, other]})
    ]
    assert paths == ["vraag.0.alleen_als.vraag", "vraag.2.alleen_als.vraag"]


@pytest.mark.rule("004-46")
@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        (
            {"tekst": "Er wacht iets."},
            "tekst",
            "Zet {link} in de mail: de inhoud staat alleen in het portaal, de mail wijst de weg.",
        ),
        (
            {"tekst": "{aanbieder} {link}"},
            "tekst",
            (
                "De invulplek {aanbieder} bestaat hier niet. U kunt kiezen: {datum}, {email}, "
                "{gemeente}, {kenmerk}, {link}, {officiele_naam}, {openingstijden}, {soort}, {team}, "
                "{telefoon}."
            ),
        ),
        (
            {"onderwerp": "{link}"},
            "onderwerp",
            (
                "De invulplek {link} bestaat hier niet. U kunt kiezen: {datum}, {email}, {gemeente}, "
                "{kenmerk}, {officiele_naam}, {openingstijden}, {soort}, {team}, {telefoon}."
            ),
        ),
    ],
)
def test_mail_that_could_carry_content_is_refused(
    change: dict[str, Any], path: str, sentence: str
) -> None:
    assert found("teksten", {"mail": [MAIL | change]}) == [(f"mail.0.{path}", sentence)]


def test_text_with_an_unknown_placeholder_or_a_loose_brace_is_refused() -> None:
    text = {"soort": "alle", "plek": "inleiding", "tekst": "{kenmrk} en {{gemeente"}
    paths = found("teksten", {"tekst": [text]})
    assert [path for path, _ in paths] == ["tekst.0.tekst", "tekst.0.tekst"]
    assert paths[0][1].startswith("De invulplek {kenmrk} bestaat hier niet.")
    assert paths[1][1] == (
        "Er staat een losse accolade in de tekst. Schrijf een invulplek als {kenmerk}."
    )


@pytest.mark.parametrize(
    ("closures", "path", "sentence"),
    [
        (
            [{"van": "2026-12-24", "tot_en_met": "2026-12-23", "reden": "Kerst"}],
            "sluiting.0.tot_en_met",
            "Kies een laatste dag op of na de eerste dag.",
        ),
        (
            [{"van": "2026-01-01", "tot_en_met": "2026-03-05", "reden": "Lang"}],
            "sluiting.0.tot_en_met",
            "Maak de sluiting niet langer dan 62 dagen.",
        ),
        (
            [
                {"van": "2026-12-24", "tot_en_met": "2026-12-31", "reden": "Kerst"},
                {"van": "2026-12-31", "reden": "Oudjaar"},
            ],
            "sluiting.1.van",
            "Deze sluiting overlapt een andere. Voeg ze samen of verander de dagen.",
        ),
        ([{"van": "2026-12-24"}], "sluiting.0.reden", "Vul “Reden” in."),
    ],
)
def test_closing_days_say_what_to_change(closures: Any, path: str, sentence: str) -> None:
    assert found("openingsdagen", {"sluiting": closures}) == [(path, sentence)]


def test_closure_of_sixty_two_days_still_passes() -> None:
    closure = {"van": "2026-01-01", "tot_en_met": "2026-03-03", "reden": "Verbouwing"}
    assert found("openingsdagen", {"sluiting": [closure]}) == []


def test_theme_without_contrast_or_with_an_unknown_token_is_refused() -> None:
    told = found("thema", {"basis-heading-color": "#eeeeee", "eigen-css": "url(x)"})
    assert ("eigen-css", "Haal “eigen-css” weg: dit onderdeel kunt u niet zelf instellen.") in told
    unreadable = [sentence for path, sentence in told if path == "basis-heading-color"]
    assert "Kies meer verschil voor koppen op de pagina: de verhouding is 1,16" in unreadable[0]


@pytest.mark.parametrize("raw", [{1: "#000000"}, {None: 2}])
def test_theme_with_something_else_than_names_is_refused(raw: Any) -> None:
    assert found("thema", raw) == [("", "Haal weg wat geen naam van een onderdeel is.")]


def test_second_pair_of_eyes_is_not_switched_off_without_a_reason() -> None:
    switch = {"handeling": "ladder_publiceren", "aan": False, "reden": "Geen tijd."}
    assert found("vier_ogen", {"schakelaar": [switch]}) == [
        (
            "schakelaar.0.reden",
            (
                "Schrijf op waarom hier één persoon genoeg is, in een zin van minstens 20 tekens. "
                "De reden blijft zichtbaar in de geschiedenis."
            ),
        )
    ]


@pytest.mark.rule("004-99")
@pytest.mark.parametrize("act", ["maatregel", "ontbinding", "directe_weg"])
def test_no_switch_exists_for_measures_and_the_immediate_path(act: str) -> None:
    switch = {"handeling": act, "aan": False, "reden": "Wij zijn maar met zijn tweeën."}
    assert [path for path, _ in found("vier_ogen", {"schakelaar": [switch]})] == [
        "schakelaar.0.handeling"
    ]


@pytest.mark.rule("004-67")
@pytest.mark.parametrize("origin", ["opgelegd", "overeengekomen"])
def test_what_the_contract_says_of_a_stop_is_not_open_to_a_reading(origin: str) -> None:
    raw = {origin: {"gevolg": "blijft", "toelichting": "Lezing."}}
    assert found("acceptatieplicht", raw) == [
        (
            f"{origin}.gevolg",
            (
                "Kies “vervalt”: artikel 3.1.1 a zegt zelf dat een opgelegde of overeengekomen stop "
                "de acceptatieplicht laat vervallen."
            ),
        )
    ]


def test_mistakes_in_several_places_are_told_all_at_once() -> None:
    raw = {
        "vangnet": "weg",
        "regel": [
            {"naam": "A", "naar": "elders"},
            {"naam": "A", "soort": ["x"]},
            {"naam": "C", "naar": "contract", "hoi": 1},
        ],
    }
    assert sorted(path for path, _ in found("routering", raw)) == [
        "regel.0.naar",
        "regel.1.naam",
        "regel.1.naar",
        "regel.1.soort.0",
        "regel.2.hoi",
        "vangnet",
    ]
