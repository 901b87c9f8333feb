"""All sections of a municipality's configuration, in the order in which an admin meets them."""

from collections.abc import Mapping
from typing import Any

from portal.domain.configuration.acceptance import ACCEPTANCE
from portal.domain.configuration.closing_days import CLOSING_DAYS
from portal.domain.configuration.four_eyes import FOUR_EYES
from portal.domain.configuration.letters import LETTERS
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.question_section import QUESTIONS
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.section import Section
from portal.domain.configuration.teams import TEAMS
from portal.domain.configuration.terms import TERMS
from portal.domain.configuration.texts import TEXTS
from portal.domain.configuration.theme_section import THEME

SECTIONS: tuple[Section[Any], ...] = (
    PROFILE,
    TEAMS,
    ROUTING,
    TERMS,
    QUESTIONS,
    TEXTS,
    LETTERS,
    CLOSING_DAYS,
    THEME,
    FOUR_EYES,
    ACCEPTANCE,
)

BY_SLUG: Mapping[str, Section[Any]] = {section.slug: section for section in SECTIONS}
