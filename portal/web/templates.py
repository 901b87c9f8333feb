"""What templates may call beside macros: formatting, and nothing that asks or decides."""

from flask import Flask

from portal.domain.calendar import format_date, format_moment


def init_templates(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters["datum"] = format_date
    app.jinja_env.filters["moment"] = format_moment
    app.jinja_env.filters["grootte"] = size_words
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def size_words(size_bytes: int) -> str:
    """ "3,4 MB": for people, not for arithmetic."""
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if size_bytes >= step:
            return f"{size_bytes / step:.1f}".replace(".", ",") + f" {unit}"
    return f"{size_bytes} bytes"
