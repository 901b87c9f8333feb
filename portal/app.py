"""Builds the web app: registers, decides nothing."""

import os
from pathlib import Path

import structlog
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.adapters.database import sqlalchemy_url
from portal.adapters.logs import init_logs
from portal.adapters.processes import end_with_parent
from portal.adapters.queue import QueueWakeUp, WakeUp
from portal.adapters.sealing import Sealer
from portal.services.kept_forms import PURPOSE
from portal.services.runtime import make_tools
from portal.services.tools import Tools
from portal.settings import Settings
from portal.web import (
    account,
    admin,
    demo,
    dossiers,
    municipality,
    platform,
    provider,
    region,
    system,
)
from portal.web.access import public
from portal.web.chrome import read_manifest
from portal.web.database import db
from portal.web.errors import init_errors
from portal.web.headers import init_headers
from portal.web.htmx import init_htmx
from portal.web.paths import Number
from portal.web.state import PortalState
from portal.web.templates import init_templates
from portal.web.visitors import init_visitors

ROOT = Path(__file__).parents[1]
POOL = {
    "pool_size": 4,
    "max_overflow": 4,
    "pool_timeout": 10,
    "pool_pre_ping": True,
    "hide_parameters": True,
}
TIMEOUTS = {"options": "-c statement_timeout=30000 -c lock_timeout=10000"}

csrf = CSRFProtect()


def create_app(
    settings: Settings, *, tools: Tools | None = None, wake_up: WakeUp | None = None
) -> Flask:
    """The app for these settings; tests hand in twins of tools and wake-up."""
    app = Flask(
        "portal",
        static_folder=str(ROOT / "static" / "dist"),
        static_url_path="/static",
        template_folder=str(ROOT / "templates"),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=sqlalchemy_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS={**POOL, "connect_args": TIMEOUTS},
        # The prefix makes a browser refuse the cookie from any other host or without https.
        SESSION_COOKIE_NAME="__Host-portaal" if settings.secure_cookies else "portaal",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        TESTING=settings.testing,
    )
    app.jinja_env.undefined = StrictUndefined
    app.extensions["assets"] = read_manifest(ROOT / "static" / "dist")
    app.extensions["portal"] = PortalState(
        settings=settings,
        tools=tools or make_tools(settings),
        wake_up=wake_up or QueueWakeUp(settings.redis_url),
        sealer=Sealer(settings.secret_key, PURPOSE),
    )
    if settings.trusted_proxies:
        # Flask's own way to put a layer around the app.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
        )
    public(app.view_functions["static"])
    db.init_app(app)
    csrf.init_app(app)
    init_htmx(app)
    init_visitors(app)
    init_errors(app)
    init_headers(app, max_upload_bytes=settings.max_upload_bytes, secure=settings.secure_cookies)
    init_templates(app)
    app.url_map.converters["int"] = Number
    desks = (system, account, provider, municipality, dossiers, admin, region, platform)
    for desk in desks:
        app.register_blueprint(desk.blueprint)
    if settings.demo:
        app.register_blueprint(demo.blueprint)
    return app


def from_env() -> Flask:
    """For the web server: settings out of the environment, refused when they do not fit the database."""
    # Otherwise a worker whose main process was killed keeps the port.
    end_with_parent()
    init_logs()
    structlog.get_logger().info("web.start")
    return create_app(Settings.from_env(os.environ))
