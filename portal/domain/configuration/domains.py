"""The words that configuration shares: contract domains and kinds of submission."""

from portal.domain.configuration.scalars import one_of
from portal.domain.submissions.fields import Choice
from portal.domain.submissions.kinds.continuiteitsmelding import GROUND_NAMES
from portal.domain.submissions.registry import all_kinds

WMO = "wmo"
JEUGD = "jeugd"
DOMAIN_CHOICES = (Choice(WMO, "Wmo"), Choice(JEUGD, "Jeugd"))
DOMAIN = one_of(*DOMAIN_CHOICES)

VERBETERPLAN = "verbeterplan"
CLIENTENSTOP = "clientenstop"
CONTINUITEITSMELDING = "continuiteitsmelding"
KIND_CHOICES = tuple(Choice(kind.slug, kind.name) for kind in all_kinds().values())
KIND = one_of(*KIND_CHOICES)

# What a rule can look at besides the kind: the grounds of 3.4.2, or why a stop is asked.
CONTINUITY_GROUNDS = tuple(Choice(slug, name) for slug, name in GROUND_NAMES.items())
STOP_ORIGINS = (
    Choice("wens", "Cliëntenstop op wens van de aanbieder (3.6)"),
    Choice("wachttijd", "Cliëntenstop om de wachttijd (3.5.3)"),
)
GROUND_CHOICES = (*CONTINUITY_GROUNDS, *STOP_ORIGINS)
GROUND = one_of(*GROUND_CHOICES)
KIND_OF_GROUND = {choice.value: CONTINUITEITSMELDING for choice in CONTINUITY_GROUNDS} | {
    choice.value: CLIENTENSTOP for choice in STOP_ORIGINS
}
