"""Every macro in all its states: the preview of a theme, and the page that the tests look at."""

from typing import Any

from werkzeug.datastructures import MultiDict

from portal.domain.errors import Finding, Severity
from portal.domain.submissions import fields as asked
from portal.web.chrome import (
    Bar,
    BarChart,
    Column,
    DataItem,
    LadderStep,
    Link,
    Pager,
    Status,
    StepState,
    TaskRow,
    TermExplained,
    Tile,
    TimelineItem,
    Tone,
    Upload,
)
from portal.web.fields import QuestionForm, attach, build_form

MUNICIPALITIES = {"apeldoorn": "Apeldoorn", "brummen": "Brummen", "epe": "Epe"}
PRODUCTS = {
    "apeldoorn": {"02A03": "Begeleiding individueel", "07A12": "Dagbesteding basis"},
    "brummen": {"02A03": "Begeleiding individueel"},
    "epe": {"02A03": "Begeleiding individueel", "01A01": "Huishoudelijke hulp"},
}
FIELDS: tuple[asked.Field, ...] = (
    asked.TextField(
        name="onderwerp",
        label="Waar gaat het plan over?",
        hint="Een paar woorden zijn genoeg, bijvoorbeeld “Op tijd rapporteren”.",
        missing="Schrijf in een paar woorden waar het plan over gaat.",
        article="art. 1.30.2",
    ),
    asked.LongTextField(
        name="toelichting", label="Wat is er aan de hand?", required=False, lines=4
    ),
    asked.ChoiceField(
        name="aanleiding",
        label="Waarom dient u dit plan in?",
        choices=(
            asked.Choice("gevraagd", "Een gemeente heeft erom gevraagd"),
            asked.Choice(
                "eigen", "Wij doen dit uit onszelf", "Dat mag altijd, ook zonder dossier."
            ),
        ),
    ),
    asked.YesNoField(name="overlegd", label="Hebt u al overlegd met de gemeente?"),
    asked.MomentField(
        name="overlegd_op",
        label="Wanneer was dat?",
        shown_if=asked.ShownIf("overlegd", (True,)),
    ),
    asked.MunicipalitiesField(name="gemeenten", label="Voor welke gemeenten geldt het?"),
    asked.LeftOutField(
        name="niet_voor",
        of="gemeenten",
        label="Waarom niet voor deze gemeente?",
        required=False,
    ),
    asked.DateField(
        name="ingangsdatum",
        label="Vanaf welke dag?",
        hint="Minstens 14 dagen na vandaag, bijvoorbeeld 6 12 2026.",
    ),
    asked.AmountField(name="omzet", label="Wat is de omzet per jaar?", required=False),
    asked.NumberField(name="clienten", label="Hoeveel cliënten krijgen nu zorg?"),
    asked.ProductsField(name="producten", label="Voor welke producten?"),
    asked.RowsField(
        name="acties",
        label="Acties",
        hint="Maak elke actie zo concreet dat u later kunt zien of ze gelukt is.",
        row_name="actie",
        fields=(
            asked.TextField(name="wat", label="Wat gaat u doen?"),
            asked.DateField(name="klaar", label="Wanneer is het klaar?"),
        ),
    ),
    asked.FilesField(
        name="bijlagen",
        label="Bijlagen",
        required=False,
        hint="PDF, Word, Excel of een foto; hoogstens 10 MB per bestand.",
    ),
)
TYPED = MultiDict(
    [
        ("toelichting", "Rapportages komen te laat.\nVanaf mei pakken we dat anders aan."),
        ("aanleiding", "onbekend"),
        ("overlegd", "ja"),
        ("overlegd_op-dag", "12"),
        ("overlegd_op-maand", "november"),
        ("overlegd_op-tijd", "25.00"),
        ("gemeenten", "brummen"),
        ("gemeenten", "apeldoorn"),
        ("niet_voor-epe", "Daar hebben we op dit moment geen cliënten."),
        ("ingangsdatum-dag", "31"),
        ("ingangsdatum-maand", "2"),
        ("ingangsdatum-jaar", "2026"),
        ("omzet", "veel"),
        ("clienten", "24"),
        ("producten-brummen", "02A03"),
        ("producten-apeldoorn", "99Z99"),
        ("acties", "a1"),
        ("acties-a1-wat", "Sjabloon voor rapportages invoeren"),
        ("acties-a1-klaar-dag", "1"),
        ("acties-a1-klaar-maand", "3"),
        ("acties-a1-klaar-jaar", "2027"),
        ("acties", "b2"),
        ("acties-b2-klaar-dag", "15"),
        ("acties-b2-klaar-maand", "mrt"),
        ("acties-b2-klaar-jaar", "27"),
    ]
)
UPLOADS = (
    Upload(
        name="Plan van aanpak 2027.pdf",
        size="1,2 MB",
        kind="PDF",
        href="#bijlagen",
        remove_value="f1",
    ),
    Upload(
        name="Overzicht-van-alle-rapportages-met-een-heel-lange-naam-zonder-spaties-2026.xlsx",
        size="84 kB",
        kind="Excel",
        remove_value="f2",
        status=Status("Wordt gecontroleerd", Tone.INFO),
    ),
)
FINDINGS = (
    Finding("onderwerp", "Schrijf in een paar woorden waar het plan over gaat."),
    Finding(
        "aanleiding",
        "Kies bij “Waarom dient u dit plan in?” een van de mogelijkheden uit de lijst.",
    ),
    Finding(
        "clienten",
        "Vorige maand gaf u 19 cliënten op. Klopt dit aantal?",
        severity=Severity.WARNING,
    ),
    Finding("producten.apeldoorn", "Product 99Z99 valt niet onder uw overeenkomst. Haal het weg."),
    Finding("acties.1.wat", "Vul bij actie 2 in wat u gaat doen."),
)
COLUMNS = (
    Column(label="Kenmerk", sort_href="#tabel", sorted="descending"),
    Column(label="Aanbieder", sort_href="#tabel"),
    Column(label="Status"),
    Column(label="Bedrag", numeric=True),
)
TONES = (
    Status("Concept", Tone.NEUTRAL),
    Status("Ontvangen", Tone.INFO),
    Status("Ingestemd", Tone.OK),
    Status("Wacht op aanvulling", Tone.WARNING),
    Status("Te laat", Tone.ERROR),
)
STEPS = (
    LadderStep(mark="1", name="Signaal", state=StepState.DONE, words="Gezet op 3 september 2026"),
    LadderStep(mark="2", name="Gesprek", state=StepState.SKIPPED, words="Overgeslagen, met reden"),
    LadderStep(
        mark="3",
        name="Ingebrekestelling",
        state=StepState.CURRENT,
        words="Huidige trede, sinds 12 november 2026.",
        by="Herstel uiterlijk 10 december 2026",
        needs=("Akkoord van de jurist", "Alle vijf onderdelen van de brief"),
        links=(Link("Brief bekijken", "#ladder"),),
    ),
    LadderStep(mark="4", name="Verzuim", state=StepState.NEXT, words="Kan hierna"),
    LadderStep(mark="5a", name="Korting op de betaling", state=StepState.LATER, words="Later"),
)
TIMELINE = (
    TimelineItem(
        at="12 november 2026, 14.05 uur",
        what="Ingebrekestelling verstuurd",
        who="Gemeente Brummen",
        detail="De aanbieder heeft vier weken om te herstellen.",
        links=(Link("Brief (PDF)", "#tijdlijn"),),
        tone=Tone.WARNING,
    ),
    TimelineItem(
        at="10 november 2026, 9.30 uur",
        what="Notitie",
        who="A. Jansen, jurist",
        detail="Dossier is compleet. Let op de lopende klachtprocedure.",
        internal=True,
    ),
    TimelineItem(
        at="3 november 2026, 16.12 uur",
        what="Verbeterplan ontvangen",
        who="Zorggroep De Linde",
        tone=Tone.INFO,
    ),
    TimelineItem(at="1 november 2026, 11.00 uur", what="Gesprek afgerond", tone=Tone.OK),
    TimelineItem(at="20 oktober 2026, 10.00 uur", what="Termijn voorbij", tone=Tone.ERROR),
)
TASKS = (
    TaskRow(
        title="Cliëntenstop van Zorggroep De Linde",
        href="#werk",
        reference="CS-2026-0147",
        facts=("Begeleiding individueel", "ontvangen 2 november 2026"),
        due="Uiterlijk 16 november 2026",
        status=Status("2 dagen te laat", Tone.ERROR),
        late=True,
    ),
    TaskRow(
        title="Verbeterplan van Thuiszorg IJsselstroom",
        href="#werk",
        reference="VP-2026-0031",
        facts=("Dossier D-2026-0012",),
        due="Vandaag",
        status=Status("Vandaag", Tone.WARNING),
    ),
    TaskRow(title="Nieuwe aanbieder nakijken", href="#werk"),
)
TERM = TermExplained(
    label="Hersteltermijn",
    on="donderdag 10 december 2026",
    steps=(
        "De brief is ontvangen op 12 november 2026.",
        "De termijn is 28 kalenderdagen en begint een dag later.",
        "De laatste dag is 10 december 2026. Die is niet verschoven.",
    ),
    status=Status("Nog 18 dagen", Tone.INFO),
    article="art. 3.19.2 van de overeenkomst",
)
TILES = (
    Tile(title="Te laat", figure="3", href="#tegels", tone=Tone.ERROR),
    Tile(title="Vandaag", figure="5", href="#tegels", tone=Tone.WARNING),
    Tile(title="Komende zeven dagen", figure="12", href="#tegels"),
    Tile(title="Afgerond deze maand", figure="41", text="8 meer dan vorige maand", tone=Tone.OK),
)
FACTS = (
    DataItem(key="Kenmerk", value="CS-2026-0147"),
    DataItem(key="Ontvangen", value="2 november 2026, 14.05 uur"),
    DataItem(key="Gemeenten", lines=("Apeldoorn", "Brummen")),
)
DATA = (
    DataItem(
        key="Waar gaat het plan over?",
        value="Op tijd rapporteren",
        change=Link("Wijzigen", "#gegevens"),
    ),
    DataItem(key="Gemeenten", lines=("Apeldoorn", "Brummen"), change=Link("Wijzigen", "#gegevens")),
    DataItem(
        key="Toelichting", value="Rapportages komen te laat.\nVanaf mei pakken we dat anders aan."
    ),
    DataItem(key="Omzet"),
)
CHART = BarChart(
    element_id="grafiek-stops",
    title="Cliëntenstops per gemeente in 2026",
    description="Staafdiagram: Apeldoorn 12, Brummen 3, Epe 7.",
    unit="Cliëntenstops",
    bars=(Bar("Apeldoorn", 12), Bar("Brummen", 3), Bar("Epe", 7), Bar("Hattem", 0)),
)


def showcase() -> dict[str, Any]:
    """What templates/componenten.html prints, besides `page`."""
    wrong = _form(TYPED)
    lines = attach(wrong, FINDINGS)
    return {
        "empty_form": _form(None),
        "wrong_form": wrong,
        "lines": lines,
        "columns": COLUMNS,
        "rows": TONES,
        "tones": TONES,
        "steps": STEPS,
        "timeline": TIMELINE,
        "tasks": TASKS,
        "term": TERM,
        "tiles": TILES,
        "facts": FACTS,
        "data": DATA,
        "chart": CHART,
        "uploads": UPLOADS,
        "pager": Pager(
            previous_href="#tabel", next_href="#tabel", words="26 tot en met 50 van 312"
        ),
        "cancel": Link("Annuleren", "#formulier"),
    }


def _form(formdata: MultiDict[str, str] | None) -> QuestionForm:
    """Empty or filled in wrongly; the two get different ids by a prefix."""
    form_class = build_form(
        FIELDS,
        municipalities=MUNICIPALITIES,
        products=PRODUCTS,
        uploads={"bijlagen": UPLOADS} if formdata is not None else {},
    )
    return form_class(formdata, prefix="" if formdata is not None else "leeg")
