"""The Chromium of the machine, and what every page is held to in it."""

import os
import shutil
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
GET_IT = (
    "Voor de browsertests is Chromium nodig. Op Debian of Ubuntu: sudo apt-get install chromium. "
    "Of, zonder beheerdersrechten: .venv/bin/python -m playwright install chromium"
)
IS_FULL = os.environ.get("PORTAL_TEST_FULL") == "1"
AXE = Path("node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((it) => it.type !== "hidden" && !it.closest("p.utrecht-paragraph"))
  .map((it) => [it, it.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([it, box]) => `${it.tagName} ${it.textContent.trim()} ${box.width}x${box.height}`)"""


def executable() -> str | None:
    """Path of the browser; None leaves it to Playwright's own."""
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    return next((found for name in names if name and (found := shutil.which(name))), None)


def axe_violations(page: Any) -> list[str]:
    """What axe finds, each with the places; the script tag would be blocked by the CSP."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    return [
        f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes']]}"
        for found in result["violations"]
    ]


def sideways_px(page: Any) -> int:
    """By how much the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def small_targets(page: Any) -> list[str]:
    """What a finger would miss: under 24 px, links in running text apart."""
    return list(page.evaluate(TOO_SMALL))
