"""`skelbench data`: which clips there are, what a source holds, and clips written as files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import typer
from tqdm import tqdm

from skelbench.cli.app import print_json, say
from skelbench.datasets import (
    download,
    load,
    read_card,
    read_cards,
    sample_clips,
    save_checksums,
    save_clips,
    take_inventory,
)
from skelbench.errors import ParameterError
from skelbench.paths import data_folder, shown_path
from skelbench.records import as_json

__all__ = ["app", "check", "checksums", "fetch", "list_sources", "make", "sheet", "show"]

app = typer.Typer(
    no_args_is_help=True, help="Sources of clips: list them, look into one, check or fetch its files, write clips."
)

_SHOWN = 10  # paths
_JSON = typer.Option(False, "--json", help="Machine-readable output, alone on stdout.")


@app.command("list")
def list_sources(json: bool = _JSON) -> None:
    """Name every source of clips."""
    cards = read_cards()
    if json:
        print_json({"sources": [{"name": card.name, "title": card.title} for card in cards]})
        return
    for card in cards:
        print(f"{card.name:14s} {card.title}")


@app.command("show")
def show(
    name: str = typer.Argument(help="A source, with or without options: choreography:clips=32,split=held_out."),
    path: Path | None = typer.Option(None, help="Where the source's files are, if it reads files."),
    json: bool = _JSON,
) -> None:
    """Describe a source, and count its clips where the name says which."""
    card = read_card(name.partition(":")[0])
    found: dict[str, Any] = {"card": as_json(card)}
    if ":" in name or path is not None:
        clips = load(name, path)
        found |= {"clips": len(clips), "labels": dict(Counter(clips.labels)), "content_hash": clips.content_hash}
        found["notes"] = list(clips.notes)
    if json:
        print_json(found)
        return
    print(f"{card.title}\n\n{card.summary}\n\nLicence: {card.licence}\nOrigin: {card.origin}")
    print("".join(f"{sentence}\n" for sentence in (card.access,) if sentence) + f"Load: {card.how_to_load}")
    print(f"Splits: {card.splits}")
    for protocol in card.protocols.values():
        print(f"  {protocol.name:16s} {protocol.summary} ({', '.join(protocol.splits)})")
    for option, meaning in card.options.items():
        print(f"  {option:16s} {meaning}")
    if "clips" in found:
        print(f"\n{found['clips']} clips, hash {found['content_hash'][:12]}")
        for label, count in found["labels"].items():
            print(f"  {count:6d} {label}")
        for note in found["notes"]:
            print(f"note: {note}")


@app.command("check")
def check(
    name: str = typer.Argument(help="A recorded set: nw_ucla, utkinect, ..."),
    path: Path = typer.Argument(help="The folder its files lie in."),
    json: bool = _JSON,
) -> None:
    """Say what of a recorded set is there, what is missing and what differs; exit code 1 unless all is there."""
    card = read_card(name)
    with tqdm(desc="files", disable=True if json else None, leave=False) as bar:
        found = take_inventory(card, path, bar.update)
    clips = load(name, path) if card.files and found.present else None
    if json:
        print_json({
            "name": name, "holds": found.holds, "expected": found.expected, "present": found.present,
            "missing": list(found.missing), "changed": list(found.changed), "unknown": found.unknown,
            "checked": found.checked, "clips": len(clips) if clips else 0, "notes": list(clips.notes) if clips else [],
        })  # fmt: skip
    else:
        print(f"{name}: {found.verdict}")
        for kind, paths in (("missing", found.missing), ("changed", found.changed)):
            for one in paths[:_SHOWN]:
                print(f"  {kind}: {one}")
            if len(paths) > _SHOWN:
                print(f"  ... and {len(paths) - _SHOWN:,} more")
        if found.unknown:
            print(f"  {found.unknown:,} other files are there too")
        if clips:
            print(f"{len(clips):,} clips")
            print("".join(f"note: {note}\n" for note in clips.notes), end="")
    if not found.holds:
        raise typer.Exit(1)


@app.command("download")
def fetch(
    name: str = typer.Argument(help="A recorded set whose licence allows it: ui_prmd."),
    path: Path = typer.Argument(help="The folder to put its files into."),
) -> None:
    """Fetch what is missing of a set, or say where to ask for it; run again, it goes on where it stopped."""
    card = read_card(name)
    with tqdm(desc="files", disable=None, leave=False) as bar:
        fetched = download(card, path, bar.update)
    say(f"{fetched:,} files fetched; {take_inventory(card, path).verdict}")


@app.command("checksums")
def checksums(
    name: str = typer.Argument(help="A recorded set that has a card."),
    path: Path = typer.Argument(help="The folder that holds all its files, unchanged."),
) -> None:
    """Write the list of checksums that `check` holds folders against (for whoever adds a card)."""
    read_card(name)
    say(f"written: {shown_path(save_checksums(name, path))}")


@app.command("make")
def make(
    name: str = typer.Argument(help="'samples', or choreography with its options."),
    out: Path | None = typer.Argument(None, help="A folder for the files; 'samples' has its own."),
    json: bool = _JSON,
) -> None:
    """Write made clips as files, with their truth and a table of labels that the source 'folder' reads."""
    if name != "samples" and out is None:
        raise ParameterError(f"Expected a folder to write the clips of '{name}' to, found none; give it after the name")
    folder = data_folder() / "samples" if out is None else out
    if name == "samples":
        clips = sample_clips()
        if out is None:  # its own folder: written anew
            (folder / "labels.csv").unlink(missing_ok=True)
    elif name.partition(":")[0] == "choreography":
        clips = load(name)
    else:
        raise ParameterError(
            f"Only choreography and 'samples' can be made, found '{name}'; recordings are files already"
        )
    paths = save_clips(tqdm(clips, desc="clips", disable=None, leave=False), folder)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    if json:
        print_json({"folder": shown_path(folder), "clips": [path.name for path in paths], "bytes": size})
    else:
        say(f"{len(paths)} clips, {size / 1000:.0f} kB, in {shown_path(folder)}")


@app.command("sheet")
def sheet(
    name: str = typer.Argument(help="A source of clips: choreography:clips=32,actions=all, or folder."),
    path: Path | None = typer.Option(None, help="Where the source's files are, if it reads files."),
    out: Path = typer.Option(Path("build/sheet.png"), help="The picture to write."),
    columns: int = typer.Option(2, min=1, max=6, help="Clips side by side."),
) -> None:
    """Draw clips as rows of skeletons on one picture: the quickest look at what a source holds."""
    from skelbench.report.sheet import contact_sheet

    clips = list(tqdm(load(name, path), desc="clips", disable=None, leave=False))
    sequences = [clip.sequence for clip in clips]
    titles = [
        f"{clip.label}: {clip.sequence.meta.get('style', clip.id)} {clip.sequence.duration:.1f} s" for clip in clips
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(sequences, titles, columns).save(out)
    say(f"{len(clips)} clips in {shown_path(out)}")
