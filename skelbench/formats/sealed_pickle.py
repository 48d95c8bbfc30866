"""Pickles from anybody, read as data: a small machine that knows containers, numbers, text and NumPy arrays, no code.

Python's own unpickler calls what a pickle names. This one calls nothing: names it knows (an array, its type, a number
of NumPy's) become values made here from checked bytes, and any other name ends the reading.
The instructions: https://peps.python.org/pep-3154/ and the standard library's `pickletools`.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.formats.recording import Recording

__all__ = ["PickledArray", "read_pickle"]

MOST_STEPS = 3_000_000  # instructions; a published set of 56,000 clips has 2 million
_MOST_DIGITS = 1000
_NUMBER_TYPE = re.compile(r"[<>=|]?(b1|[iu][1248]|f[248])")
_ARRAY, _TYPE, _BUILD, _NUMBER, _BUFFER = "ndarray", "dtype", "_reconstruct", "scalar", "_frombuffer"
_NUMPY = {"numpy": (_ARRAY, _TYPE)} | {
    f"numpy.{core}.{module}": names
    for core in ("core", "_core")
    for module, names in (("multiarray", (_BUILD, _NUMBER)), ("numeric", (_BUFFER,)))
}
_PLAIN = {
    "_codecs": ("encode",),
    "collections": ("OrderedDict",),
    "builtins": ("bytes",),
    "__builtin__": ("bytes",),
}
_KNOWN: dict[str, tuple[str, ...]] = {**_NUMPY, **_PLAIN}
_BROKEN = (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError, struct.error, MemoryError)


@dataclass(frozen=True)
class _Name:
    """A name in the pickle that stands for something of NumPy's or Python's; never called."""

    name: str


@dataclass
class PickledArray:
    """An array whose numbers come later in the pickle than the array itself."""

    array: npt.NDArray[np.generic] | None = None


@dataclass
class _Type:
    code: str
    order: str = "="


class _Sealed(ValueError):
    """The pickle wants something that is neither data nor an array."""


def read_pickle(recording: Recording, content: bytes) -> Any:
    """What the pickle holds: None, bool, int, float, str, bytes, list, tuple, dict and `PickledArray`.

    Raises:
        FormatError: it names anything else (which stays closed), breaks off, or takes more than `MOST_STEPS`.
    """
    machine = _Machine(content)
    try:
        return machine.run()
    except _Sealed as error:
        raise recording.error(
            f"Expected a pickle of arrays and plain containers, but at byte {machine.place} {error}; it stays closed"
        ) from error
    except _BROKEN as error:
        what = type(error).__name__ if isinstance(error, KeyError | IndexError) else error
        raise recording.error(f"Expected a pickle, but at byte {machine.place} it breaks off ({what})") from error


@dataclass
class _Machine:
    content: bytes
    place: int = 0
    stack: list[Any] = field(default_factory=list)
    marks: list[list[Any]] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)

    def run(self) -> Any:
        for _ in range(MOST_STEPS):
            code = self.content[self.place]
            self.place += 1
            if code == 0x2E:  # STOP
                return self.stack.pop()
            instruction = _INSTRUCTIONS.get(code)
            if instruction is None:
                raise _Sealed(f"stands instruction 0x{code:02x}, which holds no plain data")
            instruction(self)
        raise _Sealed(f"it has taken more than {MOST_STEPS:,} steps")

    def take(self, count: int) -> bytes:
        if not 0 <= count <= len(self.content) - self.place:
            raise ValueError(f"{count} bytes are announced, {len(self.content) - self.place} are left")
        self.place += count
        return self.content[self.place - count : self.place]

    def take_count(self, width: int) -> int:
        return int.from_bytes(self.take(width), "little")

    def take_line(self) -> str:
        end = self.content.index(b"\n", self.place)
        return self.take(end - self.place + 1)[:-1].decode("latin-1")

    def take_digits(self) -> str:
        digits = self.take_line()
        if len(digits) > _MOST_DIGITS:
            raise ValueError(f"a number of {len(digits)} digits")
        return digits

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def since_mark(self) -> list[Any]:
        items, self.stack = self.stack, self.marks.pop()
        return items

    def open_mark(self) -> None:
        self.marks.append(self.stack)
        self.stack = []


def _whole(machine: _Machine) -> None:
    """INT: a number in digits, or the booleans 00 and 01."""
    digits = machine.take_digits()
    machine.push({"00": False, "01": True}.get(digits) if digits in ("00", "01") else int(digits))


def _long(width: int) -> Callable[[_Machine], None]:
    def push_long(machine: _Machine) -> None:
        count = machine.take_count(width)
        if count > _MOST_DIGITS:
            raise ValueError(f"a number of {count} bytes")
        machine.push(int.from_bytes(machine.take(count), "little", signed=True))

    return push_long


def _quoted(machine: _Machine) -> None:
    """STRING of protocol 0: 'text' without escapes."""
    text = machine.take_line()
    if len(text) < 2 or text[0] != text[-1] or text[0] not in "'\"" or "\\" in text:
        raise ValueError("a string without its quotes")
    machine.push(text[1:-1])


def _text(width: int, encoding: str = "utf-8") -> Callable[[_Machine], None]:
    return lambda machine: machine.push(machine.take(machine.take_count(width)).decode(encoding, "surrogatepass"))


def _bytes(width: int) -> Callable[[_Machine], None]:
    return lambda machine: machine.push(machine.take(machine.take_count(width)))


def _struct(code: str, width: int) -> Callable[[_Machine], None]:
    return lambda machine: machine.push(struct.unpack(code, machine.take(width))[0])


def _constant(value: Any) -> Callable[[_Machine], None]:
    return lambda machine: machine.push(value)


def _tuple(count: int) -> Callable[[_Machine], None]:
    def push_tuple(machine: _Machine) -> None:
        if len(machine.stack) < count:
            raise ValueError("a tuple without its items")
        items = machine.stack[len(machine.stack) - count :]
        del machine.stack[len(machine.stack) - count :]
        machine.push(tuple(items))

    return push_tuple


def _key(value: Any) -> Any:
    """A key of a dict: text or a small number, whose hashes nobody can make collide."""
    if isinstance(value, str | bytes | None) or (isinstance(value, int) and abs(value) < 2**31):
        return value
    raise _Sealed(f"stands a key of type {type(value).__name__}")


def _set_items(target: Any, items: list[Any]) -> None:
    if not isinstance(target, dict) or len(items) % 2:
        raise ValueError("items for something that is no dict")
    for key, value in zip(items[::2], items[1::2], strict=True):
        target[_key(key)] = value


def _extend(target: Any, items: list[Any]) -> None:
    if not isinstance(target, list):
        raise ValueError("items for something that is no list")
    target.extend(items)


def _appends(machine: _Machine) -> None:
    items = machine.since_mark()
    _extend(machine.stack[-1], items)


def _append(machine: _Machine) -> None:
    item = machine.stack.pop()
    _extend(machine.stack[-1], [item])


def _set_many(machine: _Machine) -> None:
    items = machine.since_mark()
    _set_items(machine.stack[-1], items)


def _set_one(machine: _Machine) -> None:
    value, key = machine.stack.pop(), machine.stack.pop()
    _set_items(machine.stack[-1], [key, value])


def _dict(machine: _Machine) -> None:
    made: dict[Any, Any] = {}
    _set_items(made, machine.since_mark())
    machine.push(made)


def _put(machine: _Machine, place: int) -> None:
    machine.memo[place] = machine.stack[-1]


def _pop_mark(machine: _Machine) -> None:
    machine.since_mark()


def _named(machine: _Machine, module: str, name: str) -> None:
    if name not in _KNOWN.get(module, ()):
        raise _Sealed(f"it names {module:.40}.{name:.40}")
    machine.push(_Name(name))


def _stacked_name(machine: _Machine) -> None:
    name, module = machine.stack.pop(), machine.stack.pop()
    if not isinstance(name, str) or not isinstance(module, str):
        raise ValueError("a name that is no text")
    _named(machine, module, name)


def _reduce(machine: _Machine) -> None:
    """REDUCE would call a function; here a known name and its arguments become a value."""
    arguments, name = machine.stack.pop(), machine.stack.pop()
    if not isinstance(name, _Name) or not isinstance(arguments, tuple):
        raise _Sealed("something that is no name is called")
    machine.push(_MAKERS[name.name](*arguments))


def _array_type(code: Any, *_: Any) -> _Type:
    if not isinstance(code, str) or not _NUMBER_TYPE.fullmatch(code):
        raise _Sealed(f"stands an array of type {code!r:.20}, which is no number")
    return _Type(code)


def _dtype(kind: Any) -> np.dtype[Any]:
    if not isinstance(kind, _Type):
        raise ValueError("an array without a type")
    made = np.dtype(kind.code)
    return made.newbyteorder(kind.order) if kind.order in ("<", ">") else made  # type: ignore[arg-type]


def _from_bytes(raw: Any, kind: Any, shape: Any, first_fastest: bool) -> npt.NDArray[np.generic]:
    """The numbers of an array, if they are as many as its shape says."""
    if isinstance(shape, int):
        shape = (shape,)
    if not isinstance(shape, tuple) or not all(isinstance(one, int) and one >= 0 for one in shape) or len(shape) > 8:
        raise ValueError("an array without a shape")
    dtype, data = _dtype(kind), raw.encode("latin-1") if isinstance(raw, str) else raw
    if not isinstance(data, bytes) or len(data) != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"an array of shape {shape} whose bytes are not as many")
    return np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if first_fastest else "C")


def _number(kind: Any, raw: Any = None) -> Any:
    return _from_bytes(raw, kind, (), False).item()


def _buffered(raw: Any, kind: Any, shape: Any, order: Any) -> PickledArray:
    return PickledArray(_from_bytes(raw, kind, shape, order == "F"))


def _encoded(text: Any, encoding: Any = "") -> bytes:
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise _Sealed("text is encoded in an unknown way")
    return text.encode("latin-1")


def _ordered(pairs: Any = ()) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for pair in pairs:
        _set_items(made, list(pair))
    return made


def _refused(*_: Any) -> Any:
    raise _Sealed("an array is made without numbers")


_MAKERS: dict[str, Callable[..., Any]] = {
    _ARRAY: _refused, _TYPE: _array_type, _BUILD: lambda *_: PickledArray(), _NUMBER: _number, _BUFFER: _buffered,
    "bytes": lambda: b"", "encode": _encoded, "OrderedDict": _ordered,
}  # fmt: skip


def _build(machine: _Machine) -> None:
    """BUILD would hand a state to any object; here only an array and its type take theirs."""
    state, target = machine.stack.pop(), machine.stack[-1]
    if isinstance(target, _Type) and isinstance(state, tuple) and len(state) >= 5 and state[2:5] == (None, None, None):
        target.order = str(state[1])
    elif isinstance(target, PickledArray) and isinstance(state, tuple) and len(state) == 5:
        target.array = _from_bytes(state[4], state[2], state[1], bool(state[3]))
    else:
        raise _Sealed("an object is given a state")


_INSTRUCTIONS: dict[int, Callable[[_Machine], Any]] = {
    0x80: lambda m: m.take(1), 0x95: lambda m: m.take(8), ord("("): _Machine.open_mark,
    ord("0"): lambda m: m.stack.pop(), ord("1"): _pop_mark, ord("2"): lambda m: m.push(m.stack[-1]),
    ord("N"): _constant(None), 0x88: _constant(True), 0x89: _constant(False),
    ord("I"): _whole, ord("L"): lambda m: m.push(int(m.take_digits().rstrip("L"))), ord("J"): _struct("<i", 4),
    ord("K"): lambda m: m.push(m.take_count(1)), ord("M"): lambda m: m.push(m.take_count(2)),
    0x8A: _long(1), 0x8B: _long(4), ord("F"): lambda m: m.push(float(m.take_digits())), ord("G"): _struct(">d", 8),
    ord("S"): _quoted, ord("T"): _text(4, "latin-1"), ord("U"): _text(1, "latin-1"),
    ord("V"): lambda m: m.push(m.take_line().encode("latin-1").decode("raw-unicode-escape")),
    ord("X"): _text(4), 0x8C: _text(1), 0x8D: _text(8), ord("B"): _bytes(4), ord("C"): _bytes(1), 0x8E: _bytes(8),
    0x96: _bytes(8), ord("]"): lambda m: m.push([]), ord("a"): _append, ord("e"): _appends,
    ord("l"): lambda m: m.push(m.since_mark()), ord(")"): _constant(()),
    ord("t"): lambda m: m.push(tuple(m.since_mark())),
    0x85: _tuple(1), 0x86: _tuple(2), 0x87: _tuple(3), ord("}"): lambda m: m.push({}), ord("s"): _set_one,
    ord("u"): _set_many, ord("d"): _dict,
    ord("p"): lambda m: _put(m, int(m.take_digits())), ord("q"): lambda m: _put(m, m.take_count(1)),
    ord("r"): lambda m: _put(m, m.take_count(4)), 0x94: lambda m: _put(m, len(m.memo)),
    ord("g"): lambda m: m.push(m.memo[int(m.take_digits())]), ord("h"): lambda m: m.push(m.memo[m.take_count(1)]),
    ord("j"): lambda m: m.push(m.memo[m.take_count(4)]),
    ord("c"): lambda m: _named(m, m.take_line(), m.take_line()), 0x93: _stacked_name,
    ord("R"): _reduce, ord("b"): _build,
}  # fmt: skip
