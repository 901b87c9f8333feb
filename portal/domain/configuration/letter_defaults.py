"""The product's own words for letters, where a municipality has none of its own."""

GREETING = "Geachte heer of mevrouw,\n\n"
QUESTIONS = "Hebt u vragen? Bel ons op {telefoon} of mail naar {email}. {openingstijden}"
SIGNATURE = "Met vriendelijke groet,\n{officiele_naam}"

# Per kind: subject, opening, closing.
WORDS: dict[str, tuple[str, str, str]] = {
    "uitnodiging": (
        "Uitnodiging voor een gesprek over overeenkomst {overeenkomst}",
        GREETING
        + "Wij willen graag met u in gesprek over de uitvoering van overeenkomst {overeenkomst}. "
        "Hieronder leest u waarover en wanneer.",
        "Wilt u laten weten wie er namens u komt? Stuurt u stukken die wij moeten kennen, doe dat "
        "dan vóór het gesprek via het portaal.\n\n" + QUESTIONS,
    ),
    "verzoek_verbeterplan": (
        "Verzoek om een verbeterplan bij overeenkomst {overeenkomst}",
        GREETING
        + "De uitvoering van overeenkomst {overeenkomst} gaat op een aantal punten niet goed. Wij "
        "vragen u om een plan waarin u schrijft hoe u dat oplost.",
        "Dien uw plan in via het portaal. Schrijf per actie op wat u doet, wie het doet, wanneer "
        "het klaar is en waaraan wij het resultaat zien.\n\n" + QUESTIONS,
    ),
    "waarschuwing": (
        "Waarschuwing bij overeenkomst {overeenkomst}",
        GREETING
        + "U komt overeenkomst {overeenkomst} op een aantal punten niet goed na. Met deze brief "
        "waarschuwen wij u en geven wij u aanwijzingen.",
        "Volgt u de aanwijzingen niet of niet op tijd op, dan kunnen wij een volgende stap zetten. "
        "Bent u het niet met ons eens? Laat ons dan via het portaal weten waarom.\n\n" + QUESTIONS,
    ),
    "ingebrekestelling": (
        "Ingebrekestelling bij overeenkomst {overeenkomst}",
        GREETING
        + "U komt overeenkomst {overeenkomst} op een aantal punten niet na. Met deze brief stellen "
        "wij u in gebreke. U krijgt een redelijke termijn om dat te herstellen.",
        "Herstelt u niet volledig binnen deze termijn, dan bent u in verzuim en kunnen wij "
        "maatregelen nemen. Wij behouden al onze rechten. Bent u het niet met ons eens? Laat ons "
        "dan via het portaal weten waarom.\n\n" + QUESTIONS,
    ),
    "verzuim": (
        "U bent in verzuim bij overeenkomst {overeenkomst}",
        GREETING
        + "Wij gaven u een termijn om overeenkomst {overeenkomst} alsnog goed na te komen. Die "
        "termijn is voorbij en het herstel is niet voldoende. Daarom laten wij u weten dat u in "
        "verzuim bent.",
        "Wij kunnen nu maatregelen nemen. Voordat wij dat doen, kunt u via het portaal laten weten "
        "wat u ervan vindt. Wij behouden al onze rechten.\n\n" + QUESTIONS,
    ),
    "maatregel": (
        "Besluit over een maatregel bij overeenkomst {overeenkomst}",
        GREETING
        + "Wij leggen u een maatregel op bij overeenkomst {overeenkomst}. Hieronder leest u welke, "
        "waarom en vanaf wanneer.",
        "Wij hebben uw belangen, die van uw cliënten en uw eerdere reactie meegewogen. Wij "
        "behouden al onze rechten.\n\n" + QUESTIONS,
    ),
    "aanmaning": (
        "Aanmaning bij overeenkomst {overeenkomst}",
        GREETING
        + "Wij legden u bij overeenkomst {overeenkomst} een bedrag of een korting op. Met deze "
        "brief manen wij u aan. Vanaf nu is het bedrag of de korting opeisbaar.",
        "Hebt u al betaald? Stuur ons dan via het portaal het bewijs daarvan.\n\n" + QUESTIONS,
    ),
    "per_direct": (
        "Besluit dat per direct ingaat bij overeenkomst {overeenkomst}",
        GREETING
        + "Wij treden per direct op bij overeenkomst {overeenkomst}. Wij wachten daar niet mee. "
        "Hieronder leest u wat wij doen, op welke grond en waarom het niet kan wachten.",
        "Bel ons vandaag nog over wat dit voor uw cliënten betekent. De zorg voor hen gaat altijd "
        "voor. Uw reactie kunt u geven via het portaal.\n\n" + QUESTIONS,
    ),
    "afsluiting": (
        "Wij sluiten dossier {kenmerk}",
        GREETING
        + "Wij sluiten het dossier {kenmerk} over overeenkomst {overeenkomst}. Hieronder leest u "
        "met welk resultaat.",
        "U hoeft niets meer te doen. Wat er is vastgelegd, blijft bewaard en kan later meetellen.\n\n"
        + QUESTIONS,
    ),
}

# What stands above a required part, by the code that the ladders of the product use for it.
PART_WORDS: dict[str, str] = {
    "onregelmatigheden": "Dit hebben wij vastgesteld.",
    "verbeteringen": "Dit moet u verbeteren.",
    "termijn": "Hier hebt u deze tijd voor.",
    "gevolgen": "Dit kan er gebeuren als de verbeteringen uitblijven.",
    "informatie": "Deze informatie krijgen wij graag van u.",
}
