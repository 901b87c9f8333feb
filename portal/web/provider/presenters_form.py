"""What the pages of a form print beside the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.calendar import format_date
from portal.domain.errors import Severity, errors_in
from portal.domain.submissions.kind import Kind
from portal.queries.provider_texts import Voice
from portal.web.access import desk
from portal.web.chrome import LadderStep, Link, StepState, Tone
from portal.web.fields import Question, QuestionForm
from portal.web.provider.filling import CHECK, Filling
from portal.web.provider.places import Place, at


@dataclass(frozen=True, slots=True)
class Alert:
    """A remark above the form; `link` leads to what it is about."""

    title: str
    sentences: tuple[str, ...]
    tone: Tone = Tone.WARNING
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a municipality says at this place, in its own words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The extra questions of one municipality."""

    id: str
    title: str
    questions: tuple[Question, ...]


def and_words(words: Sequence[str]) -> str:
    """ "Brummen, Epe en Apeldoorn"."""
    *first, last = words or [""]
    return f"{', '.join(first)} en {last}" if first else last


def crumbs_of(place: Place) -> tuple[Link, ...]:
    """The way back from a page of a form."""
    if place.reference:
        return (
            Link("Overzicht", at("start")),
            Link(place.reference, at("submission", kenmerk=place.reference)),
        )
    if place.dossier:
        page = at("dossier", bij=place.municipality, nummer=place.dossier)
        return (Link("Dossiers", at("dossiers")), Link(place.dossier, page))
    return (Link("Overzicht", at("start")), Link("Indienen", at("choose")))


def progress(filling: Filling, place: Place, current: str) -> tuple[LadderStep, ...]:
    """The pages of the form and how far each is; all of them can be opened."""
    shown = []
    for number, step in enumerate(filling.steps, start=1):
        optional = not any(field.required for field in step.fields)
        state, words = StepState.NEXT, "niet verplicht" if optional else "nog invullen"
        if step.slug == current:
            state, words = StepState.CURRENT, "u bent hier"
        elif filling.was_answered(step):
            wrong = errors_in(filling.findings_of(step))
            state, words = (
                (StepState.NEXT, "nog aanpassen") if wrong else (StepState.DONE, "ingevuld")
            )
        links = () if step.slug == current else (Link(step.title, place.step(step.slug)),)
        shown.append(
            LadderStep(mark=str(number), name=step.title, state=state, words=words, links=links)
        )
    here = current == CHECK
    shown.append(
        LadderStep(
            mark=str(len(filling.steps) + 1),
            name="Controleren en indienen",
            state=StepState.CURRENT if here else StepState.LATER,
            words="u bent hier" if here else "als laatste",
            links=() if here else (Link("Controleren en indienen", place.step(CHECK)),),
        )
    )
    return tuple(shown)


def warnings_after(filling: Filling, place: Place, slug: str) -> tuple[Alert, ...]:
    """Remarks about the page that was just left; they never stood in the way."""
    step = next((step for step in filling.steps if step.slug == slug), None)
    if step is None:
        return ()
    sentences = dict.fromkeys(
        finding.sentence
        for finding in filling.findings_of(step)
        if finding.severity is Severity.WARNING
    )
    if not sentences:
        return ()
    link = Link(f"Terug naar {step.title}", place.step(step.slug))
    return (Alert(f"Let op bij “{step.title}”", tuple(sentences)[:5], Tone.WARNING, link),)


def question_groups(filling: Filling, form: QuestionForm) -> tuple[QuestionGroup, ...]:
    """The extra questions, municipality by municipality."""
    return tuple(
        QuestionGroup(
            id=f"vragen-{own.tenant}",
            title=f"Vragen van gemeente {own.tenant_name}",
            questions=tuple(form[field.name] for field in own.on_page),
        )
        for own in filling.questions
    )


def placeholder_values(filling: Filling) -> dict[str, str]:
    """What a municipality's text can name before there is a submission."""
    return {
        "kenmerk": "dat u na het indienen krijgt",
        "soort": filling.kind.name.lower(),
        "datum": format_date(filling.facts.today),
        "aanbieder": desk().membership.place_name,
    }


def said(
    voices: Mapping[str, Voice], place: str, kind: Kind, values: Mapping[str, str]
) -> tuple[Said, ...]:
    """The texts of those that have one at this place."""
    spoken = (
        Said(voice.name, voice.say(place, kind=kind.slug, values=values))
        for voice in voices.values()
    )
    return tuple(each for each in spoken if each.text)
