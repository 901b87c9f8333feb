"""Preparing an act: what it asks, filling it in, having it signed, checking it, doing it."""

from portal.web.dossiers.work import (
    checking,
    established,
    hub,
    letter,
    options,
    question_pages,
    signing,
    word,
)

__all__ = [
    "checking",
    "established",
    "hub",
    "letter",
    "options",
    "question_pages",
    "signing",
    "word",
]
