"""A sample dossier over a version: the forms, letters and terms that a contractmanager will meet."""

from dataclasses import dataclass
from datetime import date

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, format_long_date
from portal.domain.configuration.letters import LETTERS, Letters
from portal.domain.configuration.profile import PROFILE
from portal.domain.ladder.demands import Need
from portal.domain.ladder.preview import PreviewedMeasure, PreviewedStep, preview
from portal.domain.ladder.version import LadderVersion
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Field
from portal.queries.configuration import sections_in_force
from portal.services.calendars import calendar_of
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.admin.desk import blueprint
from portal.web.admin.ladder_opening import opened
from portal.web.admin.trying import paragraphs_of, sample_values
from portal.web.chrome import DataItem, TermExplained
from portal.web.pages import show
from portal.web.state import today


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLetter:
    """A letter as it will go out, with [what the contractmanager writes] between."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewStep:
    """One rung or measure of the sample dossier, as the contractmanager will meet it."""

    title: str
    on: str
    needs: tuple[str, ...]
    asked: tuple[DataItem, ...]
    letter: SampleLetter | None
    parts: tuple[DataItem, ...]
    term: TermExplained | None
    after: str
    refusals: tuple[str, ...]


@blueprint.get("/ladders/<ladder>/<int:nummer>/proefdossier")
@requires(Permission.CONFIGURE)
def ladder_preview(ladder: str, nummer: int) -> WerkzeugResponse:
    """A sample dossier over this version: what each rung will ask, its letter, its term."""
    found = opened(ladder, nummer)
    session, scope = desk_session(), tenant_scope()
    begin = _day(request.args.get("op", "")) or today()
    walked = preview(found.ladder, begin, calendar=calendar_of(session, scope, begin))
    profile, letters = sections_in_force(session, scope, PROFILE, LETTERS)
    values = sample_values(profile) | {"kenmerk": "D-2026-0012"}
    alike = walked.needs_of_every_measure
    return show(
        "admin/ladder_voorbeeld.html",
        "Proefdossier",
        block="wandeling",
        crumbs=found.trail(),
        lead="Een verzonnen dossier over een aanbieder bij wie geen enkele stap helpt. Zo ziet u "
        "wat een contractmanager op elke trede moet doen en welke datums eruit komen.",
        steps=tuple(_step(step, found.ladder, letters, values) for step in walked.steps),
        measures=tuple(_measure(one, alike) for one in walked.measures),
        alike=tuple(need.label for need in alike),
        begin=begin.isoformat(),
        action=request.path,
        rung_word=found.ladder.words.rung,
    )


def _step(
    step: PreviewedStep, ladder: LadderVersion, letters: Letters, values: dict[str, str]
) -> PreviewStep:
    after = ", ".join(
        rung.title for code in step.next_steps if (rung := ladder.rung(code)) is not None
    )
    return PreviewStep(
        title=step.rung.title,
        on=format_date(step.on),
        needs=tuple(_need(need) for need in step.needs),
        asked=_asked(step.asked),
        letter=_letter(step, letters, values),
        parts=tuple(DataItem(key=part.name, value=part.text) for part in step.parts),
        term=TermExplained(
            label="Termijn",
            on=format_long_date(step.term.due_on),
            steps=step.term.sentences,
            article=step.rung.term.article if step.rung.term else "",
        )
        if step.term
        else None,
        after=after,
        refusals=tuple(refusal.sentence for refusal in step.refusals),
    )


def _measure(one: PreviewedMeasure, alike: tuple[Need, ...]) -> PreviewStep:
    """A measure, without what all measures ask alike."""
    shared = {need.label for need in alike}
    return PreviewStep(
        title=one.measure.title,
        on="",
        needs=tuple(_need(need) for need in one.needs if need.label not in shared),
        asked=_asked(one.asked),
        letter=None,
        parts=tuple(DataItem(key=part.name, value=part.text) for part in one.measure.parts),
        term=None,
        after="",
        refusals=tuple(refusal.sentence for refusal in one.refusals),
    )


def _need(need: Need) -> str:
    return need.label if need.required else f"{need.label} (ter herinnering)"


def _asked(fields: tuple[Field, ...]) -> tuple[DataItem, ...]:
    return tuple(DataItem(key=field.label, value=field.hint) for field in fields)


def _letter(step: PreviewedStep, letters: Letters, values: dict[str, str]) -> SampleLetter | None:
    """The municipality's own words around what is written in the dossier."""
    if step.letter is None:
        return None
    filled = letters.letter(step.letter.value).filled(values)
    parts = tuple(
        " ".join(filter(None, (filled.introduction(part.code), f"[{part.name}: {part.text}]")))
        for part in step.parts
    )
    return SampleLetter(
        title=filled.title,
        paragraphs=(
            *paragraphs_of(filled.opening),
            "[Inleiding van de contractmanager]",
            *parts,
            *paragraphs_of(filled.closing),
            *paragraphs_of(filled.signature),
        ),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
