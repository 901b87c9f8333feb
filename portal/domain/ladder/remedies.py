"""What the law says per remedy about the ingebrekestelling, as data (001-22, Handreiking bijlage g)."""

from dataclasses import dataclass

from portal.domain.ladder.words import Word


class Side(Word):
    """What an argument speaks for."""

    VOOR = "voor", "pleit voor een ingebrekestelling"
    TEGEN = "tegen", "pleit ertegen dat een ingebrekestelling nodig is"
    LET_OP = "let_op", "hier moet u op letten"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalQuestion:
    """Something that a person has to answer first; `options` as value and label."""

    code: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument, counted when each question in `when` has one of the answers given."""

    side: Side
    sentence: str
    article: str
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rule: str = "001-22"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One thing that the municipality may want, with its articles and arguments.

    A remedy that `dissolves` may also rest on a ground of the contract itself (004-99).
    """

    code: str
    name: str
    articles: str
    arguments: tuple[Argument, ...]
    dissolves: bool = False
    asks_damages: bool = False

    @property
    def asks(self) -> tuple[str, ...]:
        """Codes of the questions that matter here, each once."""
        return tuple(dict.fromkeys(code for a in self.arguments for code, _ in a.when))


YES_NO = (("ja", "Ja"), ("nee", "Nee"))

QUESTIONS = (
    LegalQuestion(
        code="onmogelijk",
        label="Kan de aanbieder nog nakomen?",
        options=(
            ("nee", "Ja, nakomen kan nog"),
            ("tijdelijk", "Nu niet, later wel"),
            ("blijvend", "Nee, nooit meer"),
        ),
    ),
    LegalQuestion(
        code="toerekenbaar",
        label="Is de tekortkoming toe te rekenen aan de aanbieder (geen overmacht)?",
        options=YES_NO,
    ),
    LegalQuestion(
        code="schuldeisersverzuim",
        label="Ligt het aan de gemeente zelf dat de aanbieder niet kan nakomen?",
        options=YES_NO,
    ),
    LegalQuestion(
        code="gering",
        label="Is de tekortkoming te klein voor ontbinding?",
        options=YES_NO,
    ),
    LegalQuestion(code="opeisbaar", label="Is wat u vordert al opeisbaar?", options=YES_NO),
    LegalQuestion(
        code="samenhang",
        label="Hangt uw eigen verplichting samen met die van de aanbieder?",
        options=YES_NO,
    ),
    LegalQuestion(code="uitgesloten", label="Sluit de overeenkomst dit uit?", options=YES_NO),
    LegalQuestion(
        code="onredelijk",
        label="Is opzeggen nu onredelijk voor de aanbieder?",
        options=YES_NO,
    ),
    LegalQuestion(
        code="zwaarwegend", label="Is er een zwaarwegende reden om op te zeggen?", options=YES_NO
    ),
)


def _for(sentence: str, article: str, *when: tuple[str, tuple[str, ...]]) -> Argument:
    return Argument(side=Side.VOOR, sentence=sentence, article=article, when=when)


def _against(sentence: str, article: str, *when: tuple[str, tuple[str, ...]]) -> Argument:
    return Argument(side=Side.TEGEN, sentence=sentence, article=article, when=when)


def _mind(sentence: str, article: str, *when: tuple[str, tuple[str, ...]]) -> Argument:
    return Argument(side=Side.LET_OP, sentence=sentence, article=article, when=when)


def _own_default(article: str) -> Argument:
    return _mind(
        "Zolang het aan de gemeente zelf ligt (schuldeisersverzuim), kan dit niet.",
        article,
        ("schuldeisersverzuim", ("ja",)),
    )


def _no_fault(article: str) -> Argument:
    return _mind("Bij overmacht is er geen schadevergoeding.", article, ("toerekenbaar", ("nee",)))


def _too_small(article: str) -> Argument:
    return _mind(
        "Een tekortkoming die te klein is, draagt geen ontbinding.", article, ("gering", ("ja",))
    )


STILL_POSSIBLE = ("nee", "tijdelijk")

REMEDIES = (
    Remedy(
        code="nakoming",
        name="Nakoming vorderen",
        articles="art. 3:296 BW",
        arguments=(
            _against("Wie alleen nakoming vordert, hoeft niet eerst in gebreke te stellen.", "art. 3:296 BW"),
            _mind("De verplichting moet opeisbaar zijn.", "art. 3:296 BW", ("opeisbaar", ("nee",))),
            _own_default("art. 3:296 BW"),
        ),
    ),
    Remedy(
        code="nakoming_schade",
        name="Nakoming vorderen met schadevergoeding",
        articles="art. 6:74 BW, samen met 3:296 BW",
        asks_damages=True,
        arguments=(
            _against("Voor de nakoming zelf is geen ingebrekestelling nodig.", "art. 3:296 BW"),
            _for(
                "Voor de schade is verzuim nodig zolang nakomen nog kan of alleen nu niet kan.",
                "art. 6:74 BW",
                ("onmogelijk", STILL_POSSIBLE),
            ),
            _against(
                "Nakomen kan nooit meer; dan is voor de schade geen verzuim nodig.",
                "art. 6:74 BW",
                ("onmogelijk", ("blijvend",)),
            ),
            _mind(
                "Nakoming vorderen heeft geen zin als nakomen nooit meer kan.",
                "art. 6:74 BW",
                ("onmogelijk", ("blijvend",)),
            ),
            _no_fault("art. 6:74 BW"),
            _own_default("art. 6:74 BW"),
        ),
    ),
    Remedy(
        code="vervangende_schade",
        name="Vervangende schadevergoeding",
        articles="art. 6:74 en 6:87 BW",
        asks_damages=True,
        arguments=(
            _for(
                "Nakomen kan nog of kan alleen nu niet; eerst is verzuim nodig.",
                "art. 6:87 BW",
                ("onmogelijk", STILL_POSSIBLE),
            ),
            _against(
                "Nakomen kan nooit meer; dan is geen verzuim nodig.",
                "art. 6:74 BW",
                ("onmogelijk", ("blijvend",)),
            ),
            _mind(
                "De tekortkoming moet toe te rekenen zijn.",
                "art. 6:74 BW",
                ("toerekenbaar", ("nee",)),
            ),
            _own_default("art. 6:74 BW"),
        ),
    ),
    Remedy(
        code="ontbinden",
        name="Geheel of voor een deel ontbinden",
        articles="art. 6:265 BW",
        dissolves=True,
        arguments=(
            _for(
                "Nakomen kan nog; ontbinden kan pas als de termijn van een ingebrekestelling voorbij is.",
                "art. 6:265 BW",
                ("onmogelijk", ("nee",)),
            ),
            _against(
                "Nakomen kan nu niet of nooit meer; dan is geen ingebrekestelling nodig.",
                "art. 6:265 BW",
                ("onmogelijk", ("tijdelijk", "blijvend")),
            ),
            _too_small("art. 6:265 BW"),
            _own_default("art. 6:265 BW"),
        ),
    ),
    Remedy(
        code="ontbinden_schade",
        name="Ontbinden met schadevergoeding",
        articles="art. 6:265 en 6:74 BW",
        dissolves=True,
        asks_damages=True,
        arguments=(
            _for(
                "Nakomen kan nog; eerst is verzuim nodig.",
                "art. 6:265 BW",
                ("onmogelijk", ("nee",)),
            ),
            _for(
                "Ook als nakomen alleen nu niet kan, is verzuim nodig: u vordert ook schade.",
                "art. 6:74 BW",
                ("onmogelijk", ("tijdelijk",)),
            ),
            _against(
                "Nakomen kan nooit meer; dan is geen ingebrekestelling nodig.",
                "art. 6:265 BW",
                ("onmogelijk", ("blijvend",)),
            ),
            _no_fault("art. 6:74 BW"),
            _too_small("art. 6:265 BW"),
            _own_default("art. 6:265 BW"),
        ),
    ),
    Remedy(
        code="opschorten",
        name="Eigen verplichting opschorten",
        articles="art. 6:52 en 6:262 BW",
        arguments=(
            _against("Een schriftelijke melding dat u opschort is genoeg.", "art. 6:52 BW"),
            _mind("De vordering moet opeisbaar zijn.", "art. 6:52 BW", ("opeisbaar", ("nee",))),
            _mind(
                "Zonder samenhang tussen de verplichtingen kan opschorten niet.",
                "art. 6:52 BW",
                ("samenhang", ("nee",)),
            ),
            _own_default("art. 6:262 BW"),
        ),
    ),
    Remedy(
        code="verrekenen",
        name="Verrekenen",
        articles="art. 6:127 BW",
        arguments=(
            _against(
                "Een schriftelijke verklaring is genoeg. Noem van beide vorderingen het bedrag en de grondslag.",
                "art. 6:127 BW",
            ),
            _mind("Beide vorderingen moeten opeisbaar zijn.", "art. 6:127 BW", ("opeisbaar", ("nee",))),
            _mind("De overeenkomst sluit verrekenen uit.", "art. 6:127 BW", ("uitgesloten", ("ja",))),
        ),
    ),
    Remedy(
        code="opzeggen",
        name="Opzeggen",
        articles="art. 7:408 BW",
        arguments=(
            _against("Opzeggen kan zonder tekortkoming. Doe het schriftelijk.", "art. 7:408 BW"),
            _mind("Opzeggen op een onredelijke manier kan niet.", "art. 7:408 BW", ("onredelijk", ("ja",))),
            _mind("De overeenkomst sluit opzeggen uit.", "art. 7:408 BW", ("uitgesloten", ("ja",))),
            _mind(
                "Zonder zwaarwegende reden kan de aanbieder recht hebben op schadevergoeding.",
                "art. 7:408 BW",
                ("zwaarwegend", ("nee",)),
            ),
        ),
    ),
)  # fmt: skip
