"""Routering: which desk a delivery goes to, as ordered rules of which the first that fits wins."""

from dataclasses import dataclass

from portal.domain.configuration.domains import CONTINUITEITSMELDING, DOMAIN, GROUND, KIND
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import EMAIL, SLUG, Each, Text
from portal.domain.configuration.section import Known, Section
from portal.domain.errors import Finding, Severity

PRODUCT_CODE = Text(max_length=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRule:
    """One rule; a condition that is left empty fits everything.

    Inside a condition one match is enough, the conditions together must all fit. `person` is
    an e-mail address of somebody at the desk; the desk stays responsible.
    """

    name: str
    desk: str
    person: str = ""
    kinds: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()

    @property
    def is_unconditional(self) -> bool:
        return not (self.kinds or self.domains or self.products or self.grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The rules in order, and the desk for what no rule fits."""

    fallback: str
    rules: tuple[RoutingRule, ...] = ()


def judge(routing: Routing) -> list[Finding]:
    """Each rule can come into play."""
    findings = []
    closed_by = ""
    for number, rule in enumerate(routing.rules):
        path = f"regel.{number}"
        if closed_by:
            findings.append(
                Finding(
                    path,
                    f"De regel “{rule.name}” komt nooit aan de beurt: “{closed_by}” staat ervoor en "
                    "past altijd. Verander de volgorde of geef die regel een voorwaarde.",
                    severity=Severity.WARNING,
                )
            )
        elif rule.is_unconditional:
            closed_by = rule.name
        if rule.grounds and rule.kinds and CONTINUITEITSMELDING not in rule.kinds:
            findings.append(
                Finding(
                    f"{path}.grond",
                    "Alleen een continuïteitsmelding heeft gronden. Kies die soort erbij, "
                    "of haal de gronden weg.",
                )
            )
    return findings


def judge_against(routing: Routing, known: Known) -> list[Finding]:
    """Desks, products and people of the rules exist."""
    findings = []
    if routing.fallback not in known.desks:
        findings.append(Finding("vangnet", no_desk(routing.fallback, known)))
    for number, rule in enumerate(routing.rules):
        path = f"regel.{number}"
        if rule.desk not in known.desks:
            findings.append(Finding(f"{path}.naar", no_desk(rule.desk, known)))
        elif rule.person and not known.works_at(rule.person, rule.desk):
            sentence = f"{rule.person} werkt niet bij het team “{rule.desk}”."
            findings.append(Finding(f"{path}.persoon", sentence))
        findings += [
            Finding(f"{path}.product", f"Het product “{code}” staat niet in het productenboek.")
            for code in rule.products
            if code not in known.products
        ]
    return findings


def no_desk(slug: str, known: Known) -> str:
    return f"Het team “{slug}” bestaat niet. Kies een van: {', '.join(sorted(known.desks))}."


ROUTING = Section(
    slug="routering",
    title="Routering",
    purpose="Welk team een indiening krijgt. De eerste regel die past, geldt.",
    judge=judge,
    judge_against=judge_against,
    shape=Record(
        type_=Routing,
        keys=(
            Key(
                name="vangnet",
                attribute="fallback",
                label="Team als geen regel past",
                shape=SLUG,
            ),
            Key(
                name="regel",
                attribute="rules",
                label="Regels",
                default=(),
                shape=Rows(
                    row_name="regel",
                    identity=("naam",),
                    of=Record(
                        type_=RoutingRule,
                        keys=(
                            Key(name="naam", attribute="name", label="Naam", shape=Text()),
                            Key(
                                name="soort",
                                attribute="kinds",
                                label="Soort indiening",
                                shape=Each(of=KIND),
                                default=(),
                            ),
                            Key(
                                name="domein",
                                attribute="domains",
                                label="Contractdomein",
                                shape=Each(of=DOMAIN),
                                default=(),
                            ),
                            Key(
                                name="product",
                                attribute="products",
                                label="Product",
                                shape=Each(of=PRODUCT_CODE),
                                default=(),
                            ),
                            Key(
                                name="grond",
                                attribute="grounds",
                                label="Grond van een continuïteitsmelding",
                                shape=Each(of=GROUND),
                                default=(),
                            ),
                            Key(name="naar", attribute="desk", label="Naar team", shape=SLUG),
                            Key(
                                name="persoon",
                                attribute="person",
                                label="En daar naar",
                                hint="E-mailadres van iemand van dat team.",
                                shape=EMAIL,
                                default="",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
