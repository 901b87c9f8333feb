"""The file with the dossiers of the demo, and what each deed in it has to say."""

from portal.domain.configuration.cases import DEEDS, Case, CaseDeed, Cases
from portal.domain.configuration.domains import DOMAIN
from portal.domain.configuration.free import Free
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.load_days import LOAD_DAY, LOAD_MOMENT
from portal.domain.configuration.references import MUNICIPALITY, PERSON, PROVIDER, Ref
from portal.domain.configuration.scalars import SLUG, Each, LongText, Text, Whole, one_of
from portal.domain.configuration.section import Section
from portal.domain.configuration.story import NOTHING
from portal.domain.configuration.story_section import PAPERS
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

CODE = Text(max_length=40)


def judge_deed(deed: CaseDeed) -> list[Finding]:
    """The deed says all that it needs."""
    given = {
        "code": deed.code,
        "nummer": deed.number,
        "soort": deed.kind,
        "rol": deed.role,
        "aan": deed.to,
        "uitkomst": deed.outcome,
        "tekst": deed.text,
        "antwoorden": deed.answers,
    }
    return [
        Finding(name, f"Vul “{name}” in: dat hoort bij “{deed.deed}”.")
        for name in DEEDS[deed.deed]
        if not given[name]
    ]


DEED = Record(
    type_=CaseDeed,
    judge=judge_deed,
    keys=(
        Key(
            name="wat",
            attribute="deed",
            label="Wat",
            shape=one_of(*(Choice(deed, deed) for deed in DEEDS)),
        ),
        Key(name="door", attribute="by", label="Door", shape=Ref(target=PERSON)),
        Key(name="op", attribute="moment", label="Op", shape=LOAD_MOMENT),
        Key(
            name="code", attribute="code", label="Trede, maatregel of actie", shape=CODE, default=""
        ),
        Key(
            name="nummer",
            attribute="number",
            label="Nummer van de brief of de stap",
            shape=Whole(minimum=0, maximum=1_000),
            default=0,
        ),
        Key(name="soort", attribute="kind", label="Soort", shape=SLUG, default=""),
        Key(name="rol", attribute="role", label="Rol", shape=SLUG, default=""),
        Key(name="aan", attribute="to", label="Aan", shape=Ref(target=PERSON), default=""),
        Key(name="uitkomst", attribute="outcome", label="Uitkomst", shape=CODE, default=""),
        Key(name="tekst", attribute="text", label="Tekst", shape=LongText(), default=""),
        Key(name="dag", attribute="day", label="Dag", shape=LOAD_DAY, default=None),
        Key(
            name="antwoorden",
            attribute="answers",
            label="Antwoorden",
            shape=Free(),
            default=NOTHING,
        ),
        PAPERS,
    ),
)

CASES = Section(
    slug="dossiers",
    title="Dossiers van de demo",
    purpose="Welke dossiers gemeenten hebben geopend en wat er daarna in gebeurde.",
    default=Cases(),
    shape=Record(
        type_=Cases,
        keys=(
            Key(
                name="dossier",
                attribute="cases",
                label="Dossiers",
                default=(),
                shape=Rows(
                    row_name="dossier",
                    identity=("naam",),
                    max_rows=200,
                    of=Record(
                        type_=Case,
                        keys=(
                            Key(name="naam", attribute="slug", label="Korte naam", shape=SLUG),
                            Key(
                                name="gemeente",
                                attribute="municipality",
                                label="Gemeente",
                                shape=Ref(target=MUNICIPALITY),
                            ),
                            Key(
                                name="aanbieder",
                                attribute="provider",
                                label="Aanbieder",
                                shape=Ref(target=PROVIDER),
                            ),
                            Key(name="domein", attribute="domain", label="Domein", shape=DOMAIN),
                            Key(
                                name="door", attribute="by", label="Door", shape=Ref(target=PERSON)
                            ),
                            Key(name="op", attribute="moment", label="Op", shape=LOAD_MOMENT),
                            Key(name="titel", attribute="title", label="Titel", shape=Text()),
                            Key(name="spoor", attribute="track", label="Spoor", shape=SLUG),
                            Key(
                                name="categorieen",
                                attribute="categories",
                                label="Categorieën",
                                shape=Each(of=CODE),
                                default=(),
                            ),
                            Key(
                                name="wat",
                                attribute="what_happened",
                                label="Wat er gebeurde",
                                shape=LongText(),
                            ),
                            Key(name="bron", attribute="source", label="Bron", shape=SLUG),
                            Key(
                                name="vertrouwelijk",
                                attribute="confidentiality",
                                label="Vertrouwelijkheid",
                                shape=SLUG,
                                default="gewoon",
                            ),
                            Key(
                                name="daarna",
                                attribute="deeds",
                                label="Wat er daarna gebeurde",
                                default=(),
                                shape=Rows(
                                    row_name="gebeurtenis",
                                    identity=("wat", "op"),
                                    of=DEED,
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
