"""The words that configuration shares: contract domains and kinds of submission."""

from portal.domain.configuration.scalars import one_of
from portal.domain.submissions.fields import Choice

WMO = "wmo"
JEUGD = "jeugd"
DOMAIN_CHOICES = (Choice(WMO, "Wmo"), Choice(JEUGD, "Jeugd"))
DOMAIN = one_of(*DOMAIN_CHOICES)

VERBETERPLAN = "verbeterplan"
CLIENTENSTOP = "clientenstop"
CONTINUITEITSMELDING = "continuiteitsmelding"
KIND_CHOICES = (
    Choice(VERBETERPLAN, "Verbeterplan"),
    Choice(CLIENTENSTOP, "Cliëntenstop"),
    Choice(CONTINUITEITSMELDING, "Continuïteitsmelding"),
)
KIND = one_of(*KIND_CHOICES)

# What a rule can look at besides the kind: the grounds of 3.4.2, or why a stop is asked.
GROUND_CHOICES = (
    Choice("a_negatief_resultaat", "Negatief resultaat in de laatste drie jaar (3.4.2 a)"),
    Choice("b_liquiditeit", "Te weinig geld in kas (3.4.2 b)"),
    Choice("c_bestuurlijke_onrust", "Onrust in het bestuur (3.4.2 c)"),
    Choice("d_maatregel", "Maatregel van een toezichthouder, gemeente of rechter (3.4.2 d)"),
    Choice("anders", "Iets anders"),
)
ORIGIN_CHOICES = (
    Choice("wens", "Cliëntenstop op wens van de aanbieder (3.6)"),
    Choice("wachttijd", "Cliëntenstop om de wachttijd (3.5.3)"),
)
GROUND = one_of(*GROUND_CHOICES, *ORIGIN_CHOICES)
KIND_OF_GROUND = {choice.value: CONTINUITEITSMELDING for choice in GROUND_CHOICES} | {
    choice.value: CLIENTENSTOP for choice in ORIGIN_CHOICES
}
