"""The letter of an act in preparation, edited in Word and back."""

from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.adapters.word import Section, make_letter, read_letter
from portal.domain.errors import RuleBroken
from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, TakeStep
from portal.domain.ladder.asking import BODY, PART
from portal.domain.ladder.clauses import LetterPart
from portal.domain.ladder.vocabulary import PartKind
from portal.domain.scopes import TenantScope
from portal.models.dossier import DossierWork
from portal.services.dossiers.holding import Held
from portal.services.dossiers.letters import drafted, letter_data, parts_of
from portal.services.dossiers.preparing import Doer, act_of, hold_work, save_work

BODY_HEADING = "Inleiding"


def letter_to_word(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    doer: Doer,
    template: bytes | None,
) -> tuple[str, bytes]:
    """File name and content of the letter as it stands now."""
    prepared = hold_work(session, scope, work_id)
    held, work = prepared.held, prepared.work
    act = _with_letter(session, scope, held, work, doer)
    draft = drafted(session, scope, held, act, doer)
    data = letter_data(session, scope, held, draft, number=0)
    texts = [Section(BODY_HEADING, draft.body)]
    texts += [
        Section(name, text)
        for (code, name, text), part in zip(draft.parts, parts_of(held, act), strict=True)
        if part.kind is not PartKind.TERMIJN and code == part.code
    ]
    name = _name(held, work)
    return f"{name}.docx", make_letter(data, texts, name=name, template=template)


def letter_from_word(
    session: ScopedSession,
    scope: TenantScope,
    work_id: UUID,
    *,
    version: int,
    content: bytes,
    doer: Doer,
) -> DossierWork:
    """Take the text under the headings over; what was signed has to be signed again."""
    prepared = hold_work(session, scope, work_id, version=version)
    held, work = prepared.held, prepared.work
    act = _with_letter(session, scope, held, work, doer)
    parts = _text_parts(held, act)
    headings = [BODY_HEADING, *(part.name for part in parts)]
    read = read_letter(content, headings, name=_name(held, work))
    answers = dict(work.answers) | {BODY: read[BODY_HEADING]}
    answers |= {PART + part.code: read[part.name] for part in parts}
    return save_work(session, scope, work_id, version=version, answers=answers, actor=doer.actor)


def _name(held: Held, work: DossierWork) -> str:
    return f"{held.row.number}-{work.code}"


def _with_letter(
    session: ScopedSession, scope: TenantScope, held: Held, work: DossierWork, doer: Doer
) -> TakeStep | ImposeMeasure | ActAtOnce:
    act = act_of(session, scope, held, work, doer)
    if act.letter is None:
        raise RuleBroken(
            "Er is nog geen brief. Schrijf eerst een begin, dan kunt u hem in Word afmaken.",
            code="no_letter",
        )
    return act


def _text_parts(held: Held, act: TakeStep | ImposeMeasure | ActAtOnce) -> tuple[LetterPart, ...]:
    return tuple(part for part in parts_of(held, act) if part.kind is not PartKind.TERMIJN)
