"""Logs on standard error: one line per event, without the values of variables."""

import os
import sys

import structlog


def init_logs() -> None:
    """Plain lines for people; JSON with LOG_FORMAT=json. A traceback never shows locals."""
    as_json = os.environ.get("LOG_FORMAT") == "json"
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    )
    processors: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
        renderer,
    ]
    if as_json:
        processors.insert(2, structlog.processors.format_exc_info)
    structlog.configure(
        processors=processors,
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
