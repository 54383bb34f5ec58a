"""The browser that real-browser tests use: the system's Chromium. Where there is none, those tests are not collected."""

import shutil
from typing import Final

CHROMIUM: Final = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGUMENTS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def say_browser() -> str:
    """For the header of a test run: which browser, or that its tests are left out."""
    return f"browser: {CHROMIUM}" if CHROMIUM else "browser: none found; the tests in tests/browser are not collected"
