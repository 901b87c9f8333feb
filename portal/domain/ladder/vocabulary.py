"""The words that a ladder is written in: what the portal understands, whatever a ladder calls it."""

from portal.domain.ladder.words import Word


class StepKind(Word):
    """What a rung does. A rung may hold several (file 000, step 2)."""

    ANALYSE = "analyse", "analyse van gegevens"
    GESPREK = "gesprek", "gesprek"
    VERBETERPLAN = "verbeterplan", "verbeterplan"
    INGEBREKESTELLING = "ingebrekestelling", "waarschuwing of ingebrekestelling"
    VERZUIM = "verzuim", "verzuim"


class MeasureKind(Word):
    """What a measure does. A measure may hold several (file 000, 5a; file 003, 5c)."""

    CLIENTENSTOP = "clientenstop", "cliëntenstop"
    OVERDRACHT = "overdracht", "overdracht van cliënten"
    TERUGVORDERING = "terugvordering", "terugvordering of verrekening"
    BOETE = "boete", "boete"
    DWANGSOM = "dwangsom", "dwangsom"
    KORTING = "korting", "tijdelijke korting op het tarief"
    AANPASSING = "aanpassing", "tijdelijke aanpassing van prestaties en tarieven"
    BEEINDIGING = "beeindiging", "beëindiging of ontbinding"


class Track(Word):
    """The two tracks of a dossier (002-01); a ladder may name and explain them in its own words."""

    PROACTIEF = "proactief", "proactief"
    REACTIEF = "reactief", "reactief"


class NoticeForm(Word):
    """What the letter of the ingebrekestelling rung is in law (000-05: either one)."""

    WAARSCHUWING = "waarschuwing", "waarschuwing met aanwijzingen"
    INGEBREKESTELLING = "ingebrekestelling", "ingebrekestelling"


class Role(Word):
    """Who acts, signs along or is told, at the municipality."""

    CONTRACTMANAGER = "contractmanager", "contractmanager"
    CONTRACTBEHEERDER = "contractbeheerder", "contractbeheerder"
    JURIST = "jurist", "jurist"
    TOEZICHTHOUDER = "toezichthouder", "toezichthouder"
    LEIDINGGEVENDE = "leidinggevende", "leidinggevende"
    BESTUURDER = "bestuurder", "wethouder of bestuurder"


class Strictness(Word):
    """How hard the ladder holds on to something."""

    VRIJ = "vrij", "vrij"
    MET_REDEN = "met_reden", "alleen met een reden"
    NIET = "niet", "nooit"


class Together(Word):
    """Whether the parts of one rung or measure all happen, or one of them may be enough."""

    ALLE = "alle", "alle onderdelen samen"
    EEN_OF_MEER = "een_of_meer", "een of meer onderdelen"


class Unit(Word):
    """What a term is counted in."""

    UREN = "uren", "uur"
    KALENDERDAGEN = "kalenderdagen", "kalenderdagen"
    WERKDAGEN = "werkdagen", "werkdagen"
    WEKEN = "weken", "weken"
    KALENDERMAANDEN = "kalendermaanden", "kalendermaanden"
    JAREN = "jaren", "jaar"


class StartEvent(Word):
    """What makes a term begin to run."""

    VERZENDING = "verzending", "de verzending van de brief"
    ONTVANGST = "ontvangst", "de ontvangst door de aanbieder"
    DAGTEKENING = "dagtekening", "de datum op de brief"
    GESPREK = "gesprek", "het gesprek"
    BESLUIT = "besluit", "het besluit"
    VASTSTELLING = "vaststelling", "de vaststelling van het feit"
    OPZEGGING = "opzegging", "de datum van opzegging of ontbinding"


class StartDay(Word):
    """Whether the day of the event is the first day of the term."""

    TELT_NIET_MEE = "telt_niet_mee", "de dag zelf telt niet mee"
    TELT_MEE = "telt_mee", "de dag zelf telt mee"


class PartKind(Word):
    """How a required part of a letter is filled."""

    TEKST = "tekst", "tekst"
    TERMIJN = "termijn", "datum waarop de termijn eindigt"


class MoneyKind(Word):
    """How the amount of a measure comes about."""

    PER_GEBEURTENIS = "per_gebeurtenis", "vast bedrag per gebeurtenis"
    PERCENTAGE = "percentage", "percentage"
    VASTGESTELD = "vastgesteld", "het bedrag dat is vastgesteld"
    VOLGENS_ARTIKEL = "volgens_artikel", "het bedrag dat het artikel noemt"


class CapScope(Word):
    """Over what the cap is counted."""

    OVEREENKOMST = "overeenkomst", "per overeenkomst"
    AANBIEDER = "aanbieder", "per aanbieder"
    GEMEENTE = "gemeente", "per aanbieder en gemeente"


class Period(Word):
    """For how long a cap holds."""

    KALENDERJAAR = "kalenderjaar", "kalenderjaar"
    OVEREENKOMST = "looptijd", "hele looptijd"


class Moment(Word):
    """When somebody is told of a step, seen from the step."""

    VOORAF = "vooraf", "vooraf"
    TEGELIJK = "tegelijk", "op hetzelfde moment"
    ACHTERAF = "achteraf", "achteraf"


class Duration(Word):
    """Whether a measure may, must or cannot have an end."""

    TIJDELIJK = "tijdelijk", "tijdelijk"
    BLIJVEND = "blijvend", "blijvend"
    BEIDE = "beide", "tijdelijk of blijvend"


class HowMany(Word):
    """How many of a list must have been used."""

    EEN = "een", "ten minste één"
    ALLE = "alle", "alle"
