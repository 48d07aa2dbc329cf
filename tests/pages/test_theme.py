from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.pages.components import STATIC, STYLE

ROOT = Path(__file__).resolve().parents[2]
AA = 4.5
PAIR = re.compile(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)")


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, definition)."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_themes_text_links_and_accent_can_be_read(config: dict[str, Any], scheme: str) -> None:
    theme = config["theme"][scheme]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(theme["textColor"], theme[ground]) >= AA
        assert contrast(theme["linkColor"], theme[ground]) >= AA
    assert contrast("#ffffff", theme["primaryColor"]) >= AA
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3


@pytest.mark.parametrize(("scheme", "place"), [("light", 1), ("dark", 2)])
def test_the_style_sheets_own_colours_can_be_read(config: dict[str, Any], scheme: str, place: int) -> None:
    colours = {found[1]: found[1 + place] for found in PAIR.finditer(STYLE.read_text(encoding="utf-8"))}
    for ground in (config["theme"][scheme]["backgroundColor"], colours["panel"]):
        for ink in ("ink", "soft", "accent", "caution"):
            assert contrast(colours[ink], ground) >= AA, (ink, ground)
    assert contrast(colours["ink"], colours["marked"]) >= AA


def test_every_font_is_a_bundled_file_with_its_licence_beside_it(config: dict[str, Any]) -> None:
    for face in config["theme"]["fontFaces"]:
        font = STATIC / face["url"].removeprefix("app/static/")
        assert font.read_bytes()[:4] == b"wOF2"
        licence = font.with_name(re.sub(r"-\d{3}\.woff2$", "-OFL.txt", font.name))
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()


def test_style_and_scripts_name_no_address() -> None:
    for file in (*STATIC.glob("*.js"), *STATIC.glob("*.css")):
        assert not re.search(r"https?:|url\(|@import", file.read_text(encoding="utf-8")), file.name


def test_the_server_reports_nothing_watches_nothing_and_shows_no_traceback(config: dict[str, Any]) -> None:
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["fileWatcherType"] == "none"
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["toolbarMode"] == "minimal"
    assert config["runner"]["postScriptGC"] is False
