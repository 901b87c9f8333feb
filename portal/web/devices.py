"""A mark in the browser that signed in to an account before.

It lets nobody in. It only says that this browser is not one of the many an attacker guesses
from, so that the account's own user is never kept out by them. It holds no name and no address.
"""

import hashlib
import secrets

from flask import request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.web.state import state

COOKIE = "toestel"
KEEP_S = 180 * 24 * 3600
MOST_ACCOUNTS = 5


def device_for(email: str) -> str:
    """The mark of this browser for an account, or "" when it never signed in to it."""
    return _marks().get(_key(email), "")


def remember_device(response: WerkzeugResponse, email: str) -> None:
    """Mark the browser after a good password; of several accounts the last few are kept."""
    marks = _marks()
    mark = marks.pop(_key(email), "") or secrets.token_urlsafe(12)
    kept = dict(list(marks.items())[-(MOST_ACCOUNTS - 1) :]) | {_key(email): mark}
    response.set_cookie(
        COOKIE,
        str(_serializer().dumps(kept)),
        max_age=KEEP_S,
        path="/aanmelden",
        secure=state().settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def _marks() -> dict[str, str]:
    try:
        found = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return {}
    return {str(key): str(mark) for key, mark in found.items()} if isinstance(found, dict) else {}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(state().settings.secret_key, salt=COOKIE)


def _key(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]
