"""Termijnen: the municipality's own internal terms, and the Algemene-termijnenwet switch.

None of these is a term of the contract: an answer term is not in article 3.6, and letting
one pass decides nothing (004-79).
"""

from dataclasses import dataclass

from portal.domain.configuration.domains import CONTINUITEITSMELDING, DOMAIN_CHOICES, KIND
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import Each, OneOf, Whole, YesNo, one_of
from portal.domain.configuration.section import Section
from portal.domain.deadlines import Term, Unit
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

# An internal term in years would be a mistake.
UNITS = (
    Unit.HOURS,
    Unit.CALENDAR_DAYS,
    Unit.WORKING_DAYS,
    Unit.WEEKS,
    Unit.CALENDAR_MONTHS,
)
UNIT = OneOf(choices=tuple(Choice(unit.value, unit.value) for unit in UNITS), into=Unit)
SHORTEST_UNIT_DAYS = {Unit.WEEKS: 7, Unit.CALENDAR_MONTHS: 28}

TAKE, CONSULT, DECIDE, COMPLETE = "oppakken", "overleg", "besluiten", "aanvullen"
ACT_CHOICES = (
    Choice(TAKE, "Oppakken: iemand neemt het in behandeling, vanaf de ontvangst"),
    Choice(CONSULT, "Overleg: er is met de aanbieder gesproken, vanaf de ontvangst"),
    Choice(DECIDE, "Besluiten: de aanbieder heeft antwoord, vanaf de ontvangst"),
    Choice(COMPLETE, "Aanvullen: de tijd die de aanbieder krijgt, vanaf de vraag"),
)
ACT = one_of(*ACT_CHOICES)
START_EVENTS = {
    TAKE: "de ontvangst",
    CONSULT: "de ontvangst",
    DECIDE: "de ontvangst",
    COMPLETE: "de vraag om aanvulling",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalTerm:
    """How long one act of one kind may take.

    `reminders` are days before the date, 0 is the day itself; of a term in hours they are
    hours. `pauses` says whether the clock stands still while a completion is asked.
    """

    kind: str
    act: str
    length: int
    unit: Unit
    reminders: tuple[int, ...] = ()
    pauses: bool = False

    @property
    def as_term(self) -> Term:
        """The term as clocks count it, from its own start event; closing days do not count."""
        return Term(
            length=self.length,
            unit=self.unit,
            event=START_EVENTS[self.act],
            skips_closures=True,
            internal=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsAct:
    """Per contract domain: does a contract term that ends in a weekend move (1.3 of the act)?

    Whether the Algemene termijnenwet holds for a contract is a legal question; off until the
    municipality decides otherwise.
    """

    wmo: bool = False
    jeugd: bool = False

    def applies_to(self, domain: str) -> bool:
        return {"wmo": self.wmo, "jeugd": self.jeugd}[domain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All internal terms; an act without one has no date."""

    terms: tuple[InternalTerm, ...] = ()
    terms_act: TermsAct = TermsAct()

    def term(self, kind: str, act: str) -> InternalTerm | None:
        return next((term for term in self.terms if (term.kind, term.act) == (kind, act)), None)


def judge_term(term: InternalTerm) -> list[Finding]:
    """The act suits the kind, and reminders fall inside the term."""
    findings = []
    if term.act == CONSULT and term.kind != CONTINUITEITSMELDING:
        sentence = "Overleg hoort bij een continuïteitsmelding. Kies een andere handeling."
        findings.append(Finding("handeling", sentence))
    if term.act == COMPLETE and term.pauses:
        sentence = "Zet pauzeren uit: de tijd voor een aanvulling loopt juist terwijl u wacht."
        findings.append(Finding("pauzeert", sentence))
    longest = term.length * SHORTEST_UNIT_DAYS.get(term.unit, 1)
    findings += [
        Finding(
            "herinneringen",
            f"Een herinnering {reminder} {'uur' if term.unit is Unit.HOURS else 'dagen'} vooraf valt "
            "vóór het begin van de termijn. Kies een kleiner getal.",
        )
        for reminder in term.reminders
        if reminder >= longest
    ]
    return findings


TERMS_ACT = Record(
    type_=TermsAct,
    keys=tuple(
        Key(
            name=choice.value,
            attribute=choice.value,
            label=f"Contractdomein {choice.label}",
            hint="Nee: de laatste dag blijft staan, ook in een weekend. Elke datum laat zien wat er is gedaan.",
            shape=YesNo(),
            default=False,
        )
        for choice in DOMAIN_CHOICES
    ),
)

TERMS = Section(
    slug="termijnen",
    title="Termijnen",
    purpose="Uw eigen interne termijnen en herinneringen. Een gemiste termijn beslist niets.",
    default=Terms(),
    shape=Record(
        type_=Terms,
        keys=(
            Key(
                name="termijnenwet",
                attribute="terms_act",
                label="Algemene termijnenwet toepassen",
                hint="Ja: een contracttermijn die op een zaterdag, zondag of feestdag eindigt, "
                "schuift door. De overeenkomst zegt dit zelf niet.",
                shape=TERMS_ACT,
                default=TermsAct(),
            ),
            Key(
                name="termijn",
                attribute="terms",
                label="Interne termijnen",
                default=(),
                shape=Rows(
                    row_name="termijn",
                    identity=("soort", "handeling"),
                    of=Record(
                        type_=InternalTerm,
                        judge=judge_term,
                        keys=(
                            Key(
                                name="soort",
                                attribute="kind",
                                label="Soort indiening",
                                hint="Voor welke soort de termijn geldt.",
                                shape=KIND,
                            ),
                            Key(
                                name="handeling",
                                attribute="act",
                                label="Handeling",
                                hint="Wat er binnen de termijn klaar moet zijn.",
                                shape=ACT,
                            ),
                            Key(
                                name="lengte",
                                attribute="length",
                                label="Lengte",
                                hint="Een heel getal, bijvoorbeeld 10.",
                                shape=Whole(minimum=1, maximum=1_000),
                            ),
                            Key(
                                name="eenheid",
                                attribute="unit",
                                label="Eenheid",
                                hint="Werkdagen slaan weekenden, feestdagen en uw sluitingsdagen over.",
                                shape=UNIT,
                            ),
                            Key(
                                name="herinneringen",
                                attribute="reminders",
                                label="Herinneringen vooraf",
                                hint="Hoeveel dagen vooraf, met komma's ertussen: 7, 2, 0. Nul is de dag zelf. Bij een termijn in uren: uren vooraf.",
                                shape=Each(of=Whole(maximum=365), max_items=6),
                                default=(),
                            ),
                            Key(
                                name="pauzeert",
                                attribute="pauses",
                                label="Pauzeert bij een gevraagde aanvulling",
                                hint="Ja: zolang u op de aanbieder wacht, staat deze termijn stil.",
                                shape=YesNo(),
                                default=False,
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
