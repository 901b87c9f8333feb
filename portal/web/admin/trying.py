"""Trying things out before anybody meets them: routing, texts, mails, letters."""

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.configuration.domains import DOMAIN_CHOICES, GROUND_CHOICES, KIND_CHOICES
from portal.domain.configuration.letter_defaults import PART_WORDS
from portal.domain.configuration.letters import LETTER_KINDS, LETTERS
from portal.domain.configuration.placeholders import fill
from portal.domain.configuration.profile import PROFILE, Profile
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.texts import EVERY_KIND, MAIL_EVENTS, PLACES, TEXTS
from portal.domain.policies import Permission
from portal.domain.routing import Router, RoutingDecision, RoutingFacts, RoutingNames, RuleTrial
from portal.domain.submissions.fields import Choice, ChoiceField, ChoicesField, Field
from portal.queries.configuration import KnownNames, known_names, section_in_force
from portal.services.effects.mail_texts import DEFAULTS
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.chrome import Link
from portal.web.fields import QuestionForm, answers, build_form
from portal.web.pages import show
from portal.web.state import today


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text as somebody will read it; `own` where the municipality worded it."""

    title: str
    who: str
    heading: str
    paragraphs: tuple[str, ...]
    own: bool
    href: str


@blueprint.get("/instellingen/routering/uitproberen")
@requires(Permission.CONFIGURE)
def routing_trial() -> WerkzeugResponse:
    """Where an imagined submission would go, and what every rule makes of it."""
    session, scope = desk_session(), tenant_scope()
    names = known_names(session, scope)
    asked = _facts_asked(names)
    tried = "soort" in request.args
    form = build_form(asked)(request.args if tried else None)
    decision: RoutingDecision | None = None
    trials: tuple[RuleTrial, ...] = ()
    if tried:
        router = Router(
            section_in_force(session, scope, ROUTING),
            RoutingNames(desks=names.desks, people=names.people, products=names.products),
        )
        decision, trials = _decide(router, form)
    return show(
        "admin/uitproberen.html",
        "Waar gaat dit heen?",
        block="uitkomst",
        crumbs=trail(Link(ROUTING.title, at("section_page", section=ROUTING.slug))),
        lead="Bedenk een indiening en zie welk team haar krijgt, en waarom. Er wordt niets bewaard.",
        form=form,
        action=request.path,
        decision=decision,
        team=names.desks.get(decision.desk, decision.desk) if decision else "",
        person=names.people.get(decision.person, decision.person) if decision else "",
        trials=trials,
    )


def _facts_asked(names: KnownNames) -> tuple[Field, ...]:
    products = tuple(Choice(code, f"{name} ({code})") for code, name in names.products.items())
    return (
        ChoiceField(name="soort", label="Soort indiening", choices=KIND_CHOICES),
        ChoicesField(name="domein", label="Contractdomein", choices=DOMAIN_CHOICES, required=False),
        ChoicesField(name="grond", label="Grond", choices=GROUND_CHOICES, required=False),
        ChoicesField(name="product", label="Product", choices=products, required=False),
    )


def _decide(router: Router, form: QuestionForm) -> tuple[RoutingDecision, tuple[RuleTrial, ...]]:
    given = answers(form)
    facts = RoutingFacts(
        kind=str(given.get("soort", "")),
        domains=frozenset(given.get("domein", ())),
        products=frozenset(given.get("product", ())),
        grounds=frozenset(given.get("grond", ())),
    )
    return router.decide(facts), router.trials(facts)


@blueprint.get("/instellingen/teksten/voorbeeld")
@requires(Permission.CONFIGURE)
def texts_preview() -> WerkzeugResponse:
    """Every text and every mail with sample values in it."""
    session, scope = desk_session(), tenant_scope()
    texts = section_in_force(session, scope, TEXTS)
    values = sample_values(section_in_force(session, scope, PROFILE))
    kinds = {choice.value: choice.label for choice in KIND_CHOICES} | {EVERY_KIND: "Alle soorten"}
    places = {choice.value: choice.label for choice in PLACES}
    placed = tuple(
        Sample(
            title=places[text.place],
            who=kinds[text.kind],
            heading="",
            paragraphs=paragraphs_of(fill(text.text, values)),
            own=True,
            href=at("section_place", section=TEXTS.slug, plek=f"tekst/{number}"),
        )
        for number, text in enumerate(texts.placed, start=1)
    )
    own = {mail.event: number for number, mail in enumerate(texts.mails, start=1)}
    mails = []
    for choice in MAIL_EVENTS:
        mail, usual = texts.mail(choice.value), DEFAULTS[choice.value]
        number = own.get(choice.value)
        mails.append(
            Sample(
                title=choice.label,
                who="",
                heading=fill(mail.subject if mail else usual.subject, values),
                paragraphs=paragraphs_of(fill(mail.text if mail else usual.body, values)),
                own=mail is not None,
                href=_own_words(TEXTS.slug, "mail", number, choice.value),
            )
        )
    return show(
        "admin/voorbeeld.html",
        "Teksten en mails met voorbeeldgegevens",
        crumbs=trail(Link(TEXTS.title, at("section_page", section=TEXTS.slug))),
        lead="Zo leest een ander ze. De gegevens zijn verzonnen.",
        groups=(("Teksten in het portaal", placed), ("Mails", tuple(mails))),
    )


@blueprint.get("/instellingen/brieven/voorbeeld")
@requires(Permission.CONFIGURE)
def letters_preview() -> WerkzeugResponse:
    """Every letter with sample values, and with the parts that a ladder usually asks."""
    session, scope = desk_session(), tenant_scope()
    letters = section_in_force(session, scope, LETTERS)
    values = sample_values(section_in_force(session, scope, PROFILE)) | {"kenmerk": "D-2026-0012"}
    own = {letter.kind: number for number, letter in enumerate(letters.letters, start=1)}
    samples = []
    for choice in LETTER_KINDS:
        filled = letters.letter(choice.value).filled(values)
        parts = [f"[Onderdeel] {filled.introduction(part)}" for part in PART_WORDS]
        samples.append(
            Sample(
                title=choice.label,
                who="",
                heading=filled.title,
                paragraphs=(
                    *paragraphs_of(filled.opening),
                    *parts,
                    *paragraphs_of(filled.closing),
                    *paragraphs_of(filled.signature),
                ),
                own=letters.is_own(choice.value),
                href=_own_words(LETTERS.slug, "brief", own.get(choice.value), choice.value),
            )
        )
    return show(
        "admin/voorbeeld.html",
        "Brieven met voorbeeldgegevens",
        crumbs=trail(Link(LETTERS.title, at("section_page", section=LETTERS.slug))),
        lead="Zo beginnen en eindigen brieven. Bij [Onderdeel] schrijft de contractmanager wat er "
        "in dit geval aan de hand is; welke onderdelen nodig zijn, zegt de ladder.",
        groups=(("Brieven", tuple(samples)),),
    )


def _own_words(section: str, key: str, number: int | None, kind: str) -> str:
    """Where own words are changed, or begun with those of the portal."""
    if number:
        return at("section_place", section=section, plek=f"{key}/{number}")
    return at("section_place", section=section, plek=f"{key}/nieuw", soort=kind)


def sample_values(profile: Profile) -> dict[str, str]:
    """What stands in the place of placeholders while somebody looks."""
    return {
        "gemeente": profile.name,
        "officiele_naam": profile.official_name,
        "telefoon": profile.phone,
        "email": profile.email,
        "openingstijden": profile.opening_hours,
        "kenmerk": "CS-2026-0147",
        "soort": "cliëntenstop",
        "datum": format_date(today()),
        "aanbieder": "Zorggroep Voorbeeld",
        "team": "Contractmanagement",
        "overeenkomst": "WMO-2026-001",
        "link": "https://portaal.voorbeeld.example/…",
    }


def paragraphs_of(text: str) -> tuple[str, ...]:
    """A text between its blank lines."""
    return tuple(paragraph for paragraph in text.split("\n\n") if paragraph.strip())
