"""Which letter goes with which act; a municipality has its own words for each."""

from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure, TakeStep
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.steps import form_of, kinds_of
from portal.domain.ladder.vocabulary import NoticeForm, StepKind
from portal.domain.ladder.words import Word


class LetterKind(Word):
    """A letter that leaves from a dossier."""

    UITNODIGING = "uitnodiging", "uitnodiging voor een gesprek"
    VERZOEK_VERBETERPLAN = "verzoek_verbeterplan", "verzoek om een verbeterplan"
    WAARSCHUWING = "waarschuwing", "waarschuwing met aanwijzingen"
    INGEBREKESTELLING = "ingebrekestelling", "ingebrekestelling"
    VERZUIM = "verzuim", "mededeling van verzuim"
    MAATREGEL = "maatregel", "maatregel"
    AANMANING = "aanmaning", "aanmaning"
    PER_DIRECT = "per_direct", "besluit om per direct op te treden"
    AFSLUITING = "afsluiting", "afsluiting van het dossier"


def letter_kind(state: DossierState, act: TakeStep | ImposeMeasure | ActAtOnce) -> LetterKind:
    """The letter that goes out with an act; of a merged rung the heaviest one."""
    if isinstance(act, ImposeMeasure):
        return LetterKind.MAATREGEL
    if isinstance(act, ActAtOnce):
        return LetterKind.PER_DIRECT
    rung = state.ladder.rung(act.rung)
    if rung is None:
        raise LookupError(act.rung)
    kinds = kinds_of(rung, act)
    if StepKind.VERZUIM in kinds:
        return LetterKind.VERZUIM
    if StepKind.INGEBREKESTELLING in kinds:
        warning = form_of(rung, act) is NoticeForm.WAARSCHUWING
        return LetterKind.WAARSCHUWING if warning else LetterKind.INGEBREKESTELLING
    if StepKind.VERBETERPLAN in kinds:
        return LetterKind.VERZOEK_VERBETERPLAN
    return LetterKind.UITNODIGING
