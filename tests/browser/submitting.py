"""How bob submits each of the kinds: what he fills in, page by page."""

from datetime import date, timedelta

from tests.browser.person import Person

HOME = "/aanbieder/lindehaege/"
LATER = date(2029, 6, 1)
SUBJECT = "Tijdig rapporteren"
ACTION = {
    "Wat gaat u doen?": "Wekelijks nalopen wat openstaat",
    "Wat is het resultaat": "Alles binnen tien dagen klaar",
    "Wie zorgt daarvoor?": "Teammanager",
    "Waaraan kan de gemeente het zien?": "Lijst per maand",
    "Wanneer is het klaar?": LATER,
}
RECEIVED = "Wij hebben uw indiening ontvangen"
CHECK = "Controleer wat u hebt ingevuld"
ALL = ("Apeldoorn", "Brummen", "Epe")


def begin(bob: Person, kind: str, first: str) -> None:
    """From the overview to the first page of a form."""
    bob.open(HOME)
    bob.menu("Indienen", heading="Wat wilt u indienen?")
    bob.click(kind, heading=first)


def next_page(bob: Person, heading: str) -> None:
    bob.click("Volgende", heading=heading)


def confirm(bob: Person) -> str:
    """Submit what the check page shows; the reference on the receipt."""
    bob.click("Indienen")
    bob.expect_words(RECEIVED)
    return bob.kicker


def plan_up_to_check(bob: Person) -> None:
    """An improvement plan for Brummen and Epe; a second row comes and goes."""
    begin(bob, "Verbeterplan", "Aanleiding")
    bob.fill(
        {
            "Waar gaat het plan over?": SUBJECT,
            "Wat is er aan de hand?": "De rapportages komen te laat.",
        }
    )
    bob.choose("Wij doen dit uit onszelf")
    next_page(bob, "Gemeenten")
    bob.choose("Brummen", "Epe")
    next_page(bob, "Acties")
    bob.fill(ACTION, within="Actie 1")
    bob.click("Nog een actie toevoegen")
    bob.expect_words("Actie 2")
    bob.click("Actie 2 weghalen")
    bob.expect_no_words("Actie 2")
    next_page(bob, "Bijlagen")
    bob.attach("Bestanden", "planning.txt", b"Planning per kwartaal", "text/plain")
    next_page(bob, CHECK)


def submit_plan(bob: Person) -> str:
    plan_up_to_check(bob)
    bob.expect_words(SUBJECT, "planning.txt", "Wekelijks nalopen wat openstaat")
    return confirm(bob)


def submit_stop(bob: Person, *, today: date) -> str:
    """A stop for one product in Brummen and Apeldoorn, nine days too late."""
    begin(bob, "Cliëntenstop", "Gemeenten en producten")
    for name in ("Brummen", "Apeldoorn"):
        bob.choose("W101", within=name)
    next_page(bob, "Periode en reden")
    bob.choose("Wij kunnen of willen tijdelijk geen cliënten aannemen", "Tot nader bericht")
    bob.fill(
        {
            "Vanaf welke dag?": today + timedelta(days=5),
            "Wat is de reden?": "Te weinig personeel in het wijkteam.",
        }
    )
    next_page(bob, "Overleg en alternatief")
    bob.fill({"Hebt u hierover al met een gemeente gesproken?": False})
    bob.fill(
        {
            "Waarom nog niet?": "Het speelt sinds gisteren.",
            "Welk alternatief": "Een collega-aanbieder neemt nieuwe cliënten aan.",
        }
    )
    next_page(bob, "Vragen van gemeenten")
    next_page(bob, "Bijlagen")
    next_page(bob, CHECK)
    bob.expect_words("later dan afgesproken")
    return confirm(bob)


def submit_notice(bob: Person, *, today: date) -> str:
    """A continuity risk, told by telephone yesterday, for every municipality."""
    begin(bob, "Continuïteitsmelding", "Wat is er aan de hand?")
    bob.choose("Te weinig geld om op tijd te betalen")
    bob.fill(
        {
            "Beschrijf de omstandigheden": "De bank heeft het krediet opgezegd.",
            "Sinds wanneer weet u dit?": today - timedelta(days=2),
        }
    )
    next_page(bob, "Eerdere melding")
    bob.fill({"Hebt u het al telefonisch": True})
    bob.fill(
        {
            "Wanneer was dat?": today - timedelta(days=1),
            "Wie hebt u gesproken?": "De contractmanager van Brummen",
        }
    )
    bob.fill({"Tijd": "10.30"}, within="Wanneer was dat?")
    next_page(bob, "Gevolgen voor cliënten")
    bob.fill({"Wat betekent dit voor cliënten?": "Zestig cliënten merken nog niets."})
    next_page(bob, "Gemeenten")
    for name in ALL:
        bob.expect_ticked(name)
    next_page(bob, "Vragen van gemeenten")
    next_page(bob, "Bijlagen")
    next_page(bob, CHECK)
    return confirm(bob)
