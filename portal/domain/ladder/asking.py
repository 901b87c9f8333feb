"""What a step, measure or immediate act asks while it is prepared.

The questions come from the ladder, so a ladder nobody has seen gets its forms by itself. Their
names follow the paths of the needs, so that every need finds its question.
"""

from typing import Any

from portal.domain.ladder.contract import ImmediateEffect, ImmediateGround
from portal.domain.ladder.dossier import DossierState, Ending
from portal.domain.ladder.meanings import MEASURES, has_letter, needs_letter
from portal.domain.ladder.order import deviation
from portal.domain.ladder.steps import term_asked
from portal.domain.ladder.version import Measure, Rung
from portal.domain.ladder.vocabulary import (
    Duration,
    MeasureKind,
    MoneyKind,
    PartKind,
    StepKind,
    Strictness,
    Together,
)
from portal.domain.ladder.walking import Choice
from portal.domain.submissions.fields import (
    AmountField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    LongTextField,
    ProductsField,
    TextField,
)
from portal.domain.submissions.fields import Choice as Option

REASON, KINDS, FORM, TERM, BODY = "reden", "soorten", "vorm", "termijn", "brief_tekst"
PART, FACTOR = "brief_", "factor_"
REPORT = "verslag_"
# 001-21, bijlage f: what a report of a talk holds.
REPORT_FIELDS: tuple[Field, ...] = (
    DateField(name=f"{REPORT}op", label="Wanneer was het gesprek?", required=False),
    ChoiceField(
        name=f"{REPORT}niveau",
        label="Op welk niveau?",
        required=False,
        choices=(
            Option("uitvoering", "Contractmanagement en uitvoering"),
            Option("management", "Management, met mensen die mogen beslissen"),
            Option("directie", "Directie, met mensen die mogen beslissen"),
        ),
    ),
    TextField(name=f"{REPORT}gemeente", label="Wie waren er namens de gemeente?", required=False),
    TextField(name=f"{REPORT}aanbieder", label="Wie waren er namens de aanbieder?", required=False),
    LongTextField(
        name=f"{REPORT}besproken",
        label="Wat is er besproken?",
        hint="Noem de factoren en KPI's waar het over ging, en de toelichting van de aanbieder.",
        required=False,
        rule="001-21",
    ),
    LongTextField(
        name=f"{REPORT}afspraken",
        label="Welke afspraken zijn er gemaakt?",
        hint="De aanbieder ziet deze afspraken.",
        required=False,
        lines=4,
    ),
)


def options(words: Any) -> tuple[Option, ...]:
    """Words as options of a question."""
    return tuple(Option(word.value, word.label) for word in words)


def questions(state: DossierState, choice: Choice, code: str) -> tuple[Field, ...]:
    """Everything that may be filled in for this act; required is decided by its needs."""
    if choice is Choice.STAP:
        rung = state.ladder.rung(code)
        return () if rung is None else _rung_questions(state, rung)
    if choice is Choice.MAATREGEL:
        measure = state.measure(code)
        return () if measure is None else _measure_questions(state, measure)
    ground = state.contract.ground(code) if state.contract else None
    return () if ground is None else _ground_questions(state, ground)


def question_of(path: str) -> str:
    """The name of the question that a need's path is about."""
    special = {
        "afweging.bewijsmaat": "bewijsmaat",
        "afweging.motivering": "motivering",
        "afweging.rechtvaardiging": "rechtvaardiging",
        "brief": BODY,
    }
    if path in special:
        return special[path]
    if path.startswith("brief."):
        return PART + path.removeprefix("brief.")
    if path.startswith("afweging.factoren."):
        return FACTOR + path.removeprefix("afweging.factoren.")
    return path


def _rung_questions(state: DossierState, rung: Rung) -> tuple[Field, ...]:
    asked: list[Field] = []
    if len(rung.kinds) > 1:
        asked.append(
            ChoicesField(
                name=KINDS, label="Wat houdt deze stap nu in?", required=False,
                choices=options(rung.kinds),
            )
        )  # fmt: skip
    if deviation(state, rung).strictness is not Strictness.VRIJ or rung.prerequisites:
        asked.append(
            LongTextField(
                name=REASON,
                label="Waarom wijkt u af van de volgorde?",
                hint="Alleen nodig als de pagina erom vraagt.",
                required=False,
                lines=3,
            )
        )
    if StepKind.GESPREK in rung.kinds:
        asked += REPORT_FIELDS
    if StepKind.ANALYSE in rung.kinds:
        asked.append(
            LongTextField(
                name="analyse",
                label="Wat laten de gegevens zien?",
                hint="Vergelijk met eerdere jaren, met andere aanbieders en met signalen.",
                required=False,
                rule="000-03",
            )
        )
    if len(rung.forms) > 1:
        asked.append(
            ChoiceField(
                name=FORM, label="Wat stuurt u?", required=False, choices=options(rung.forms)
            )
        )
    if term_asked(rung, None):
        asked.append(
            DateField(
                name=TERM,
                label="Tot en met welke dag krijgt de aanbieder de tijd?",
                hint=rung.term.in_words() if rung.term else "",
                required=False,
            )
        )
    if has_letter(rung.kinds):
        asked += _letter_questions(rung.parts, needs_letter(rung.kinds))
    return tuple(asked)


def _letter_questions(parts: Any, needed: bool) -> list[Field]:
    asked: list[Field] = [
        LongTextField(
            name=BODY,
            label="Inleiding van de brief" if parts else "Tekst van de brief",
            hint="Wat de aanbieder leest vóór de onderdelen hieronder." if parts else "",
            required=False,
            max_length=10_000,
            lines=8 if needed and not parts else 4,
        )
    ]
    asked += [
        LongTextField(
            name=PART + part.code,
            label=part.name,
            hint=part.text,
            required=False,
            max_length=10_000,
        )
        for part in parts
        if part.kind is not PartKind.TERMIJN
    ]
    return asked


def _measure_questions(state: DossierState, measure: Measure) -> tuple[Field, ...]:
    asked: list[Field] = []
    if len(measure.kinds) > 1 and (measure.together is Together.EEN_OF_MEER or measure.urgent):
        asked.append(
            ChoicesField(
                name=KINDS,
                label="Wat legt u op?",
                hint="Kiest u niets, dan legt u alles op wat hier staat.",
                required=False,
                choices=options(measure.kinds),
            )
        )
    if measure.prerequisites:
        asked.append(
            LongTextField(
                name=REASON, label="Waarom wijkt u af van de volgorde?", required=False, lines=3,
                hint="Alleen nodig als de pagina erom vraagt.",
            )
        )  # fmt: skip
    asked += _weighing_questions(state, measure)
    if any(MEASURES[kind].products for kind in measure.kinds):
        asked.append(ProductsField(name="producten", label="Voor welke producten?", required=False))
    asked.append(DateField(name="vanaf", label="Vanaf welke dag?", required=False))
    if measure.duration is not Duration.BLIJVEND:
        asked.append(DateField(name="tot_en_met", label="Tot en met welke dag?", required=False))
    asked += _money_questions(measure)
    if MeasureKind.BEEINDIGING in measure.kinds:
        asked.append(
            ChoiceField(
                name="einde", label="Hoe eindigt de overeenkomst?", required=False,
                choices=options(Ending),
            )
        )  # fmt: skip
    if measure.after and measure.after.or_serious:
        asked.append(
            LongTextField(
                name="ernst",
                label="Waarom is dit zo ernstig dat u niet wacht op een lichtere maatregel?",
                hint="Alleen nodig als de pagina erom vraagt.",
                required=False,
                lines=3,
            )
        )
    if measure.urgent:
        asked.append(
            ChoicesField(
                name="signalen",
                label="Signalen om per direct op te treden",
                hint="Alleen als u niet op de gewone stappen kunt wachten.",
                required=False,
                choices=tuple(Option(s.code, s.name) for s in measure.urgent.signals),
            )
        )
    asked += [
        DateField(
            name=TERM,
            label=part.name,
            hint=measure.term.in_words() if measure.term else "",
            required=False,
        )
        for part in measure.parts
        if part.kind is PartKind.TERMIJN
    ][:1]
    asked += _letter_questions(measure.parts, needed=True)
    return tuple(asked)


def _weighing_questions(state: DossierState, measure: Measure) -> list[Field]:
    rules = state.rules_for(measure)
    proof = measure.proof or rules.proof
    asked: list[Field] = []
    if proof:
        asked.append(
            LongTextField(
                name="bewijsmaat", label=f"Waarom staat de overtreding vast? Maat: {proof}",
                required=False, lines=4,
            )
        )  # fmt: skip
    if rules.motivation:
        asked.append(
            LongTextField(
                name="motivering", label="Waarom legt u deze maatregel op?", required=False
            )
        )
    if rules.justification:
        asked.append(
            LongTextField(
                name="rechtvaardiging",
                label="Gaf de aanbieder een rechtvaardiging, en wat vindt u daarvan?",
                hint="Een rechtvaardiging kan een reden zijn om geen maatregel te nemen.",
                required=False,
                lines=4,
            )
        )
    asked += [
        LongTextField(
            name=FACTOR + factor.code,
            label=factor.name,
            hint="Weeg deze factor af, of schrijf op waarom hij geen rol speelt.",
            required=False,
            lines=3,
        )
        for factor in state.factors_for(measure).factors
    ]
    return asked


def _money_questions(measure: Measure) -> list[Field]:
    if measure.money is None:
        return []
    kind = measure.money.kind
    asked: list[Field] = []
    if kind is MoneyKind.PER_GEBEURTENIS:
        asked.append(
            DateField(name="gebeurtenis_op", label="Wanneer was de gebeurtenis?", required=False)
        )
    elif kind is MoneyKind.PERCENTAGE:
        asked.append(
            TextField(
                name="percentage", label="Welk percentage?", hint="Bijvoorbeeld 2,5.",
                required=False, inputmode="decimal", max_length=8,
            )
        )  # fmt: skip
    else:
        asked.append(AmountField(name="bedrag", label="Welk bedrag?", required=False))
        asked.append(TextField(name="artikel", label="Op grond van welk artikel?", required=False))
    if measure.money.interest:
        asked.append(
            DateField(
                name="rente_vanaf",
                label="Vanaf welke dag rekent u wettelijke rente?",
                hint="Vul niets in als u geen rente rekent. Het portaal rekent haar uit en laat de "
                "berekening zien.",
                required=False,
            )
        )
    if measure.money.costs:
        asked.append(
            AmountField(
                name="kosten",
                label="Welke kosten brengt u in rekening?",
                hint="Vul niets in als u geen kosten rekent.",
                required=False,
            )
        )
    return asked


def _ground_questions(state: DossierState, ground: ImmediateGround) -> tuple[Field, ...]:
    asked: list[Field] = [
        ChoicesField(
            name="gevolgen", label="Wat doet u per direct?", required=False,
            choices=options(ground.effects),
        )
    ]  # fmt: skip
    if ground.signals:
        asked.append(
            ChoicesField(
                name="signalen", label="Welke concrete signalen hebt u?", required=False,
                choices=tuple(Option(s.code, s.name) for s in ground.signals),
            )
        )  # fmt: skip
    if ground.conditions:
        asked.append(
            ChoicesField(
                name="voorwaarden", label="Wat is er daarbij aan de hand?", required=False,
                choices=tuple(Option(c.code, c.name) for c in ground.conditions),
            )
        )  # fmt: skip
    if ground.at_least:
        asked.append(DateField(name="sinds", label="Sinds wanneer duurt dit?", required=False))
    if ground.also_about:
        asked.append(
            ChoiceField(
                name="over", label="Om wie gaat het?", required=False,
                choices=(
                    Option("", "De aanbieder zelf"),
                    *(Option(e.code, e.name) for e in ground.also_about),
                ),
            )
        )  # fmt: skip
    if state.contract and (ground.fraud or any(s.fraud for s in ground.signals)):
        asked.append(
            ChoicesField(
                name="fraudevormen", label="Om welke vorm van fraude gaat het?", required=False,
                choices=tuple(Option(f.code, f.name) for f in state.contract.fraud_forms),
            )
        )  # fmt: skip
    if ImmediateEffect.CLIENTENSTOP in ground.effects:
        asked.append(ProductsField(name="producten", label="Voor welke producten?", required=False))
    asked += [
        LongTextField(
            name="motivering", label="Waarom kunt u niet wachten, en waarom geldt deze grond?",
            required=False,
        ),
        LongTextField(
            name="overdracht", label="Hoe gaan cliënten over naar een andere aanbieder?",
            hint="Noem geen namen van cliënten. Een lijst van cliënten gaat via de beveiligde weg.",
            required=False, lines=4,
        ),
        *_letter_questions((), needed=True),
    ]  # fmt: skip
    return tuple(asked)
