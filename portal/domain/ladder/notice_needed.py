""" "Is an ingebrekestelling needed?": arguments for and against, and a reasoning of a person.

Never an answer of the portal (001-22, 004-99).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import RuleBroken
from portal.domain.ladder.contract import ContractRules, ImmediateEffect, ImmediateGround
from portal.domain.ladder.remedies import (
    QUESTIONS,
    REMEDIES,
    Argument,
    LegalQuestion,
    Remedy,
    Side,
)
from portal.domain.ladder.words import Word, listed, quoted

GROUND = "grond"
NO_GROUND = "geen"
SHORTEST = 20


class Conclusion(Word):
    """What the person concludes."""

    NODIG = "nodig", "een ingebrekestelling is nodig"
    NIET_NODIG = "niet_nodig", "een ingebrekestelling is niet nodig"
    UIT_VOORZORG = "uit_voorzorg", "niet nodig, toch doen om zeker te zijn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Both sides for one remedy. There is no conclusion here: that is for a person."""

    remedy: Remedy
    in_favour: tuple[Argument, ...]
    against: tuple[Argument, ...]
    mind: tuple[Argument, ...]
    open_questions: tuple[LegalQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """The recorded end of the aid: who concluded what, on which arguments, and why."""

    assessment: Assessment
    answers: Mapping[str, str]
    conclusion: Conclusion
    text: str
    by: str
    on: date


def remedy_of(code: str) -> Remedy:
    """The remedy with this code."""
    for remedy in REMEDIES:
        if remedy.code == code:
            return remedy
    raise RuleBroken("Kies wat u wilt bereiken.", code="remedy", rule="001-22", path="middel")


def questions_for(remedy: Remedy, contract: ContractRules | None) -> tuple[LegalQuestion, ...]:
    """What has to be answered: of the law, and whether the contract has a ground of its own."""
    asked = tuple(question for question in QUESTIONS if question.code in remedy.asks)
    grounds = _grounds(remedy, contract)
    if not grounds:
        return asked
    options = tuple((ground.code, f"{ground.ground.article}: {ground.name}") for ground in grounds)
    own = LegalQuestion(
        code=GROUND,
        label="Geldt een grond uit de overeenkomst om per direct te ontbinden?",
        options=(*options, (NO_GROUND, "Nee, geen van deze")),
    )
    return (*asked, own)


def assess(
    remedy: Remedy, answers: Mapping[str, str], contract: ContractRules | None = None
) -> Assessment:
    """All arguments that the answers bring up; unanswered questions are named, never guessed."""
    asked = questions_for(remedy, contract)
    known = {
        question.code: answers[question.code]
        for question in asked
        if answers.get(question.code) in {value for value, _ in question.options}
    }
    held = [
        argument
        for argument in (*remedy.arguments, *_contract_arguments(remedy, known, contract))
        if all(known.get(code) in values for code, values in argument.when)
    ]
    return Assessment(
        remedy=remedy,
        in_favour=tuple(a for a in held if a.side is Side.VOOR),
        against=tuple(a for a in held if a.side is Side.TEGEN),
        mind=tuple(a for a in held if a.side is Side.LET_OP),
        open_questions=tuple(question for question in asked if question.code not in known),
    )


def record_reasoning(
    remedy: Remedy,
    answers: Mapping[str, str],
    *,
    contract: ContractRules | None,
    conclusion: Conclusion,
    text: str,
    by: str,
    on: date,
) -> Reasoning:
    """The reasoning as it is kept. Raises RuleBroken with a question open or without a text."""
    assessment = assess(remedy, answers, contract)
    if assessment.open_questions:
        labels = listed(quoted(question.label) for question in assessment.open_questions)
        raise RuleBroken(
            f"Beantwoord eerst: {labels}.",
            code="open_questions",
            rule="001-22",
            path=assessment.open_questions[0].code,
        )
    if len(text.strip()) < SHORTEST:
        raise RuleBroken(
            f"Schrijf in ten minste {SHORTEST} tekens op hoe u tot uw conclusie komt. Het portaal beslist dit niet.",
            code="reasoning",
            rule="001-22",
            path="redenering",
        )
    return Reasoning(
        assessment=assessment,
        answers=dict(answers),
        conclusion=conclusion,
        text=text,
        by=by,
        on=on,
    )


def _grounds(remedy: Remedy, contract: ContractRules | None) -> tuple[ImmediateGround, ...]:
    if contract is None or not remedy.dissolves:
        return ()
    return tuple(g for g in contract.immediate if ImmediateEffect.ONTBINDING in g.effects)


def _contract_arguments(
    remedy: Remedy, known: Mapping[str, str], contract: ContractRules | None
) -> tuple[Argument, ...]:
    chosen = next((g for g in _grounds(remedy, contract) if g.code == known.get(GROUND)), None)
    if chosen is None:
        return ()
    article, rule = chosen.ground.in_words(), chosen.ground.rule
    if chosen.without_notice:
        side, tail = Side.TEGEN, "zonder ingebrekestelling en zonder rechter"
    else:
        side, tail = Side.LET_OP, "zonder rechter; over een ingebrekestelling zegt zij niets"
    found = [
        Argument(
            side=side,
            sentence=f"De overeenkomst staat toe om meteen te ontbinden, {tail}: {chosen.name}.",
            article=article,
            rule=rule,
        )
    ]
    if remedy.asks_damages:
        found.append(
            Argument(
                side=Side.LET_OP,
                sentence="De grond uit de overeenkomst gaat over ontbinden, niet over de schade. Beoordeel die apart.",
                article=article,
                rule=rule,
            )
        )
    return tuple(found)
