"""Which clips judge a model, and among which labels: a set, a protocol and a split become clips and choices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from skelbench.datasets.cards import DatasetCard, read_card
from skelbench.datasets.clips import ClipSet
from skelbench.datasets.loading import load, recorded_sources
from skelbench.datasets.protocols import plain_code
from skelbench.errors import ParameterError
from skelbench.registry import suggest

__all__ = ["Judged", "judged_clips"]

SPLITS = ("dev", "test", "all")
UNSEEN = "unseen"
_NAMES = {"subject": "by_subject", "cross_view": "cross_view"}  # as the command calls them -> as the cards do
_SEEN_TEST = "test_seen"


@dataclass(frozen=True, eq=False)
class Judged:
    """Clips, the labels among which a model chooses (none: its own), and what a reader of the figures must know."""

    clips: ClipSet
    labels: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()  # of an open-vocabulary protocol, the labels that are never trained on
    protocol: str = ""
    split: str = ""
    opened_test: bool = False  # clips that may only judge are among these
    setting: str = ""  # in words

    @property
    def generalised(self) -> bool:
        """Whether clips of trained labels are judged too, all among all labels (GZSL)."""
        return bool(self.unseen) and len(self.unseen) < len(self.labels)


def judged_clips(
    name: str, path: Path | None = None, split: str = "", protocol: str = UNSEEN, generalised: bool = False
) -> Judged:
    """The clips of a set that judge under a protocol.

    `unseen`: a model that never saw the set, all labels of its card as choices. `subject` and `cross_view`: a model
    trained on the set's other people or views. Any other protocol of the set's card goes by its own name; those of
    open vocabulary judge on the labels never trained on, among these alone (ZSL), or with `generalised` on both kinds
    among all (GZSL). Sets that are made, and folders, have one split and leave the choices to the model.

    Raises:
        ParameterError: the protocol or split is unknown, or the protocol has no such split.
        FormatError: the path holds no clips of the set.
    """
    source = name.partition(":")[0]
    if source not in recorded_sources():
        if split or protocol != UNSEEN or generalised:
            raise ParameterError(
                f"'{name}' has no protocols: leave out the protocol, and name its split in its options"
            )
        return Judged(load(name, path))
    card, split = read_card(source), split or "dev"
    if split not in SPLITS:
        raise ParameterError(f"Expected a split of {', '.join(SPLITS)}, found '{split}'.{suggest(split, SPLITS)}")
    chosen = _protocol(card, protocol)
    unseen = _unseen_labels(card, chosen)
    if generalised and not unseen:
        raise ParameterError(f"Only protocols of open vocabulary can be generalised, not '{chosen}' of {card.name}")
    clips = _clips(card, chosen, split, (name, path), generalised)
    everything = tuple(dict.fromkeys(card.labels.values()))
    first = next(iter(card.protocols.values()), None)
    opened = split in ("test", "all") and first is not None and "test" in first.splits
    labels = unseen if unseen and not generalised and split != "all" else everything
    setting = card.protocols[chosen].summary if chosen else card.summary
    return Judged(clips, labels, unseen, protocol, split, opened, setting)


def _protocol(card: DatasetCard, protocol: str) -> str:
    if protocol == UNSEEN:
        return next(iter(card.protocols), "")
    chosen = _NAMES.get(protocol, protocol)
    if chosen not in card.protocols:
        known = (UNSEEN, *(short for short, name in _NAMES.items() if name in card.protocols), *card.protocols)
        raise ParameterError(
            f"{card.name} has no protocol '{protocol}'.{suggest(protocol, known)} Its protocols: {', '.join(known)}."
        )
    return chosen


def _clips(card: DatasetCard, chosen: str, split: str, where: tuple[str, Path | None], generalised: bool) -> ClipSet:
    name, path = where
    splits = card.protocols[chosen].splits if chosen else {}
    wanted = "choose" if split == "dev" and "dev" not in splits and "choose" in splits else split
    if wanted not in ("all", *splits):
        there = ", ".join(s for s in SPLITS if s == "all" or s in splits or (s == "dev" and "choose" in splits))
        raise ParameterError(f"The protocol '{chosen}' of {card.name} has no split '{split}'; it has: {there}")
    options = ([f"protocol={chosen}"] if chosen else []) + [f"split={'all' if generalised else wanted}"]
    clips = load(name + ("," if ":" in name else ":") + ",".join(options), path)
    if not generalised or wanted == "all":
        return clips
    return clips.only(lambda entry: entry.split in (wanted, _SEEN_TEST))


def _unseen_labels(card: DatasetCard, chosen: str) -> tuple[str, ...]:
    """The labels that a protocol's `test` is limited to, in the card's order; none where it is not."""
    if not chosen or card.files is None or "test" not in card.protocols[chosen].rules:
        return ()
    clauses = [c for c in card.protocols[chosen].rules["test"] if c.group == card.files.label]
    if not clauses:
        return ()
    traits = ({card.files.label: plain_code(code)} for code in card.labels)
    return tuple(
        label for label, trait in zip(card.labels.values(), traits, strict=True) if all(c.holds(trait) for c in clauses)
    )
