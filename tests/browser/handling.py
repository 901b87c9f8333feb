"""What people of a municipality do with what was submitted, from their list of work."""

from datetime import date

from tests.browser.person import Person

SEEN_BY_NOBODY = "Alleen voor onszelf: eerst bellen."


def find(person: Person, municipality: str, reference: str, *, everybody: bool = False) -> None:
    """From the list of work to the page of a delivery."""
    person.open(f"/g/{municipality}/")
    if everybody:
        person.select("Van wie", "De hele gemeente")
        person.click("Toon")
    person.follow(reference)


def take(person: Person) -> None:
    person.click("Oppakken")
    person.expect_words("U hebt deze zaak opgepakt.")


def write_note(person: Person) -> None:
    person.click("Notitie schrijven", within="Notities", heading="Notitie schrijven")
    person.fill({"Notitie": SEEN_BY_NOBODY})
    person.click("Notitie bewaren")
    person.expect_words("Uw notitie is bewaard.", SEEN_BY_NOBODY)


def ask(person: Person, question: str, *, by: date) -> None:
    """Ask for a completion."""
    person.click("Aanvulling vragen", heading="Aanvulling vragen")
    person.fill({"Wat moet de aanbieder aanvullen?": question, "Tot en met welke dag": by})
    person.click("Vraag versturen")
    person.expect_words("De vraag is verstuurd.", "Wacht op de aanbieder")


def decide(person: Person, outcome: str, reason: str) -> None:
    """One decision for the whole."""
    person.click("Besluit nemen", heading="Besluit nemen")
    person.choose(outcome)
    person.fill({"Motivering": reason})
    person.click("Besluit vastleggen")
    person.expect_words("Uw besluit is vastgelegd.", "Deze zaak is afgerond")


def consent(person: Person, product: str, answer: bool, reason: str) -> None:
    """An answer to a stop of one product, from the day that was asked for."""
    person.click("Besluit nemen", heading="Besluit nemen over de cliëntenstop")
    person.fill({f"Stemt u toe voor {product}": answer, "Motivering": reason})
    person.click("Besluit vastleggen")
    person.expect_words("Uw besluit is vastgelegd.")


def consult(person: Person, *, on: date) -> None:
    """Record the talk that cannot be skipped (004-72)."""
    person.click("Overleg vastleggen", within="Taken", heading="Overleg met de aanbieder")
    person.fill(
        {
            "Wanneer was het overleg?": on,
            "Met wie sprak u?": "De directeur van Lindehaege",
            "Wat is er besproken?": "Hoe de zorg deze maand doorgaat.",
        }
    )
    person.click("Overleg vastleggen")
    person.expect_words("Het overleg is vastgelegd.")
