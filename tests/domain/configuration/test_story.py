"""The story of the demo: played without a database, and told where it could not have happened."""

import copy
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from portal.domain.configuration.load_days import LOAD_MOMENT, LoadMoment, resolved
from portal.domain.configuration.pack import Pack, check_story, pack_files, read_pack
from portal.domain.configuration.story import Story, scenes

from .packs import small_pack

LOADED_AT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
STORY = "demo/story.toml"

STOP: dict[str, Any] = {
    "naam": "stop",
    "soort": "clientenstop",
    "aanbieder": "linde",
    "door": "bob",
    "op": "dag-20 09:00",
    "antwoorden": {
        "producten": {"brummen": ["W101"]},
        "oorsprong": "wens",
        "ingangsdatum": "dag-2",
        "einde": "nader_bericht",
        "reden": "Te weinig mensen.",
        "overlegd": False,
        "geen_overleg": "Volgt.",
    },
}
NOTICE: dict[str, Any] = {
    "naam": "melding",
    "soort": "continuiteitsmelding",
    "aanbieder": "linde",
    "door": "bob",
    "op": "dag-20 09:00",
    "antwoorden": {
        "gronden": ["b_liquiditeit"],
        "omstandigheden": "De kas raakt leeg.",
        "bekend_sinds": "dag-21",
        "gebeld": True,
        "gebeld_op": "dag-21 16:40",
        "gebeld_aan": "Al",
        "gevolgen": "Nog geen.",
        "gemeenten": ["brummen"],
    },
}
CONSENT = [{"code": "W101", "vanaf": "dag-2"}]


def deed(what: str, moment: str, by: str = "al", **more: Any) -> dict[str, Any]:
    return {"gemeente": "brummen", "wat": what, "door": by, "op": moment} | more


TAKEN = deed("oppakken", "dag-19 10:00")
CONSENTED = deed(
    "besluiten", "dag-15 10:00", uitkomst="toegestemd", tekst="Akkoord.", product=CONSENT
)
TALKED = deed("taak_afronden", "dag-18 10:00", dag="dag-18", met="Bob", tekst="Besproken.")


def told(entry: dict[str, Any], *deeds: dict[str, Any]) -> dict[str, Any]:
    """The small pack with one submission in its story, and somebody who hands it in."""
    files = small_pack()
    files["demo/mensen.toml"]["persoon"].append(
        {
            "slug": "bob",
            "naam": "Bob",
            "email": "bob@linde.example",
            "kan": "Dient in.",
            "rol": [{"rol": "indiener", "aanbieder": "linde", "van": "dag-100"}],
        }
    )
    story = copy.deepcopy(entry) | ({"daarna": list(deeds)} if deeds else {})
    return files | {STORY: {"indiening": [story]}}


def read(files: dict[str, Any]) -> Pack:
    pack, findings = read_pack(files)
    assert [finding.sentence for finding in findings] == []
    assert pack is not None
    return pack


def refused(entry: dict[str, Any], *deeds: dict[str, Any]) -> list[tuple[str, str]]:
    """Path below the submission and sentence of everything that could not have happened."""
    found = check_story(read(told(entry, *deeds)), loaded_at=LOADED_AT)
    return [(one.finding.path.removeprefix("indiening.0."), one.finding.sentence) for one in found]


@pytest.mark.parametrize(
    "deeds",
    [
        (),
        (deed("gezien", "dag-20 09:00"), TAKEN, deed("notitie", "dag-19 10:00", tekst="Gebeld.")),
        (TAKEN, CONSENTED, deed("heropenen", "dag-9 10:00", tekst="Nieuws.")),
        (
            CONSENTED,
            deed("opheffing_vragen", "dag-9 10:00", "bob", dag="dag-1", tekst="Klaar."),
            deed("opheffing_beantwoorden", "uur-1", dag="dag+1"),
        ),
        (
            deed("aanvulling_vragen", "dag-18 10:00", dag="dag-10", tekst="Hoeveel?"),
            deed(
                "aanvullen", "dag-12 10:00", "bob", tekst="Acht.", antwoorden={"reden": "Acht weg."}
            ),
            CONSENTED | {"op": "dag-11 10:00"},
        ),
        (deed("overdragen", "dag-18 10:00", team="contract", aan="al", tekst="Voor jou."),),
        (deed("intrekken", "dag-18 10:00", "bob", tekst="Opgelost."),),
    ],
)
def test_story_that_the_portal_allows_is_told_without_a_remark(
    deeds: tuple[dict[str, Any], ...],
) -> None:
    assert refused(STOP, *deeds) == []


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        ({"door": "al"}, "door", "al mag dit op die dag niet indienen of vastleggen."),
        ({"op": "dag-101 09:00"}, "door", "bob mag dit op die dag niet indienen of vastleggen."),
        (
            {"antwoorden": STOP["antwoorden"] | {"producten": {"brummen": ["J101"]}}},
            "antwoorden.producten.brummen",
            "Product J101 valt niet onder uw lopende overeenkomst met deze gemeente. Haal het weg.",
        ),
        (
            {"antwoorden": STOP["antwoorden"] | {"reden": ""}},
            "antwoorden.reden",
            "Beschrijf de reden van de stop.",
        ),
    ],
)
def test_submission_that_could_not_come_in_is_told(
    change: dict[str, Any], path: str, sentence: str
) -> None:
    assert (path, sentence) in refused(STOP | change)


QUESTION = {"soort": "clientenstop", "naam": "noodplek", "type": "ja_nee", "vraag": "Noodplek?"}


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, ["antwoorden.brummen--noodplek"]),
        ({"brummen": {"noodplek": False}}, []),
    ],
)
def test_what_a_municipality_asks_besides_is_answered(
    given: dict[str, Any], path: list[str]
) -> None:
    files = told(STOP | {"antwoorden": STOP["antwoorden"] | {"vragen": given}})
    questions = next(name for name in files if name.endswith("brummen/profiel.toml"))
    files[questions.replace("profiel", "vragen")] = {"vraag": [QUESTION]}
    found = check_story(read(files), loaded_at=LOADED_AT)
    assert [one.finding.path.removeprefix("indiening.0.") for one in found] == path


@pytest.mark.parametrize(
    ("deeds", "path", "sentence"),
    [
        (
            (TAKEN, deed("gezien", "dag-19 09:59")),
            "daarna.1.op",
            "Dit gebeurt eerder dan wat ervoor staat.",
        ),
        (
            (deed("gezien", "dag-20 08:59"),),
            "daarna.0.op",
            "Dit gebeurt eerder dan wat ervoor staat.",
        ),
        (
            (deed("oppakken", "dag-19 10:00", "rita"),),
            "daarna.0.door",
            "rita mag dit op die dag bij deze gemeente niet doen.",
        ),
        (
            (deed("intrekken", "dag-19 10:00", "al", tekst="Weg."),),
            "daarna.0.door",
            "al mag dit op die dag bij deze gemeente niet doen.",
        ),
        (
            (CONSENTED, deed("notitie", "dag-9 10:00", tekst="Ja"), TAKEN | {"op": "dag-8 10:00"}),
            "daarna.2.wat",
            "Deze zaak is al afgerond. Heropen haar eerst, met een reden.",
        ),
        (
            (CONSENTED | {"uitkomst": "prima"},),
            "daarna.0.uitkomst",
            "“prima” is geen besluit bij deze soort.",
        ),
        (
            (CONSENTED | {"product": [{"code": "W101", "vanaf": "dag-16"}]},),
            "daarna.0.product.producten.W101",
            (
                "Een stop begint pas na uw toestemming: kies voor product W101 een dag vanaf "
                "7 november 2026."
            ),
        ),
        (
            (deed("aanvulling_vragen", "dag-18 10:00", dag="dag-18", tekst="Hoeveel?"),),
            "daarna.0.dag",
            "De aanvulling moet binnen zijn op een dag na de vraag.",
        ),
        (
            (
                deed("aanvulling_vragen", "dag-18 10:00", dag="dag-9", tekst="Hoeveel?"),
                deed("aanvullen", "dag-17 10:00", "bob", tekst="O", antwoorden={"reden": ""}),
            ),
            "daarna.1.antwoorden.reden",
            "Beschrijf de reden van de stop.",
        ),
        (
            (
                CONSENTED | {"uitkomst": "geweigerd", "product": [{"code": "W101"}]},
                deed("opheffing_vragen", "dag-9 10:00", "bob", dag="dag-1", tekst="Klaar."),
            ),
            "daarna.1.wat",
            "Er is bij deze gemeente geen stop om op te heffen.",
        ),
        (
            (deed("overdragen", "dag-18 10:00", team="elders", tekst="Daar."),),
            "daarna.0.team",
            "In het team “elders” werkt niemand.",
        ),
        (
            (deed("overdragen", "dag-18 10:00", team="contract", aan="rita", tekst="Jij."),),
            "daarna.0.aan",
            "rita werkt niet bij het team “contract”.",
        ),
        (
            (deed("betwisten", "dag-18 10:00", "bob", tekst="Niet waar."),),
            "daarna.0.wat",
            "Betwisten kan alleen wat een gemeente heeft vastgelegd.",
        ),
        (
            (deed("taak_afronden", "dag-18 10:00", dag="dag-18", met="Bob", tekst="Ja."),),
            "daarna.0.wat",
            "Er is geen taak meer om af te ronden.",
        ),
    ],
)
def test_deed_that_the_portal_refuses_is_told(
    deeds: tuple[dict[str, Any], ...], path: str, sentence: str
) -> None:
    assert (path, sentence) in refused(STOP, *deeds)


@pytest.mark.rule("004-72")
def test_notice_is_not_decided_before_the_consultation() -> None:
    decided = deed("besluiten", "dag-15 10:00", uitkomst="kennisgenomen", tekst="Gelezen.")
    assert refused(NOTICE, TALKED, decided) == []
    assert refused(NOTICE, decided) == [
        ("daarna.0.wat", "Eerst moet de verplichte taak zijn afgerond.")
    ]
    assert refused(NOTICE, TALKED | {"dag": "dag-17"}) == [
        ("daarna.0.dag", "Het overleg ligt later dan het verslag.")
    ]


def test_deed_at_a_municipality_that_got_nothing_is_told() -> None:
    files = told(STOP, deed("gezien", "dag-19 10:00"))
    for name in ("profiel", "teams", "routering"):
        files[f"mijov/epe/{name}.toml"] = copy.deepcopy(files[f"mijov/brummen/{name}.toml"])
    del files["mijov/epe/routering.toml"]["regel"]
    files[STORY]["indiening"][0]["daarna"][0]["gemeente"] = "epe"
    pack, _ = read_pack(files)
    assert pack is not None
    assert [one.finding.sentence for one in check_story(pack, loaded_at=LOADED_AT)] == [
        "Deze gemeente kreeg de indiening niet."
    ]


def test_notice_that_came_by_letter_is_recorded_by_the_municipality_and_may_be_disputed() -> None:
    letter = {"gemeente": "brummen", "kanaal": "brief", "binnen": "dag-21 11:00", "bewijs": "Scan."}
    recorded = STOP | {"door": "al", "elders": letter}
    disputed = deed("betwisten", "dag-18 10:00", "bob", tekst="Niet waar.")
    assert refused(recorded, disputed) == []
    assert refused(recorded | {"door": "bob"}) == [
        ("door", "bob mag dit op die dag niet indienen of vastleggen.")
    ]
    assert refused(recorded | {"elders": letter | {"binnen": "dag-19 11:00"}}) == [
        ("elders.binnen", "Het kwam later binnen dan het is vastgelegd.")
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"dag": None}, "daarna.0.dag: Vul “dag” in: dat hoort bij “taak_afronden”."),
        ({"met": None}, "daarna.0.met: Vul “met” in: dat hoort bij “taak_afronden”."),
        ({"wat": "slapen"}, "daarna.0.wat: Kies bij “Wat” een van: gezien, oppakken, "),
        ({"door": "niemand"}, "daarna.0.door: Er is geen persoon “niemand”. Kies een van: "),
        ({"gemeente": "zwolle"}, "daarna.0.gemeente: Er is geen gemeente “zwolle”."),
        ({"op": "morgen"}, "daarna.0.op: Vul bij “Op” een moment vóór het laden in"),
        ({"op": "dag-0 09:00"}, "daarna.0.op: Vul bij “Op” een moment vóór het laden in"),
        ({"op": "dag-3 02:30"}, "daarna.0.op: Vul bij “Op” een moment vóór het laden in"),
        ({"antwoorden": ["a"]}, "daarna.0.antwoorden: Maak van “Veranderde antwoorden” een groep"),
        ({"antwoorden": {"a": [[[[[["te diep"]]]]]]}}, "daarna.0.antwoorden: Gebruik bij "),
        ({"antwoorden": {"a": 1.5}}, "daarna.0.antwoorden: Gebruik bij “Veranderde antwoorden” "),
    ],
)
def test_mistake_in_the_file_is_told_with_its_key(change: dict[str, Any], reason: str) -> None:
    made = {name: value for name, value in (TALKED | change).items() if value is not None}
    pack, findings = read_pack(told(NOTICE, made))
    assert pack is None
    assert findings[0].sentence.startswith(f"{STORY} · indiening.0.{reason}")


def test_story_is_written_again_as_the_same_plain_data() -> None:
    files = told(NOTICE, TALKED)
    assert pack_files(read(files))[STORY] == files[STORY]


def test_scenes_come_in_order_of_time() -> None:
    pack = read(told(STOP, CONSENTED, deed("gezien", "dag-20 09:00")))
    assert pack.demo is not None
    played = scenes(pack.demo.story, loaded_at=LOADED_AT)
    assert [scene.deed.deed if scene.deed else "in" for scene in played] == [
        "in",
        "gezien",
        "besluiten",
    ]
    assert played[0].at == datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert scenes(Story(), loaded_at=LOADED_AT) == []


def test_answers_and_decisions_have_real_days() -> None:
    pack = read(told(NOTICE, TALKED | {"afspraken": "Elke week bellen."}))
    assert pack.demo is not None
    entry = pack.demo.story.entries[0]
    answers = entry.answers_on(LOADED_AT)
    assert answers["bekend_sinds"] == "2026-11-01"
    assert answers["gebeld_op"] == "2026-11-01T16:40:00+01:00"
    assert entry.deeds[0].record(LOADED_AT) == {
        "op": "2026-11-04",
        "met": "Bob",
        "verslag": "Besproken.",
        "afspraken": "Elke week bellen.",
    }
    stop = read(told(STOP, CONSENTED)).demo
    assert stop is not None
    assert stop.story.entries[0].deeds[0].details(LOADED_AT) == {
        "producten": {"W101": {"toegestemd": True, "vanaf": "2026-11-20"}}
    }


def test_rows_get_the_ids_of_a_new_form() -> None:
    talks = [{"gemeente": "brummen", "datum": "dag-21", "met": "Al"}] * 2
    answers = STOP["antwoorden"] | {"overlegd": True, "gesprekken": talks}
    pack = read(told(STOP | {"antwoorden": answers}))
    assert pack.demo is not None
    rows = pack.demo.story.entries[0].answers_on(LOADED_AT)["gesprekken"]
    assert [row["id"] for row in rows] == ["r1", "r2"]
    assert check_story(pack, loaded_at=LOADED_AT) == []


@pytest.mark.parametrize(
    ("moment", "loaded_at", "expected"),
    [
        (LoadMoment(minutes_before=90), LOADED_AT, datetime(2026, 11, 22, 11, 30, tzinfo=UTC)),
        (
            LoadMoment(days_before=1, clock_time=time(9, 30)),
            datetime(2026, 3, 29, 21, 30, tzinfo=UTC),
            datetime(2026, 3, 28, 8, 30, tzinfo=UTC),
        ),
        (
            LoadMoment(days_before=1, clock_time=time(9, 30)),
            datetime(2026, 3, 29, 22, 30, tzinfo=UTC),
            datetime(2026, 3, 29, 7, 30, tzinfo=UTC),
        ),
    ],
)
def test_moment_of_the_story_follows_the_dutch_clock(
    moment: LoadMoment, loaded_at: datetime, expected: datetime
) -> None:
    assert moment.at(loaded_at) == expected


@pytest.mark.parametrize("text", ["dag-12 14:05", "uur-3", "minuut-35", "minuut-0"])
def test_moment_is_written_as_it_was_read(text: str) -> None:
    value, findings = LOAD_MOMENT.read(text, label="", path="")
    assert value is not None, findings
    assert LOAD_MOMENT.write(value) == text


def test_words_that_only_look_like_days_stay_as_they_are() -> None:
    plain = {"a": "dagje uit", "b": ["dag-1", 3, True], "c": "dag-1 is een dag"}
    assert resolved(plain, loaded_at=datetime(2026, 1, 1, 12, tzinfo=UTC)) == {
        "a": "dagje uit",
        "b": [date(2025, 12, 31).isoformat(), 3, True],
        "c": "dag-1 is een dag",
    }
