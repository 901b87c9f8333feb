"""The functional admin's desk: everything of a municipality that is set, not coded."""

from portal.web.admin import (
    history,
    ladder_adding,
    ladder_beginning,
    ladder_changes,
    ladder_comparing,
    ladder_editing,
    ladder_publishing,
    ladder_reshaping,
    ladder_trying,
    ladders,
    letter_template,
    mandates,
    readiness,
    sections,
    start,
    theme,
    trying,
)
from portal.web.admin.desk import blueprint

__all__ = [
    "blueprint",
    "history",
    "ladder_adding",
    "ladder_beginning",
    "ladder_changes",
    "ladder_comparing",
    "ladder_editing",
    "ladder_publishing",
    "ladder_reshaping",
    "ladder_trying",
    "ladders",
    "letter_template",
    "mandates",
    "readiness",
    "sections",
    "start",
    "theme",
    "trying",
]
