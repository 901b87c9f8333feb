"""The theme: colours and shapes, measured for contrast, and shown before they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.configuration.difference import differences
from portal.domain.configuration.theme_section import THEME
from portal.domain.errors import NotThere, Stale
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Choice, ChoiceField, ColourField, Field, TextField
from portal.domain.theme import (
    FONTS,
    TOKENS,
    Kind,
    Measured,
    Theme,
    Token,
    measure_contrast,
    parse_theme,
    whole_stylesheet,
)
from portal.queries.configuration import StoredSection, stored_section
from portal.services.configuring import Unfit, change_section
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.admin.section_presenters import FormBlock
from portal.web.admin.sections import WHY, Conflict, seen_version
from portal.web.binding import Bound, bind, forget_kept, judge, sent_form
from portal.web.chrome import Link
from portal.web.fields import QuestionForm, answers, build_form
from portal.web.pages import say, show
from portal.web.state import now

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Pagina en tekst", ("basis-color-default", "basis-heading-color", "basis-text", "basis-heading-font")),
    ("Kop, menu en voet", ("utrecht-page-header", "utrecht-nav-bar", "utrecht-page-footer")),
    ("Knoppen, links en accent", ("basis-color-action", "basis-color-accent")),
    ("Invoervelden, toetsenbord en hoeken", ("basis-form-control", "basis-focus", "basis-border", "utrecht-button")),
)  # fmt: skip
FONT_NAMES = {
    "systeem": "Systeem: het lettertype van het apparaat",
    "zakelijk": "Zakelijk, zoals Arial",
    "humanistisch": "Humanistisch, zoals Calibri",
    "geometrisch": "Geometrisch, zoals Avenir",
    "rond": "Rond",
    "klassiek": "Klassiek, met schreef",
    "statig": "Statig, met schreef",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """Two colours on each other: how much they differ, and whether that is enough."""

    label: str
    ratio: str
    least: str
    is_enough: bool


@blueprint.route("/instellingen/thema", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def theme() -> WerkzeugResponse:
    """Choose, look, save. A theme that cannot be read by everybody is not saved."""
    stored = stored_section(desk_session(), tenant_scope(), THEME.slug)
    sent = sent_form()
    seen = seen_version(sent, stored.version)
    if sent is not None and ("voorbeeld" in request.form or request.method == "GET"):
        return _page(stored, _unjudged(sent), shown=_theme_of(_chosen(answers_of(sent))))
    if sent is not None and seen != stored.version:
        return _conflict(stored, sent, seen)
    bound = bind(_asked(), stored=_filled(stored.document), formdata=sent)
    if request.method != "POST":
        return _page(stored, bound, shown=_theme_of(stored.document))
    chosen = _chosen(bound.answers)
    if not bound.is_good:
        return _page(stored, bound, shown=_theme_of(chosen))
    try:
        change_section(
            desk_session(), tenant_scope(), THEME.slug, chosen, seen=seen, actor=desk().actor,
            note=str(bound.answers.get(WHY.name, "")), now=now(),
        )  # fmt: skip
    except Unfit as unfit:
        return _page(
            stored, judge(bound.form, bound.answers, unfit.findings), shown=_theme_of(chosen)
        )
    except Stale:
        later = stored_section(desk_session(), tenant_scope(), THEME.slug)
        return _conflict(later, sent or MultiDict(), seen)
    desk_session().commit()
    forget_kept()
    say("Het thema is opgeslagen. Iedereen ziet het vanaf nu.")
    return redirect(at("theme"), 303)


@blueprint.get("/instellingen/thema/concept.css")
@requires(Permission.CONFIGURE)
def theme_concept() -> Response:
    """The stylesheet of a theme that nobody saved yet; every value is parsed, nothing is passed on."""
    found, findings = parse_theme(request.args.to_dict())
    if findings:
        raise NotThere
    response = Response(whole_stylesheet(found), mimetype="text/css")
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked() -> tuple[Field, ...]:
    return (*(_question(token) for token in TOKENS), WHY)


def _question(token: Token) -> Field:
    label = token.label[:1].upper() + token.label[1:]
    match token.kind:
        case Kind.COLOUR:
            return ColourField(name=token.name, label=label, max_length=7)
        case Kind.FONT:
            choices = tuple(Choice(font, FONT_NAMES[font]) for font in FONTS)
            return ChoiceField(name=token.name, label=label, choices=choices)
        case Kind.LENGTH:
            hint = "In px of rem, bijvoorbeeld 4px. Nul is een scherpe hoek: 0px."
            return TextField(name=token.name, label=label, hint=hint, max_length=10)


def _filled(document: Mapping[str, Any]) -> dict[str, str]:
    """Every token with the value in use."""
    found = _theme_of(document)
    return {token.name: found.value(token.name) for token in TOKENS}


def _theme_of(document: Mapping[str, Any]) -> Theme:
    """The theme of what could be read; the rest is the base theme's."""
    known = {token.name for token in TOKENS}
    return parse_theme({name: value for name, value in document.items() if name in known})[0]


def _chosen(given: Mapping[str, Any]) -> dict[str, str]:
    """What differs from the base theme: only that is kept."""
    return {
        token.name: given[token.name]
        for token in TOKENS
        if token.name in given and given[token.name] != token.default
    }


def answers_of(sent: MultiDict[str, str]) -> dict[str, Any]:
    """The answers in what was sent."""
    return answers(build_form(_asked())(sent))


def _unjudged(sent: MultiDict[str, str]) -> Bound:
    form = build_form(_asked())(sent)
    return Bound(form, answers(form), [])


def _conflict(stored: StoredSection, sent: MultiDict[str, str], seen: int) -> WerkzeugResponse:
    base = stored_section(desk_session(), tenant_scope(), THEME.slug, seen)
    bound = _unjudged(sent)
    chosen = _chosen(bound.answers)
    conflict = Conflict(
        by=stored.author_name,
        theirs=tuple(
            one.sentence for one in differences(THEME.shape, base.document, stored.document)
        ),
        mine=tuple(one.sentence for one in differences(THEME.shape, base.document, chosen)),
    )
    return _page(stored, bound, shown=_theme_of(chosen), conflict=conflict)


def _page(
    stored: StoredSection, bound: Bound, *, shown: Theme, conflict: Conflict | None = None
) -> WerkzeugResponse:
    return show(
        "admin/thema.html",
        THEME.title,
        block="voorbeeld",
        status=409 if conflict else 422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=trail(),
        lead=THEME.purpose,
        form=bound.form,
        groups=_groups(bound.form),
        pairs=tuple(_line(measured) for measured in measure_contrast(shown)),
        concept_href=at("theme_concept", **dict(shown.values)),
        is_concept=dict(shown.values) != dict(_theme_of(stored.document).values),
        action=request.path,
        seen=stored.version,
        conflict=conflict,
        cancel=Link("Annuleren", at("start")),
        history_href=at("history", onderdeel=THEME.slug),
    )


def _groups(form: QuestionForm) -> tuple[FormBlock, ...]:
    blocks = []
    taken: set[str] = {WHY.name}
    for heading, starts in GROUPS:
        own = tuple(
            question
            for question in form
            if question.short_name.startswith(starts) and question.short_name not in taken
        )
        taken.update(question.short_name for question in own)
        blocks.append(FormBlock(heading=heading, questions=own))
    rest = tuple(q for q in form if q.short_name not in taken)
    if rest:
        blocks.append(FormBlock(heading="Verder", questions=rest))
    return (*blocks, FormBlock(questions=(form[WHY.name],)))


def _line(measured: Measured) -> PairLine:
    return PairLine(
        label=measured.pair.label[:1].upper() + measured.pair.label[1:],
        ratio=f"{measured.ratio:.2f}".replace(".", ","),
        least=f"{measured.pair.least:.1f}".replace(".", ","),
        is_enough=measured.is_enough,
    )
