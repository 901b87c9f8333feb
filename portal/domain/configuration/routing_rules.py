"""Routering: which desk a delivery goes to, as ordered rules of which the first that fits wins."""

from dataclasses import dataclass

from portal.domain.configuration.domains import DOMAIN, GROUND, KIND, KIND_OF_GROUND
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.references import DESK, PRODUCT, SEAT, Known, Ref
from portal.domain.configuration.region import PRODUCT_CODE
from portal.domain.configuration.scalars import EMAIL, Each, Text
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding, Severity


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


def judge_rule(rule: RoutingRule) -> list[Finding]:
    """Grounds are asked of a kind that has them."""
    return [
        Finding(
            "grond",
            f"De grond “{ground}” hoort bij de soort “{KIND_OF_GROUND[ground]}”. Kies die soort "
            "erbij, of haal de grond weg.",
        )
        for ground in rule.grounds
        if rule.kinds and KIND_OF_GROUND[ground] not in rule.kinds
    ]


def judge(routing: Routing) -> list[Finding]:
    """Each rule can come into play."""
    for number, rule in enumerate(routing.rules):
        if rule.is_unconditional:
            return [
                Finding(
                    f"regel.{later}",
                    f"Deze regel komt nooit aan de beurt: “{rule.name}” staat ervoor en past "
                    "altijd. Verander de volgorde of geef die regel een voorwaarde.",
                    severity=Severity.WARNING,
                )
                for later in range(number + 1, len(routing.rules))
            ]
    return []


def judge_against(routing: Routing, known: Known) -> list[Finding]:
    """A named person sits at the desk that the rule sends to."""
    return [
        Finding(f"regel.{number}.persoon", f"{rule.person} werkt niet bij het team “{rule.desk}”.")
        for number, rule in enumerate(routing.rules)
        if rule.person and not known.works_at(rule.person, rule.desk)
    ]


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
                hint="Zo blijft er nooit iets liggen.",
                shape=Ref(target=DESK),
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
                        judge=judge_rule,
                        keys=(
                            Key(
                                name="naam",
                                attribute="name",
                                label="Naam van de regel",
                                hint="Staat bij elke indiening die door deze regel ergens terechtkomt, als uitleg.",
                                shape=Text(),
                            ),
                            Key(
                                name="soort",
                                attribute="kinds",
                                label="Soort indiening",
                                hint="Niets aangekruist: elke soort past.",
                                shape=Each(of=KIND),
                                default=(),
                            ),
                            Key(
                                name="domein",
                                attribute="domains",
                                label="Contractdomein",
                                hint="Niets aangekruist: elk domein past.",
                                shape=Each(of=DOMAIN),
                                default=(),
                            ),
                            Key(
                                name="product",
                                attribute="products",
                                label="Product",
                                hint="Eén van deze producten is genoeg. Niets aangekruist: elk product past.",
                                shape=Each(of=Ref(target=PRODUCT, text=PRODUCT_CODE)),
                                default=(),
                            ),
                            Key(
                                name="grond",
                                attribute="grounds",
                                label="Grond",
                                hint="Bij een continuïteitsmelding waarom er een risico is, bij een cliëntenstop waarom hij wordt gevraagd.",
                                shape=Each(of=GROUND),
                                default=(),
                            ),
                            Key(
                                name="naar",
                                attribute="desk",
                                label="Naar team",
                                hint="Dit team krijgt de indiening en blijft verantwoordelijk.",
                                shape=Ref(target=DESK),
                            ),
                            Key(
                                name="persoon",
                                attribute="person",
                                label="En daarbinnen naar",
                                hint="Iemand van dat team. Is die afwezig, dan pakt het team het op.",
                                shape=Ref(target=SEAT, text=EMAIL),
                                default="",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
