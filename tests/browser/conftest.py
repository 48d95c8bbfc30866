"""Headless Chromium without a network, and pages made from nothing but a player and its assets."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from skelbench.skeleton import SkeletonSequence, Topology

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--enable-unsafe-swiftshader",
    "--force-color-profile=srgb",
]


def chromium_path(playwright: Any) -> Path | None:
    """SKELBENCH_CHROMIUM, the system's, or playwright's own."""
    named = os.environ.get("SKELBENCH_CHROMIUM")
    found = [
        named,
        *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
        playwright.chromium.executable_path,
    ]
    return next((Path(path) for path in found if path and Path(path).is_file()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = chromium_path(playwright)
        if path is None:
            pytest.skip("no Chromium on this machine; install the system's chromium or set SKELBENCH_CHROMIUM")
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


class Visit:
    """A page opened offline, with all it asked for and complained about."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        self.address = address

    @property
    def other_requests(self) -> list[str]:
        """What was asked for besides the page itself."""
        return [url for url in self.asked if url != self.address and not url.startswith(("data:", "blob:"))]

    @property
    def player(self) -> Any:
        return self.page.locator(".skel-player").first

    @property
    def stage(self) -> Any:
        return self.page.locator(".skel-stage").first

    def state(self) -> dict[str, Any]:
        return dict(self.page.evaluate("document.querySelector('[data-skel=player]').skelPlayer.state"))

    def set(self, **state: Any) -> None:
        self.page.evaluate("state => document.querySelector('[data-skel=player]').skelPlayer.set(state)", state)
        self.settle()

    def settle(self) -> None:
        """Waits until what changed is drawn."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def colours(self, selector: str = ".skel-canvas") -> int:
        """How many different colours a canvas shows."""
        return int(self.page.evaluate(
            """selector => {
              const canvas = document.querySelector(selector);
              const bytes = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              return new Set(new Uint32Array(bytes.buffer)).size;
            }""", selector))  # fmt: skip

    def pixels(self) -> str:
        return str(self.page.evaluate("document.querySelector('.skel-canvas').toDataURL()"))


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens page text (or a file) in a fresh offline context."""
    contexts = []

    def opened(page_text: str | Path, width: int = 900, height: int = 900, **settings: Any) -> Visit:
        path = page_text if isinstance(page_text, Path) else tmp_path / f"page{len(contexts)}.html"
        if not isinstance(page_text, Path):
            path.write_text(page_text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **settings)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visit(context.new_page(), path.as_uri())

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def page_of() -> Callable[..., str]:
    """Page pieces -> a page that holds the module and the style sheet once."""
    from skelbench_widgets import player_assets

    assets = player_assets()

    def made(*pieces: str) -> str:
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>players</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            f"<style>:root{{color-scheme:light dark}}{assets['player.css']}</style></head><body><h1>Players</h1>"
            f'{"".join(pieces)}<script type="module">{assets["player.js"]}\nmountAll();</script></body></html>'
        )

    return made


def clip_of(frames: int = 40, people: int = 1, joints: int = 20, skip: bool = True) -> SkeletonSequence:
    """A ladder of joints that sways, two metres high, at uneven times when `skip`."""
    names = ("head", *(f"joint_{index}" for index in range(1, joints)))
    topology = Topology("ladder", names, tuple((names[i], names[i + 1]) for i in range(joints - 1)))
    steps = np.where(np.arange(frames) % 4 == 3, 4, 1) if skip else np.ones(frames)
    times = (np.cumsum(steps) - steps[0]) / 30
    row = np.arange(joints)
    positions = np.zeros((frames, people, joints, 3), dtype=np.float32)
    positions[..., 0] = 0.3 * np.sin(times[:, None, None] * 3 + row * 0.4) + np.arange(people)[:, None] * 0.9
    positions[..., 1] = 1.0 - 2.0 * row / joints
    positions[..., 2] = 3.5 + 0.2 * np.cos(times[:, None, None] * 3 + row)
    return SkeletonSequence(topology, positions, times)


@pytest.fixture
def clip() -> SkeletonSequence:
    return clip_of()


@pytest.fixture
def seen() -> np.ndarray:
    mask = np.zeros(40, dtype=bool)
    mask[[4, 14, 24, 34]] = True
    return mask


@pytest.fixture
def values(clip: SkeletonSequence) -> np.ndarray:
    scores = np.zeros(clip.positions.shape[:3])
    scores[:, 0, 0], scores[:, 0, 9] = 0.5, -0.25
    return scores


@pytest.fixture
def make_clip() -> Callable[..., SkeletonSequence]:
    return clip_of
