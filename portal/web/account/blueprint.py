"""The pages around an account, of every side."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)
