"""Scripts and styles other packages bring to a page, found by the entry-point group `skelbench.assets`.

Each entry point is a function that gives file name -> text, such as `{"player.js": ..., "player.css": ...}`. The script
is an ES module that exports `mount(element, data)`; a page calls it once for every `<div data-skel="player">`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points

from skelbench.errors import ReportError

__all__ = ["PageModule", "page_modules"]

GROUP = "skelbench.assets"


@dataclass(frozen=True)
class PageModule:
    """One named module of a page."""

    name: str
    script: str
    style: str

    @property
    def inline_script(self) -> str:
        """The module's text, fit to stand in a page, that makes its `mount` known there."""
        return f"{self.script}\n;globalThis.skelMounts[{self.name!r}] = mount;".replace("</script", "<\\/script")

    @property
    def inline_style(self) -> str:
        """The module's style, fit to stand in a page."""
        return self.style.replace("</style", "<\\/style")


def page_modules(used: str) -> tuple[PageModule, ...]:
    """The modules that the page's text asks for, by name.

    Raises:
        ReportError: an installed package offers a module without a script.
    """
    wanted = [point for point in entry_points(group=GROUP) if f'data-skel="{point.name}"' in used]
    return tuple(_load(point.name, point.load()) for point in sorted(wanted, key=lambda point: point.name))


def _load(name: str, texts: object) -> PageModule:
    found = texts() if callable(texts) else texts
    if not isinstance(found, dict) or f"{name}.js" not in found:
        raise ReportError(f"Expected the entry point '{GROUP}: {name}' to give '{name}.js', found {found!r:.60}")
    return PageModule(name, found[f"{name}.js"], found.get(f"{name}.css", ""))
