"""A whole pack: every mistake with its file, key and reason, all at once."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.configuration.layout import PackFinding
from portal.domain.configuration.load_days import LoadDay
from portal.domain.configuration.pack import pack_files, read_pack
from portal.domain.people import Role

from .generated import examples, hostile
from .packs import changed, small_pack

CONTRACTS, PEOPLE = "demo/overeenkomsten.toml", "demo/mensen.toml"
PROVIDERS, REGION = "demo/aanbieders.toml", "mijov/regio.toml"


def sentences(files: dict[str, Any]) -> list[str]:
    return [finding.sentence for finding in read_pack(files)[1]]


def test_pack_without_mistakes_is_read_whole() -> None:
    pack, findings = read_pack(small_pack())
    assert findings == []
    assert pack is not None
    assert pack.region.slug == "mijov"
    brummen = pack.municipality("brummen")
    assert brummen is not None
    assert brummen.sections["profiel"].official_name == "Gemeente Brummen"
    assert brummen.sections["vier_ogen"].needs_second_person("ladder_publiceren")
    assert pack.demo is not None
    assert pack.demo.contracts.contracts[0].products == ("W101",)
    assert pack.municipality("elders") is None


def test_pack_written_again_is_the_same_plain_data() -> None:
    files = small_pack()
    pack, _ = read_pack(files)
    assert pack is not None
    templates = {path: data for path, data in files.items() if path.startswith("sjablonen/")}
    assert pack_files(pack) | templates == files
    assert read_pack(pack_files(pack) | templates) == (pack, [])


@pytest.mark.parametrize(
    ("file", "path", "value", "reason"),
    [
        (REGION, "naam", None, "naam: Vul “Naam” in."),
        (REGION, "product", [], "product: Voeg bij “Producten” minstens 1 product toe."),
        (
            REGION,
            "product.1.code",
            "W101",
            "product.1.code: “W101” staat er twee keer. Verander een van de twee.",
        ),
        (
            "mijov/brummen/profiel.toml",
            "regio",
            "elders",
            "regio: Er is geen zorgregio “elders”. Kies een van: mijov.",
        ),
        (
            "mijov/brummen/profiel.toml",
            "ladders.wmo",
            "bijlage-x",
            "ladders.wmo: Er is geen escalatieladder “bijlage-x”. Kies een van: bijlage-4.",
        ),
        (
            "mijov/brummen/routering.toml",
            "regel.0.naar",
            "elders",
            "regel.0.naar: Er is geen team “elders”. Kies een van: contract.",
        ),
        (
            "mijov/brummen/routering.toml",
            "regel.0.persoon",
            "rita@r.example",
            "regel.0.persoon: rita@r.example werkt niet bij het team “contract”.",
        ),
        (
            PROVIDERS,
            "aanbieder.0.kvk",
            "123",
            (
                "aanbieder.0.kvk: Pas “KvK-nummer” aan: “123” past niet. "
                "Een KvK-nummer heeft acht cijfers."
            ),
        ),
        (
            PROVIDERS,
            "aanbieder.0.agb",
            "9900010",
            (
                "aanbieder.0.agb: Pas “AGB-code” aan: “9900010” past niet. "
                "Een AGB-code heeft acht cijfers."
            ),
        ),
        (
            PROVIDERS,
            "aanbieder.0.kvk",
            100217,
            "aanbieder.0.kvk: Vul bij “KvK-nummer” tekst in; hier staat een getal.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.aanbieder",
            "eik",
            "overeenkomst.0.aanbieder: Er is geen aanbieder “eik”. Kies een van: linde.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.gemeente",
            "zwolle",
            "overeenkomst.0.gemeente: Er is geen gemeente “zwolle”. Kies een van: brummen.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.standaard",
            "oud",
            "overeenkomst.0.standaard: Er is geen versie “oud”. Kies een van: jeugd, wmo-2026.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.standaard",
            "jeugd",
            "overeenkomst.0.standaard: De versie “jeugd” is voor een ander contractdomein.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.producten",
            [],
            "overeenkomst.0.producten: Vul “Producten” in.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.producten",
            ["X9"],
            "overeenkomst.0.producten.0: Er is geen product “X9”. Kies een van: J101, W101.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.producten",
            ["J101"],
            "overeenkomst.0.producten: Het product “J101” hoort bij een ander contractdomein.",
        ),
        (
            CONTRACTS,
            "overeenkomst.0.tot_en_met",
            "2025-12-31",
            (
                "overeenkomst.0.tot_en_met: De overeenkomst eindigt voordat zij begint. "
                "Verander een van de dagen."
            ),
        ),
        (
            CONTRACTS,
            "overeenkomst.0.van",
            "gisteren",
            (
                "overeenkomst.0.van: Vul bij “Van” een datum in als 2026-12-24, of dagen vanaf het laden "
                "als dag-30 of dag+30; hier staat “gisteren”."
            ),
        ),
        (
            CONTRACTS,
            "overeenkomst.0.ladder",
            "bijlage-x",
            "overeenkomst.0.ladder: Er is geen escalatieladder “bijlage-x”. Kies een van: bijlage-4.",
        ),
        (
            PEOPLE,
            "persoon.0.rol.0.team",
            ["contract", "elders"],
            "persoon.0.rol.0.team: Het team “elders” bestaat niet in brummen.",
        ),
        (
            PEOPLE,
            "persoon.0.rol.1.gemeente",
            None,
            "persoon.0.rol.1.gemeente: Noem bij de rol functioneel beheerder de gemeente.",
        ),
        (
            PEOPLE,
            "persoon.0.rol.1.aanbieder",
            "linde",
            (
                "persoon.0.rol.1.aanbieder: Haal “aanbieder” weg: de rol functioneel beheerder hoort "
                "daar niet bij."
            ),
        ),
        (
            PEOPLE,
            "persoon.1.rol.0.team",
            ["contract"],
            "persoon.1.rol.0.team: Alleen mensen van een gemeente zitten in een team.",
        ),
        (
            PEOPLE,
            "persoon.0.rol.1.tot_en_met",
            "dag-101",
            "persoon.0.rol.1.tot_en_met: Deze rol eindigt voordat zij begint.",
        ),
        (
            PEOPLE,
            "persoon.1.toegang.0.tot_en_met",
            "dag-10",
            "persoon.1.toegang.0.tot_en_met: De toegang eindigt voordat zij begint.",
        ),
        (
            PEOPLE,
            "persoon.0.toegang",
            [{"gemeente": "brummen", "schrijven": True, "van": "dag-1", "tot_en_met": "dag+1"}],
            "persoon.0.toegang: Alleen iemand van de regio krijgt toegang van een gemeente.",
        ),
        (
            PEOPLE,
            "persoon.1.rol.0.regio",
            "elders",
            "persoon.1.rol.0.regio: Er is geen zorgregio “elders”. Kies een van: mijov.",
        ),
    ],
)
def test_each_mistake_is_told_with_file_key_and_reason(
    file: str, path: str, value: Any, reason: str
) -> None:
    assert f"{file} · {reason}" in sentences(changed(file, path, value))


def test_two_people_or_providers_never_share_what_tells_them_apart() -> None:
    files = small_pack()
    provider = copy.deepcopy(files[PROVIDERS]["aanbieder"][0]) | {"slug": "eik"}
    files[PROVIDERS]["aanbieder"].append(provider)
    files[PEOPLE]["persoon"][1]["email"] = "al@b.example"
    assert sentences(files) == [
        f"{PROVIDERS} · aanbieder.1.kvk: “00100217” staat er twee keer. Verander een van de twee.",
        f"{PROVIDERS} · aanbieder.1.agb: “99000100” staat er twee keer. Verander een van de twee.",
        f"{PEOPLE} · persoon.1.email: “al@b.example” staat er twee keer. Verander een van de twee.",
    ]


def test_file_that_belongs_nowhere_is_told_where_files_belong() -> None:
    files = small_pack() | {"mijov/brummen/tekstn.toml": {}, "demo/x.toml": {}, "los.toml": {}}
    told = sentences(files)
    assert [line.split(":")[0] for line in told] == [
        "demo/x.toml",
        "los.toml",
        "mijov/brummen/tekstn.toml",
    ]
    assert "In de map demo staan: aanbieders.toml" in told[0]
    assert "In de map van een gemeente staan: profiel.toml" in told[2]


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("mijov/brummen/profiel.toml", "Profiel"),
        ("mijov/brummen/teams.toml", "Teams"),
        ("mijov/brummen/routering.toml", "Routering"),
        (PROVIDERS, "Aanbieders"),
        (CONTRACTS, "Overeenkomsten"),
        (PEOPLE, "Mensen"),
    ],
)
def test_file_that_has_to_be_there_is_missed(file: str, title: str) -> None:
    files = small_pack()
    del files[file]
    assert f"{file}: Dit bestand ontbreekt: “{title}” moet ingevuld zijn." in sentences(files)


def test_region_without_demo_is_a_pack() -> None:
    files = {path: data for path, data in small_pack().items() if not path.startswith("demo/")}
    pack, findings = read_pack(files)
    assert findings == []
    assert pack is not None
    assert pack.demo is None
    assert all(not path.startswith("demo/") for path in pack_files(pack))


def test_no_region_and_two_regions_are_told() -> None:
    assert sentences({}) == ["regio.toml: Er is geen regio. Maak een map met daarin regio.toml."]
    files = small_pack()
    two = files | {"twee/regio.toml": files[REGION]}
    assert "regio.toml: Er zijn meer regio's: mijov, twee. Houd er één over." in sentences(two)


def test_reference_where_nothing_exists_yet_says_to_add_it_first() -> None:
    files = small_pack()
    del files["sjablonen/ladders/bijlage-4.toml"]
    assert sentences(files)[0].endswith(
        "Er is geen escalatieladder “bijlage-4”. Voeg die eerst toe."
    )


def test_reference_among_many_names_asks_to_look_at_the_spelling() -> None:
    files = changed(CONTRACTS, "overeenkomst.0.producten", ["W1O1"])
    files[REGION]["product"] += [
        {"code": f"X{number}", "domein": "wmo", "naam": "X"} for number in range(12)
    ]
    assert sentences(files) == [
        (
            f"{CONTRACTS} · overeenkomst.0.producten.0: Er is geen product “W1O1”. "
            "Kijk of de naam goed geschreven is."
        )
    ]


def test_desk_without_people_and_municipality_without_admin_are_warned_about() -> None:
    files = changed(PEOPLE, "persoon.0.rol.0.team", None)
    del files[PEOPLE]["persoon"][0]["rol"][1]
    files["mijov/brummen/routering.toml"] = {"vangnet": "contract"}
    pack, findings = read_pack(files)
    assert pack is not None
    assert [finding.sentence for finding in findings] == [
        f"{PEOPLE} · persoon: In het team “contract” van brummen zit niemand.",
        f"{PEOPLE} · persoon: brummen heeft geen functioneel beheerder.",
    ]


def test_one_mistake_in_a_row_does_not_make_what_refers_to_it_wrong() -> None:
    files = changed("mijov/brummen/teams.toml", "team.0.email", "geen adres")
    assert [line.split(":")[0] for line in sentences(files)] == [
        "mijov/brummen/teams.toml · team.0.email"
    ]


def test_mistakes_in_all_files_are_told_together() -> None:
    files: dict[str, Any] = {
        path: data if path.startswith("sjablonen/") else {"fout": 1}
        for path, data in small_pack().items()
    }
    pack, findings = read_pack(files)
    assert pack is None
    assert {finding.file for finding in findings} == set(files) - {
        "sjablonen/ladders/bijlage-4.toml"
    }


@pytest.mark.parametrize("raw", [None, [], "tekst", 3])
def test_file_that_is_no_table_is_a_finding(raw: Any) -> None:
    for file in small_pack():
        if not file.startswith("sjablonen/"):
            _, findings = read_pack(small_pack() | {file: raw})
            assert file in {finding.file for finding in findings}


NAMES = ["persoon", "rol", "team", "slug", "gemeente", "email", "overeenkomst", "product", "code"]


@examples(6)
@given(st.sampled_from(sorted(small_pack())), hostile(NAMES))
def test_hostile_packs_never_raise(file: str, raw: Any) -> None:
    pack, findings = read_pack(small_pack() | {file: raw})
    assert pack is not None or findings
    assert all(isinstance(finding, PackFinding) and finding.sentence for finding in findings)


def test_people_are_found_by_role_and_by_desk() -> None:
    pack, _ = read_pack(small_pack())
    assert pack is not None
    assert pack.demo is not None
    cast = pack.demo.cast
    assert cast.desk_members("brummen") == {"contract": frozenset({"al@b.example"})}
    assert [person.slug for person in cast.holders(Role.CONTRACT_MANAGER, "brummen")] == ["al"]
    assert cast.holders(Role.LAWYER, "brummen") == ()
    assert cast.person("rita") is not None
    assert pack.demo.providers.provider("linde") is not None


@pytest.mark.parametrize(
    ("day", "loaded_on", "expected"),
    [
        (LoadDay(fixed_on=date(2026, 1, 1)), date(2027, 5, 5), date(2026, 1, 1)),
        (LoadDay(offset_days=-1), date(2028, 3, 1), date(2028, 2, 29)),
        (LoadDay(offset_days=31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_day_of_the_demo_is_fixed_or_counted_from_loading(
    day: LoadDay, loaded_on: date, expected: date
) -> None:
    assert day.on(loaded_on) == expected
