"""A municipality joins the region and is set up, by pages alone, in few steps."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from portal.adapters.start_templates import municipality_template
from portal.domain.configuration.sections import BY_SLUG
from tests.support.app import Page, Portal, Visitor
from tests.support.dossiers import date_parts, in_days_on, open_in_browser
from tests.support.forms import plan, send
from tests.support.ladder_editor import begin

NEW = "/regio/gemeente-toevoegen"
GIVEN = {
    "naam": "Rijnwaarde",
    "email": "contracten@rijnwaarde.voorbeeld.example",
    "telefoon": "000-555 77 77",
    "post_straat": "Postbus 7",
    "post_postcode": "6911 SA",
    "post_plaats": "Rijnwaarde",
    "ladder_wmo": "bijlage-4",
    "ladder_jeugd": "bijlage-9",
}
PASSWORD = "lopen langs de rivier"


class Counting(Visitor):
    """A browser that counts the forms that somebody fills in and sends."""

    sent: Counter[str]

    def submit(self, path: str, changes: Any = None, *, action: str = "") -> Page:
        self.sent.update([path.rpartition("/")[2]])
        return super().submit(path, changes, action=action)


def signed_in(portal: Portal, visitor: Visitor) -> Counting:
    counting = Counting(portal, visitor.client)
    counting.sent = Counter()
    return counting


def link_to(portal: Portal, email: str) -> str:
    """The link in the last mail to somebody, as a path."""
    portal.work()
    mail = [mail for mail in portal.mail.sent if mail.to == email][-1]
    word = next(w for w in mail.body.split() if w.startswith(portal.settings.base_url))
    return word.removeprefix(portal.settings.base_url)


def joined(portal: Portal, email: str) -> Visitor:
    """Somebody invited, with a password chosen."""
    visitor = portal.visitor()
    done = visitor.submit(link_to(portal, email), {"wachtwoord": PASSWORD, "herhaling": PASSWORD})
    assert done.status == 303, done.words
    return visitor


def done(page: Page) -> Page:
    assert page.status == 303, (page.status, page.errors, page.words[:300])
    return page


@pytest.mark.rule("004-03")
def test_a_municipality_is_added_and_set_up_by_pages_alone(portal: Portal) -> None:
    rens = signed_in(portal, portal.visitor("rens"))
    assert NEW in rens.get("/regio/organisaties").links().values()
    invite = done(rens.submit(NEW, GIVEN, action="/gemeente-toevoegen")).location
    mail = "noor@rijnwaarde.voorbeeld.example"
    done(rens.submit(invite, {"naam": "Noor Kant", "email": mail, "rol": "functioneel_beheerder"}))

    noor = signed_in(portal, joined(portal, mail))
    base = "/g/rijnwaarde/beheer"
    assert noor.get(base).h1 == "Beheer"
    ready = noor.get(f"{base}/klaar")
    assert "Escalatieladder Wmo (Bijlage 4), versie 2024, geldt." in ready.words
    missing = ready.words.count("Mist nog")
    assert missing > 2

    # Profile and theme: looked at and saved.
    done(noor.submit(f"{base}/instellingen/profiel", {"openingstijden": "Elke werkdag."}))
    form = noor.get(f"{base}/instellingen/thema").form("/thema")
    done(noor.post(f"{base}/instellingen/thema", {**form, "basis-heading-color": "#0a3d62"}))
    # People: a contractmanager in every team.
    mails = ("cas@rijnwaarde.voorbeeld.example", "jip@rijnwaarde.voorbeeld.example")
    for email, role in zip(mails, ("contractmanager", "functioneel_beheerder"), strict=True):
        done(
            noor.submit(
                "/g/rijnwaarde/mensen/uitnodigen",
                {"naam": "Nieuw Iemand", "email": email, "rol": role},
            )
        )
    cas = portal.database.one("SELECT id FROM account WHERE email = %s", mails[0])
    teams = [team["slug"] for team in municipality_template()["teams"]["team"]]
    done(noor.submit(f"/g/rijnwaarde/mensen/{cas}/teams", {"teams": teams, "aanwezig": "ja"}))
    # Routing of its own, tried before anybody submits.
    done(
        noor.submit(
            f"{base}/instellingen/routering/onderdeel/regel/nieuw",
            {"naam": "Plannen", "soort": ["verbeterplan"], "naar": "juridisch"},
            action="/nieuw",
        )
    )
    tried = noor.get(f"{base}/instellingen/routering/uitproberen?soort=verbeterplan")
    assert "Dit gaat naar Juridische zaken" in tried.words
    # A ladder of its own: the template with another term, looked at by the second person.
    draft = begin(noor, base, "versie:bijlage-4:1")
    draft.change("treden/3/termijn", termijn__lengte="4")
    assert "Op of na" in draft.page("/voorleggen").words
    done(draft.propose(in_days_on(portal, 1), "Wij geven vier weken."))

    ready = noor.get(f"{base}/klaar").words
    for line in ("Profiel", "Thema", "Mensen in elk team", "Elke indiening komt ergens aan"):
        assert line in ready
    # Contracts come from the region; nothing else is missing.
    assert ready.count("Mist nog") == 1
    assert "Er loopt nog geen overeenkomst" in ready
    assert sum(rens.sent.values()) == 2
    # What a functional admin fills in: the README promises under half an hour.
    assert sum(noor.sent.values()) + 1 <= 12, noor.sent

    jip = joined(portal, mails[1])
    draft.visitor = jip
    done(draft.publish())

    # The region records a contract; then a provider submits and it is at the right desk.
    contract = "/regio/gemeenten/rijnwaarde/overeenkomsten/lindehaege/toevoegen"
    boxes = rens.get(contract).tree
    first = {
        name: boxes.xpath(f"//input[@name='{name}']/@value")[0]
        for name in ("versie_wmo", "producten_wmo")
    }
    today = in_days_on(portal, 0)
    done(
        rens.submit(
            contract,
            {
                "nummer": "RW-2026-1", "domein": "wmo", **first, **date_parts("van", today),
                **date_parts("tot_en_met", in_days_on(portal, 900)),
            },
            action="/toevoegen",
        )
    )  # fmt: skip
    assert "Alles wat nodig is, staat klaar" in noor.get(f"{base}/klaar").words
    receipt = send(portal.visitor("bob"), "verbeterplan", plan("rijnwaarde", vragen={}))
    assert "Rijnwaarde" in receipt.words
    assert portal.work().failed == 0
    desk = portal.database.one(
        "SELECT d.desk FROM delivery d JOIN tenant t ON t.id = d.tenant_id WHERE t.slug = 'rijnwaarde'"
    )
    assert desk == "juridisch"

    portal.at(portal.clock() + timedelta(days=1))
    manager = joined(portal, mails[0])
    dossier = open_in_browser(portal, manager, "rijnwaarde")
    pinned = portal.database.one(
        "SELECT v.number FROM dossier d JOIN ladder_version v ON v.id = d.ladder_version_id"
        " WHERE d.number = %s AND v.tenant_id = d.tenant_id"
        " AND d.tenant_id = (SELECT id FROM tenant WHERE slug = 'rijnwaarde')",
        dossier.rpartition("/")[2],
    )
    assert pinned == 2


def test_a_municipality_that_is_there_is_not_added_again(portal: Portal) -> None:
    rens = portal.visitor("rens")
    count = "SELECT count(*) FROM tenant"
    before = portal.database.one(count)
    sent = rens.submit(NEW, {**GIVEN, "naam": "brummen"}, action="/gemeente-toevoegen")
    assert (sent.status, sent.errors) == (422, ["Gemeente brummen staat er al."])
    form = sent.form("/gemeente-toevoegen")
    assert (form["naam"], form["post_straat"]) == ("brummen", "Postbus 7")
    assert portal.database.one(count) == before


def test_a_form_with_gaps_adds_nothing_and_keeps_what_was_typed(portal: Portal) -> None:
    rens = portal.visitor("rens")
    before = portal.database.one("SELECT count(*) FROM setting_version")
    sent = rens.submit(NEW, {**GIVEN, "email": "geen adres"}, action="/gemeente-toevoegen")
    assert sent.status == 422
    assert sent.form("/gemeente-toevoegen")["naam"] == "Rijnwaarde"
    assert portal.database.one("SELECT count(*) FROM setting_version") == before


def test_only_the_region_adds_a_municipality(portal: Portal) -> None:
    for slug in ("rita", "frank", "bob"):
        assert portal.visitor(slug).get(NEW).status in (403, 404)


def test_the_start_template_of_a_municipality_reads_without_a_remark() -> None:
    for slug, raw in municipality_template().items():
        if slug == "teams":
            raw = {**raw, "team": [{**team, "email": "a@b.example"} for team in raw["team"]]}
        value, findings = BY_SLUG[slug].parse(raw)
        assert value is not None, findings
        assert findings == []
