"""The pages of dossiers: how many statements they run, and what the list finds."""

from portal.domain.ladder.walking import Choice
from tests.support.app import Portal
from tests.support.dossiers import in_days, open_case
from tests.support.statements import counted

MOST = 15
LETTER = {"brief_tekst": "Wij nodigen u uit."}


def test_no_page_of_a_dossier_runs_more_statements_than_it_may(portal: Portal) -> None:
    case = open_case(portal)
    talk = case.prepare(Choice.STAP, "1", **LETTER)
    case.carry_out(talk)
    work = case.prepare(Choice.STAP, "3", brief_tekst="Een brief.", termijn=in_days(portal, 20))
    for code in ("2", "4"):
        case.prepare(Choice.STAP, code, brief_tekst="Een brief.")
    case.evidence("3")
    number = portal.database.one("SELECT number FROM dossier")
    base = f"/g/brummen/dossiers/{number}"
    alice = portal.visitor("alice")
    found = {}
    for path in (
        "/g/brummen/dossiers",
        base,
        f"{base}/mogelijk/stap/3",
        f"{base}/mogelijk/maatregel/5a",
        f"{base}/voorbereiding/{work}",
        f"{base}/voorbereiding/{work}/brief",
        f"{base}/voorbereiding/{work}/controleren",
        f"{base}/voorbereiding/{work}/meetekenen",
        f"{base}/voorbereiding/{work}/voorbeeld",
        f"{base}/voorbereiding/{work}/vragen",
        f"{base}/voorbereiding/{work}/bewijs",
        f"{base}/voorbereiding/{work}/uit-word",
        f"{base}/voorbereiding/{work}/mandaat",
        f"{base}/voorbereiding/{work}/inlichten",
        f"{base}/brieven/1",
        f"{base}/stappen/1",
        f"{base}/stappen/1/oordeel",
        f"{base}/ladder",
        f"{base}/stappen/1/verslag",
        f"{base}/sluiten",
        f"{base}/notitie",
        f"{base}/overdragen",
        f"{base}/verplaatsen",
        f"{base}/ingebrekestelling-nodig",
        f"{base}/ingebrekestelling-nodig/ontbinden",
    ):
        with counted(portal) as seen:
            page = alice.get(path)
        assert page.status in (200, 409), (path, page.status, page.words[:200])
        found[path.removeprefix(base)] = len(seen)
    assert {path: count for path, count in found.items() if count > MOST} == {}, found


def test_the_page_of_a_dossier_does_not_ask_more_when_more_happened(portal: Portal) -> None:
    case = open_case(portal)
    path = f"/g/brummen/dossiers/{portal.database.one('SELECT number FROM dossier')}"
    alice = portal.visitor("alice")
    found = []
    for _ in range(2):
        for number in range(3):
            case.carry_out(case.prepare(Choice.STAP, "1", **LETTER))
            case.evidence("", f"Bewijs {number}")
        case.prepare(Choice.STAP, "3", brief_tekst="Een brief.")
        with counted(portal) as seen:
            assert alice.get(path).status == 200
        found.append(len(seen))
    assert found[0] == found[1]
