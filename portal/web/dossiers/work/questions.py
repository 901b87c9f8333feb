"""The questions of an act in preparation, over pages of one subject each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from portal.domain.errors import NotThere
from portal.domain.ladder.asking import (
    BODY,
    FACTOR,
    PART,
    REASON,
    REPORT,
    TERM,
    question_of,
    questions,
)
from portal.domain.ladder.demands import Need, Source
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.walking import Choice
from portal.domain.submissions.fields import Field
from portal.services.dossiers.preparing import LETTER_PAGE
from portal.web.dossiers.naming import elsewhere, source_of_code

SERIOUS = "ernst"
WEIGHED = frozenset({"bewijsmaat", "motivering", "rechtvaardiging"})
TITLES = {
    Choice.STAP: ("De stap", "Wat u nu doet, en hoeveel tijd de aanbieder krijgt."),
    Choice.MAATREGEL: ("De maatregel", "Wat u oplegt, waarvoor, en vanaf wanneer."),
    Choice.PER_DIRECT: ("De grond", "Wat u weet, wat u per direct doet en waarom."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One page; its questions know whether this act asks them."""

    slug: str
    title: str
    intro: str
    fields: tuple[Field, ...]
    is_seldom: bool = False

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)


def pages_of(
    state: DossierState, choice: Choice, code: str, needs: Sequence[Need]
) -> tuple[QuestionPage, ...]:
    """The pages with questions, in order; a page without any is left out."""
    every, main = questions(state, choice, code), source_of_code(state, choice, code)
    names = frozenset(field.name for field in every)
    of = {field.name: [n for n in needs if asked_by(n, names) == field.name] for field in every}
    asked = [
        _asked(field, of[field.name], main)
        for field in every
        if field.name not in (REASON, SERIOUS) or of[field.name]
    ]
    title, intro = TITLES[choice]
    pages = (
        QuestionPage(
            slug="afweging",
            title="De afweging",
            intro="Waarom de overtreding vaststaat en de maatregel past. De aanbieder ziet dit niet.",
            fields=tuple(f for f in asked if choice is Choice.MAATREGEL and is_weighed(f.name)),
        ),
        QuestionPage(
            slug="keuzes",
            title=title,
            intro=intro,
            fields=tuple(f for f in asked if _is_choice(f.name, choice)),
        ),
        QuestionPage(
            slug=LETTER_PAGE,
            title="De brief",
            intro="Dit leest de aanbieder. De vaste tekst van uw gemeente komt er vanzelf omheen.",
            fields=tuple(f for f in asked if is_letter(f.name)),
        ),
        QuestionPage(
            slug="verslag",
            title="Is het gesprek al gevoerd?",
            intro=(
                "Vul dit alleen in als het gesprek er al was. Stuurt u eerst een uitnodiging, dan "
                "maakt u het verslag na het gesprek."
            ),
            fields=tuple(f for f in asked if f.name.startswith(REPORT)),
            is_seldom=True,
        ),
    )
    return tuple(page for page in pages if page.fields)


def page_named(pages: Sequence[QuestionPage], slug: str) -> QuestionPage:
    """One page; raises NotThere."""
    found = next((page for page in pages if page.slug == slug), None)
    if found is None:
        raise NotThere
    return found


def page_of(pages: Sequence[QuestionPage], need: Need) -> QuestionPage | None:
    """Where the question is that a need is about."""
    name = asked_by(need, frozenset(name for page in pages for name in page.names))
    return next((page for page in pages if name in page.names), None)


def asked_by(need: Need, names: Collection[str]) -> str:
    """The question that meets a need, "" for none; a part that is a date is the term itself."""
    if not need.path:
        return ""
    name = question_of(need.path)
    if name in names:
        return name
    return TERM if name.startswith(PART) and TERM in names else ""


def is_letter(name: str) -> bool:
    return name == BODY or name.startswith(PART)


def is_weighed(name: str) -> bool:
    return name in WEIGHED or name.startswith(FACTOR)


def _is_choice(name: str, choice: Choice) -> bool:
    weighed = choice is Choice.MAATREGEL and is_weighed(name)
    return not (is_letter(name) or name.startswith(REPORT) or weighed)


def _asked(field: Field, own: Sequence[Need], main: Source) -> Field:
    """The question as this act asks it: whether it must be answered, and where if not in `main`."""
    required = [need for need in own if need.required]
    if not required:
        return field
    places = dict.fromkeys(elsewhere(need.source, main) for need in required)
    hint = field.hint
    if field.name in (REASON, SERIOUS):
        hint = required[0].sentence
    return replace(field, required=True, hint=hint, article="; ".join(filter(None, places)))
