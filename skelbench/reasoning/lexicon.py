"""Words and what they mean: a text as tags, each the longest phrase of `lexicon.toml` that begins at its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Tag", "number_of", "tags_of"]

_TABLE = Path(__file__).with_name("lexicon.toml")
_DROPPED = "the a an his her their its my your this same some about roughly around"  # articles, and what is like them
_ARTICLES = frozenset(_DROPPED.split())
_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split())}
_BOTH = frozenset(("both", "two", "each"))
_ONLY = frozenset(("only", "just", "alone", "solely", "exclusively", "all of"))
_TOKENS = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[,()]")
_CONTRACTED = (("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("’", "'"), ("°", " degrees "), ("…", "."))


@dataclass(frozen=True)
class Tag:
    """A stretch of words: what each category of the lexicon takes it for, and whether an article stood before it."""

    text: str
    readings: Mapping[str, str]
    article: bool = False

    def __getitem__(self, category: str) -> str:
        return self.readings[category]

    def is_a(self, *categories: str) -> bool:
        """Whether it can be read as one of these."""
        return any(category in self.readings for category in categories)


def number_of(text: str) -> float | None:
    """A number in digits or in words up to twelve."""
    if text in _NUMBERS:
        return float(_NUMBERS[text])
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def tags_of(sentence: str) -> list[Tag]:
    """The sentence as tags, articles left out; a word that is in no table is a tag without readings."""
    text = sentence.lower()
    for short, long in _CONTRACTED:
        text = text.replace(short, long)
    words = [word.removesuffix("'s") if word not in ("people's",) else word for word in _TOKENS.findall(text)]
    kept, articles = [], []
    pending = False
    for word in words:
        if word in _ARTICLES:
            pending = True
            continue
        kept.append(word)
        articles.append(pending)
        pending = False
    return _tagged(kept, articles)


def _tagged(words: list[str], articles: list[bool]) -> list[Tag]:
    phrases, longest = _phrases()
    tags, at = [], 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            readings = phrases.get(phrase) or (_single(phrase) if length == 1 else None)
            if readings is not None:
                tags.append(Tag(phrase, readings, articles[at]))
                at += length
                break
    return tags


def _single(word: str) -> Mapping[str, str]:
    """Readings of one word that no table lists."""
    readings = {}
    if word in ("left", "right"):
        readings["side"] = word
    if word in _BOTH:
        readings["both"] = word
    if word in _ONLY:
        readings["only"] = word
    if (number := number_of(word)) is not None:
        readings["number"] = f"{number:g}"
    return readings


@cache
def _phrases() -> tuple[dict[str, dict[str, str]], int]:
    """Phrase -> category -> meaning, and the most words a phrase has."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    phrases: dict[str, dict[str, str]] = {"all of": {"only": "only"}}
    for category, meanings in table.items():
        for meaning, ways in meanings.items():
            for said in ways:
                way = " ".join(word for word in said.split() if word not in _ARTICLES)
                phrases.setdefault(way, {})[category] = meaning
    for word in list(phrases):
        if " " not in word:
            phrases[word] = {**_single(word), **phrases[word]}
    return phrases, max(len(phrase.split()) for phrase in phrases)
