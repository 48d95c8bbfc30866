"""The reports that have been made, and the page that lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from skelbench.errors import RecordError, ReportError
from skelbench.records import ReportRecord
from skelbench.registry import suggest
from skelbench.report.driver import PAGE, RECORD, reports_folder
from skelbench.report.page import TEMPLATE_FOLDER

__all__ = ["ShelfEntry", "find_report", "list_reports", "write_index"]

_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TITLE_BYTES = 200_000  # the heading stands near the page's top


@dataclass(frozen=True)
class ShelfEntry:
    """One report as the index shows it."""

    id: str
    title: str
    record: ReportRecord

    @property
    def told(self) -> str:
        """The parameters that were given, in words."""
        given = [item for item in self.record.parameters if item.value != ""]
        return ", ".join(f"{item.name} {item.value}" for item in given)


def list_reports(folder: Path | None = None) -> tuple[ShelfEntry, ...]:
    """Every report on the shelf, in order of its notebook's number; folders that hold none are left out."""
    shelf = folder or reports_folder()
    entries = []
    for path in sorted(shelf.glob(f"[!.]*/{RECORD}")):
        try:
            record = ReportRecord.read(path)
        except RecordError:
            continue
        entries.append(ShelfEntry(path.parent.name, _title(path.parent), record))
    return tuple(sorted(entries, key=lambda entry: (entry.record.notebook, entry.id)))


def _title(folder: Path) -> str:
    page = folder / PAGE
    if not page.is_file():
        return folder.name
    with page.open(encoding="utf-8") as file:
        found = _TITLE.search(file.read(_TITLE_BYTES))
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else folder.name


def find_report(name: str) -> Path:
    """The folder of a report, given as a folder, its record, or its id.

    Raises:
        ReportError: there is none; the nearest id is suggested.
    """
    given = Path(name)
    for folder in (given, given.parent, reports_folder() / name):
        if folder.name and (folder / RECORD).is_file() and (folder != given.parent or given.name in (RECORD, PAGE)):
            return folder.resolve()
    known = [entry.id for entry in list_reports()]
    raise ReportError(
        f"Expected a report's folder or id, found '{name}'.{suggest(name, known)} Known: {', '.join(known) or 'none'}."
    )


def write_index(folder: Path | None = None) -> Path:
    """Write the page that lists the reports; the answer is its path."""
    shelf = folder or reports_folder()
    environment = Environment(loader=FileSystemLoader(TEMPLATE_FOLDER), autoescape=select_autoescape(["html.j2"]))
    style = (TEMPLATE_FOLDER / "page.css").read_text(encoding="utf-8")
    page = environment.get_template("shelf.html.j2").render(entries=list_reports(shelf), style=style)
    shelf.mkdir(parents=True, exist_ok=True)
    index = shelf / PAGE
    index.write_text(page, encoding="utf-8")
    return index
