"""A small pack that is right, to make one thing in it wrong."""

import copy
from typing import Any


def small_pack() -> dict[str, Any]:
    """Plain data per file: a region, one municipality, one provider, two people."""
    address = {"straat": "Laan 1", "postcode": "6970 SA", "plaats": "Brummen"}
    contact = {"naam": "Bob", "telefoon": "000-555 10 10", "email": "bob@linde.example"}
    return {
        "sjablonen/ladders/bijlage-4.toml": {"code": "bijlage-4", "treden": []},
        "mijov/regio.toml": {
            "slug": "mijov",
            "naam": "Zorgregio",
            "standaard": [
                {"code": "wmo-2026", "domein": "wmo", "naam": "Wmo", "vanaf": "2026-01-01"},
                {"code": "jeugd", "domein": "jeugd", "naam": "Jeugd", "vanaf": "2026-01-01"},
            ],
            "product": [
                {"code": "W101", "domein": "wmo", "naam": "Begeleiding"},
                {"code": "J101", "domein": "jeugd", "naam": "Jeugdhulp"},
            ],
        },
        "mijov/brummen/profiel.toml": {
            "naam": "Brummen",
            "officiele_naam": "Gemeente Brummen",
            "regio": "mijov",
            "email": "contracten@brummen.example",
            "telefoon": "000-555 20 20",
            "openingstijden": "Op werkdagen.",
            "postadres": address,
            "ladders": {"wmo": "bijlage-4", "jeugd": "bijlage-4"},
        },
        "mijov/brummen/teams.toml": {
            "vangnet": "contract",
            "team": [
                {"slug": "contract", "naam": "C", "waarvoor": "Alles", "email": "c@b.example"}
            ],
        },
        "mijov/brummen/routering.toml": {
            "vangnet": "contract",
            "regel": [
                {"naam": "Wmo", "product": ["W101"], "naar": "contract", "persoon": "al@b.example"}
            ],
        },
        "demo/aanbieders.toml": {
            "aanbieder": [
                {
                    "slug": "linde",
                    "naam": "De Linde",
                    "kvk": "00100217",
                    "agb": "99000100",
                    "email": "info@linde.example",
                    "telefoon": "000-555 30 30",
                    "bezoekadres": address,
                    "postadres": address,
                    "contactpersoon": contact,
                }
            ]
        },
        "demo/overeenkomsten.toml": {
            "overeenkomst": [
                {
                    "aanbieder": "linde",
                    "gemeente": "brummen",
                    "domein": "wmo",
                    "nummer": "W-1",
                    "standaard": "wmo-2026",
                    "van": "2026-01-01",
                    "tot_en_met": "2030-12-31",
                    "producten": ["W101"],
                }
            ]
        },
        "demo/mensen.toml": {
            "persoon": [
                {
                    "slug": "al",
                    "naam": "Al",
                    "email": "al@b.example",
                    "kan": "Behandelt.",
                    "rol": [
                        {
                            "rol": "contractmanager",
                            "gemeente": "brummen",
                            "team": ["contract"],
                            "van": "dag-100",
                        },
                        {"rol": "functioneel_beheerder", "gemeente": "brummen", "van": "dag-100"},
                    ],
                },
                {
                    "slug": "rita",
                    "naam": "Rita",
                    "email": "rita@r.example",
                    "kan": "Kijkt mee.",
                    "rol": [{"rol": "regionaal_contractmanager", "regio": "mijov", "van": "dag-9"}],
                    "toegang": [
                        {
                            "gemeente": "brummen",
                            "schrijven": False,
                            "van": "dag-9",
                            "tot_en_met": "dag+30",
                        }
                    ],
                },
            ]
        },
    }


def changed(file: str, path: str, value: Any) -> dict[str, Any]:
    """The small pack with one value replaced; `path` is dotted, None takes the value away."""
    pack = copy.deepcopy(small_pack())
    place: Any = pack[file]
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in above:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return pack
