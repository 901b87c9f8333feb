"""The desk of a provider."""

from flask import Blueprint

blueprint = Blueprint("provider", __name__, url_prefix="/aanbieder/<aanbieder>")
