"""The proportionality sheet of a measure: what it has to hold (002-13, 002-14, 003-12, 003-13)."""

from datetime import date

from portal.domain.ladder.acts import ImposeMeasure
from portal.domain.ladder.demands import Need, Source, written_in
from portal.domain.ladder.dossier import DossierState, FactKind
from portal.domain.ladder.version import Measure
from portal.domain.ladder.words import quoted


def weighing_needs(
    state: DossierState,
    measure: Measure,
    act: ImposeMeasure | None,
    on: date,
    *,
    urgent: bool,
) -> list[Need]:
    """Evidence, standard of proof, motivation, justification and each factor by itself.

    What goes at once goes on signals: evidence and motivation, the rest is weighed later.
    """
    source = state.source(measure)
    rules, weighing = state.rules_for(measure), act.weighing if act else None
    care = written_in(rules.ground) if rules.ground else source
    needs = []
    if rules.evidence:
        needs.append(
            text_need(
                "evidence",
                "Bewijs in het dossier",
                "Voeg eerst het bewijs toe waarop de maatregel rust.",
                care,
                met=bool(state.facts_about(measure.code, FactKind.BEWIJS, on)),
                path="bewijs",
            )
        )
    proof = measure.proof or rules.proof
    if proof and not urgent:
        needs.append(
            text_need(
                "proof",
                f"De overtreding staat vast: {proof}",
                f"Schrijf op waarom de overtreding vaststaat volgens deze maat: {proof}.",
                care,
                met=bool(weighing and weighing.proof.strip()),
                path="afweging.bewijsmaat",
            )
        )
    if rules.motivation:
        needs.append(
            text_need(
                "motivation",
                "Motivering",
                "Motiveer waarom u deze maatregel oplegt.",
                care,
                met=bool(weighing and weighing.motivation.strip()),
                path="afweging.motivering",
            )
        )
    if rules.justification and not urgent:
        needs.append(
            text_need(
                "justification",
                "Rechtvaardiging beoordeeld",
                "Schrijf op of de aanbieder een rechtvaardiging gaf en wat u daarvan vindt. "
                "Zij kan een reden zijn om geen maatregel te nemen.",
                care,
                met=bool(weighing and weighing.justification.strip()),
                path="afweging.rechtvaardiging",
            )
        )
    borrowed = state.factors_for(measure)
    if urgent:
        return needs
    weighed = written_in(borrowed.factors_ground) if borrowed.factors_ground else source
    for factor in borrowed.factors:
        needs.append(
            text_need(
                f"factor:{factor.code}",
                factor.name,
                f"Weeg de factor {quoted(factor.name)} af, of schrijf op waarom hij geen rol speelt.",
                weighed,
                met=bool(weighing and weighing.factors.get(factor.code, "").strip()),
                path=f"afweging.factoren.{factor.code}",
            )
        )
    return needs


def text_need(
    code: str, label: str, sentence: str, source: Source, *, met: bool, path: str
) -> Need:
    """A need that one answer meets."""
    return Need(code=code, label=label, sentence=sentence, source=source, met=met, path=path)
