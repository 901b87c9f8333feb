"""Every field of a ladder in the words of the business, and on which page it stands.

Kept apart from the records themselves: those say what a ladder is, this says how it is asked.
"""

from collections.abc import Mapping
from typing import Any

from portal.domain.ladder.clauses import (
    AfterMeasures,
    Entry,
    Ground,
    Inform,
    LetterPart,
    Money,
    Prerequisite,
    Reading,
    Term,
    Terminology,
    Urgent,
    VersionLine,
)
from portal.domain.ladder.meanings import MEASURES, STEPS
from portal.domain.ladder.schema import Question
from portal.domain.ladder.version import LadderVersion, Measure, MeasureRules, Rung
from portal.domain.ladder.vocabulary import (
    Duration,
    MoneyKind,
    NoticeForm,
    PartKind,
    Strictness,
    Together,
)
from portal.domain.ladder.words import Word

HINTS: Mapping[type[Any], Mapping[str, str]] = {
    LadderVersion: {
        "code": "De vaste naam van deze ladder. Overeenkomsten verwijzen ernaar; hij verandert niet.",
        "naam": "Zo heet de ladder in het portaal.",
        "versie": "Het nummer van deze versie. Elke versie heeft een eigen nummer.",
        "uitleg": "Waarvoor deze ladder is en hoe men haar gebruikt.",
        "geldig_vanaf": "De dag kiest u als u de versie voorlegt.",
        "wijziging": "Dit schrijft u op als u de versie voorlegt.",
        "afwijken_van_volgorde": "Mag een contractmanager een trede eerder zetten dan de volgorde zegt?",
        "hoger_beginnen": "Mag een dossier meteen op een hogere trede beginnen?",
        "grondslag_volgorde": "Waar staat hoe streng de volgorde is.",
        "gemeenten_noemen": "Ja: een brief gaat pas weg als erin staat om welke gemeente of gemeenten het gaat.",
        "woorden": "Hoe deze ladder de partijen en zichzelf noemt. Brieven en pagina's gebruiken deze woorden.",
        "sporen": "Elk dossier hoort bij een spoor, bijvoorbeeld proactief of reactief.",
        "categorieen": "Waar een dossier over gaat; de contractmanager kiest er een of meer.",
        "aanleidingen": "Waar de bevindingen vandaan komen waarmee een dossier begint.",
        "tekortkomingen": "Waarvoor de ladder gebruikt mag worden.",
        "voor_elke_maatregel": "Wat bij elke maatregel moet, naast wat bij die ene maatregel staat.",
        "treden": "De stappen van onder naar boven.",
        "maatregelen": "Wat er kan volgen als de treden niet helpen. Maatregelen staan naast elkaar.",
        "versies": "De versietabel zoals zij in het document staat.",
        "lezingen": "Keuzes van u waar de bron niets over zegt.",
    },
    MeasureRules: {
        "bewijs": "Ja: er moet bewijs in het dossier staan voordat een maatregel kan.",
        "motivering": "Ja: de contractmanager moet opschrijven waarom deze maatregel past.",
        "rechtvaardiging": "Ja: er moet staan wat de aanbieder als rechtvaardiging gaf en hoe die is beoordeeld.",
        "factoren": "De contractmanager loopt ze bij elke maatregel één voor één langs.",
        "grondslag": "Waar staat wat voor elke maatregel geldt.",
        "grondslag_factoren": "Waar staat welke factoren meewegen.",
    },
    Rung: {
        "code": "Zoals uw ladder de treden telt: 3, 1.2 of B. Elke trede heeft een eigen nummer of letter.",
        "naam": "Zo heet de trede in dossiers en brieven.",
        "wie": "Alleen mensen met een van deze rollen kunnen deze stap zetten.",
        "uitleg": "Wat de contractmanager op deze trede doet. Dit staat bij de trede in elk dossier.",
        "facultatief": "Zet hier wat bij deze trede hoort maar niet altijd hoeft, bijvoorbeeld het verbeterplan.",
        "ook_gemandateerde": "Ja: ook wie voor deze stap in het mandaatregister staat, mag haar zetten.",
        "medetekenaars": "Zonder hun akkoord gaat de stap niet door. Meer dan één mag.",
        "grondslag": "Het stuk en de plaats waarop deze trede rust. Elke brief verwijst ernaar.",
        "vormen": "Kiest u er meer, dan kiest de contractmanager per geval.",
        "termijn": "Hoe lang de aanbieder de tijd krijgt. Het portaal rekent de datum uit en laat zien hoe.",
        "briefdelen": "De brief gaat pas weg als elk onderdeel is ingevuld.",
        "vereist": "Welke treden eerst gezet moeten zijn zonder genoeg resultaat.",
        "gespreksniveau": "Met wie het gesprek is als het op de werkvloer niet lukt, bijvoorbeeld “management”. Eén per regel.",
        "beslissingsbevoegd": "Ja: wie aan het gesprek deelneemt, moet namens de organisatie mogen beslissen.",
        "controles": "Wat de gemeente extra kan nagaan als de uitleg van de aanbieder niet genoeg is.",
        "informeren": "Wie bij de gemeente van deze stap hoort, zoals de wethouder, en wanneer.",
        "lezingen": "Keuzes van u waar de bron niets over zegt.",
    },
    Measure: {
        "code": "Zoals uw ladder de maatregelen telt, bijvoorbeeld 5a. Elke maatregel heeft een eigen nummer of letter.",
        "naam": "Zo heet de maatregel in dossiers en brieven.",
        "soorten": "Wat de maatregel doet. Een cliëntenstop raakt bijvoorbeeld de acceptatieplicht per product.",
        "wie": "Alleen mensen met een van deze rollen kunnen de maatregel opleggen. Een tweede persoon kijkt altijd mee.",
        "uitleg": "Wat de maatregel inhoudt. Dit staat bij de maatregel in elk dossier.",
        "samenstelling": "Horen alle onderdelen bij elkaar, of kiest de contractmanager er een of meer?",
        "duur": "Of er altijd, soms of nooit een einddatum bij hoort.",
        "onderwerpen": "Waarvoor deze maatregel in elk geval bedoeld is. Eén onderwerp per regel.",
        "ook_gemandateerde": "Ja: ook wie voor deze maatregel in het mandaatregister staat, mag haar opleggen.",
        "medetekenaars": "Zonder hun akkoord wordt de maatregel niet opgelegd. Meer dan één mag.",
        "grondslag": "Het stuk en de plaats waarop deze maatregel rust. Zonder grondslag kan de ladder niet ingaan.",
        "termijn": "Alleen als bij deze maatregel een termijn hoort.",
        "briefdelen": "De brief gaat pas weg als elk onderdeel is ingevuld.",
        "vereist": "Welke treden eerst gezet moeten zijn zonder genoeg resultaat.",
        "na": "Alleen als deze maatregel pas na een andere maatregel mag.",
        "geld": "Alleen als de maatregel de aanbieder geld kost.",
        "niet_samen_met": "Maatregelen mogen naast elkaar lopen, behalve met die u hier kiest.",
        "per_direct": "Alleen als een deel van de maatregel zonder wachten mag.",
        "informeren": "Wie bij de gemeente van deze maatregel hoort, zoals de wethouder, en wanneer.",
        "lezingen": "Keuzes van u waar de bron niets over zegt.",
    },
    Ground: {
        "document": "Het stuk waarin dit staat, bijvoorbeeld de overeenkomst of een bijlage.",
        "artikel": "De plaats in dat stuk, bijvoorbeeld “artikel 18” of “onderdeel 3”.",
        "regel": "Alleen voor sjablonen van het portaal: het nummer in de eigen regellijst. U mag dit leeg laten.",
    },
    Term: {
        "lengte": "Een heel getal, bijvoorbeeld 4.",
        "eenheid": "Waarin de termijn wordt geteld. Werkdagen slaan weekenden, feestdagen en sluitingsdagen over.",
        "begint_bij": "De gebeurtenis waarna de termijn gaat lopen.",
        "begindag": "Of de dag van die gebeurtenis zelf de eerste dag van de termijn is.",
        "artikel": "Waar de termijn staat. Leeg als geen stuk haar noemt; schrijf dan bij “Lezingen” waarom u haar zo koos.",
        "regel": "Alleen voor sjablonen van het portaal. U mag dit leeg laten.",
    },
    LetterPart: {
        "code": "Een korte naam zonder spaties, bijvoorbeeld “verbeteringen”. Bij Brieven kunt u er een zin boven zetten.",
        "naam": "De kop boven dit onderdeel in de brief.",
        "soort": "Tekst schrijft de contractmanager zelf. Bij een datum kiest hij de laatste dag van de termijn.",
    },
    Prerequisite: {
        "trede": "De trede die al gezet moet zijn en niet genoeg opleverde.",
        "bij_overslaan": "Wat er gebeurt als die trede niet is gezet: dan kan deze niet, alleen met een reden, of gewoon wel.",
        "vorm": "Alleen als een bepaalde brief nodig is: een waarschuwing is dan bijvoorbeeld niet genoeg.",
    },
    AfterMeasures: {
        "codes": "De maatregelen die eerst geprobeerd moeten zijn.",
        "hoeveel": "Is één daarvan genoeg, of moeten ze alle geprobeerd zijn?",
        "of_bij_ernst": "Ja: bij een ernstig geval mag deze maatregel ook zonder de andere. De contractmanager schrijft dan op waarom.",
    },
    Money: {
        "soort": "Staat er een vast bedrag per keer, een percentage, of volgt het bedrag uit de feiten of uit het artikel?",
        "bedrag_cent": "Wat de aanbieder betaalt voor elke gebeurtenis.",
        "maximum_cent": "Meer dan dit wordt in de gekozen periode niet opgelegd; het portaal weigert wat erboven komt.",
        "maximum_basispunten": "Het portaal weigert een hoger percentage.",
        "maximum_per": "Over welke periode het hoogste bedrag geldt.",
        "telt_per": "Wat samen optelt voor het hoogste bedrag. Zegt de bron dit niet, schrijf dan bij “Lezingen” waarom u dit koos.",
        "waarover": "Bijvoorbeeld “het tarief” of “de maandelijkse vergoeding”.",
        "opeisbaar_na_aanmaning": "Ja: de gemeente mag het pas innen na een aanmaning.",
        "wettelijke_rente": "Ja: er komt wettelijke rente bij; het portaal rekent haar uit en laat de berekening zien.",
        "kosten": "Ja: ook kosten mogen in rekening worden gebracht.",
        "verrekening": "Ja: het bedrag mag van een betaling aan de aanbieder worden afgetrokken.",
        "artikel": "Waar het bedrag of het percentage staat.",
    },
    Entry: {
        "code": "Een korte naam zonder spaties. Die verandert later niet meer: dossiers verwijzen ernaar.",
        "naam": "Zo staat het op de pagina van de contractmanager.",
        "uitleg": "Wat eronder valt, in gewone woorden.",
    },
    Inform: {
        "rol": "Wie bij de gemeente het hoort.",
        "moment": "Voordat de stap wordt gezet, tegelijk of erna. Vooraf: de stap kan pas als dit is gebeurd.",
    },
    Urgent: {
        "soorten": "Welk deel van de maatregel niet hoeft te wachten.",
        "signalen": "Alleen bij deze signalen mag het per direct.",
    },
    Reading: {
        "veld": "Over welk onderdeel de lezing gaat.",
        "uitleg": "Wat de bron niet zegt, en waarom u het zo leest. Het portaal zet dit erbij, zodat niemand denkt dat het in de bron staat.",
    },
    Terminology: {
        "opdrachtgever": "Bijvoorbeeld “gemeente” of “opdrachtgever”.",
        "opdrachtgevers": "Bijvoorbeeld “gemeenten”.",
        "opdrachtnemer": "Bijvoorbeeld “aanbieder” of “opdrachtnemer”.",
        "opdrachtnemers": "Bijvoorbeeld “aanbieders”.",
        "ladder": "Bijvoorbeeld “escalatieladder” of “stappenplan”.",
        "trede": "Bijvoorbeeld “stap” of “trede”.",
    },
    VersionLine: {
        "nummer": "Zoals het in het document staat, bijvoorbeeld 2.0.",
        "wijziging": "In een paar zinnen, zodat een lezer weet wat er anders is.",
        "geldig_vanaf": "Leeg als het document geen datum noemt.",
    },
}

SUBJECTS: Mapping[type[Any], Mapping[str, tuple[str, ...]]] = {
    LadderVersion: {
        "Over deze ladder": (
            "code",
            "naam",
            "versie",
            "document",
            "domein",
            "uitleg",
            "geldig_vanaf",
            "wijziging",
        ),
        "Volgorde": (
            "afwijken_van_volgorde",
            "hoger_beginnen",
            "grondslag_volgorde",
        ),
        "Woorden en namen": (
            "gemeenten_noemen",
            "woorden",
        ),
    },
    Rung: {
        "Wat er gebeurt": (
            "code",
            "naam",
            "soorten",
            "uitleg",
            "facultatief",
        ),
        "Wie het doet": (
            "wie",
            "ook_gemandateerde",
            "medetekenaars",
        ),
        "Waar het staat": ("grondslag",),
        "Brief": (
            "vormen",
            "briefdelen",
        ),
        "Volgorde": (
            "vereist",
            "overslaan",
        ),
        "Gesprek en controle": (
            "gespreksniveau",
            "beslissingsbevoegd",
            "controles",
        ),
    },
    Measure: {
        "Wat er gebeurt": (
            "code",
            "naam",
            "soorten",
            "uitleg",
            "samenstelling",
            "duur",
            "onderwerpen",
        ),
        "Wie het doet": (
            "wie",
            "ook_gemandateerde",
            "medetekenaars",
        ),
        "Waar het staat": ("grondslag",),
        "Brief": ("briefdelen",),
        "Volgorde": (
            "vereist",
            "na",
            "niet_samen_met",
        ),
        "Bewijs": ("bewijsmaat",),
    },
}

EXPLAINED: tuple[tuple[Word, str], ...] = (
    *((kind, meaning.explanation) for kind, meaning in STEPS.items()),
    *((kind, meaning.explanation) for kind, meaning in MEASURES.items()),
    (Strictness.VRIJ, "De contractmanager beslist zelf; het portaal vraagt niets."),
    (Strictness.MET_REDEN, "Het kan, maar de contractmanager schrijft op waarom."),
    (Strictness.NIET, "Het portaal houdt het tegen."),
    (Together.ALLE, "Wie de maatregel oplegt, legt alles ervan op."),
    (Together.EEN_OF_MEER, "De contractmanager kiest welke onderdelen hij oplegt."),
    (Duration.TIJDELIJK, "Er hoort altijd een einddatum bij."),
    (Duration.BLIJVEND, "Er hoort geen einddatum bij."),
    (Duration.BEIDE, "De contractmanager kiest: met of zonder einddatum."),
    (NoticeForm.WAARSCHUWING, "Een brief met aanwijzingen; daarmee begint nog geen verzuim."),
    (NoticeForm.INGEBREKESTELLING, "De laatste kans om na te komen, met een redelijke termijn."),
    (PartKind.TEKST, "De contractmanager schrijft dit onderdeel zelf."),
    (PartKind.TERMIJN, "De contractmanager kiest de datum; de berekening staat erbij."),
    (MoneyKind.PER_GEBEURTENIS, "Voor elke keer dat het misgaat hetzelfde bedrag."),
    (MoneyKind.PERCENTAGE, "Een deel van een bedrag, tot een hoogste percentage."),
    (MoneyKind.VASTGESTELD, "De contractmanager vult in wat er is vastgesteld."),
    (MoneyKind.VOLGENS_ARTIKEL, "De contractmanager vult in wat het artikel noemt."),
)
# Words of two lists may be written alike ("gesprek" is a step, and where a term begins).
_CHOICES = {(type(word), word.value): text for word, text in EXPLAINED}


def meaning_of(word: Word) -> str:
    """What a value means for whoever chooses it; "" where it says enough by itself."""
    return _CHOICES.get((type(word), word.value), "")


def hint_of(record: type[Any], question: Question) -> str:
    """What the admin reads under the label of a field."""
    return HINTS.get(record, {}).get(question.asked.key) or question.asked.hint


def subject_of(record: type[Any], question: Question) -> str:
    """The page on which a field stands; one that shares none has a page of its own."""
    for subject, keys in SUBJECTS.get(record, {}).items():
        if question.asked.key in keys:
            return subject
    return question.asked.label
