"""What stands beside a form: the placeholders it may use, and where to try things out."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.configuration.letter_defaults import WORDS
from portal.domain.configuration.letters import IN_LETTERS, LETTER_MEANINGS, LETTERS
from portal.domain.configuration.placeholders import IN_MAILS, IN_TEXTS, MEANINGS
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.texts import TEXTS
from portal.services.effects.mail_texts import DEFAULTS
from portal.web.admin.desk import at
from portal.web.admin.places import Place
from portal.web.admin.records import Plain
from portal.web.chrome import DataItem, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Placeholders as name and meaning, a remark about them, and links to try things out."""

    placeholders: tuple[DataItem, ...] = ()
    remark: str = ""
    links: tuple[Link, ...] = ()


def help_for(section: str, key: str) -> Help:
    """The help beside a section, or beside the records of one of its lists."""
    if section == LETTERS.slug:
        return Help(
            placeholders=_listed(LETTER_MEANINGS, IN_LETTERS),
            links=(
                Link("Brieven bekijken met voorbeeldgegevens", at("letters_preview")),
                Link("Word-sjabloon voor brieven", at("letter_template_page")),
            ),
        )
    if section == TEXTS.slug and key == "mail":
        return Help(
            placeholders=_listed(MEANINGS, IN_MAILS),
            remark="In het onderwerp mag {link} niet. Een mail noemt nooit de aanbieder of waar "
            "het over gaat (artikel 1.17.5).",
            links=(Link("Teksten en mails bekijken met voorbeeldgegevens", at("texts_preview")),),
        )
    if section == TEXTS.slug:
        return Help(
            placeholders=_listed(MEANINGS, IN_TEXTS),
            links=(Link("Teksten en mails bekijken met voorbeeldgegevens", at("texts_preview")),),
        )
    if section == ROUTING.slug:
        return Help(links=(Link("Uitproberen: waar gaat dit heen?", at("routing_trial")),))
    return Help()


def beginning(section: str, place: Place, asked: Mapping[str, str]) -> Plain:
    """What a new record begins with: own words for a letter or a mail begin with the portal's."""
    key = place.steps[-1].listing.key
    kind = asked.get("soort", "")
    if (section, key) == (LETTERS.slug, "brief") and kind in WORDS:
        title, opening, closing = WORDS[kind]
        return {"soort": kind, "onderwerp": title, "aanhef": opening, "slot": closing}
    if (section, key) == (TEXTS.slug, "mail") and kind in DEFAULTS:
        usual = DEFAULTS[kind]
        return {"gebeurtenis": kind, "onderwerp": usual.subject, "tekst": usual.body.strip()}
    return {}


def _listed(meanings: Mapping[str, str], allowed: frozenset[str]) -> tuple[DataItem, ...]:
    return tuple(
        DataItem(key=f"{{{name}}}", value=meaning)
        for name, meaning in meanings.items()
        if name in allowed
    )
