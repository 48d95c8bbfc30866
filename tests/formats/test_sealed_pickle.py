from __future__ import annotations

import collections
import io
import os
import pickle
import time
from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, sealed_pickle
from skelbench.formats.sealed_pickle import PickledArray, read_pickle

HERE = Recording(Path("set.pkl"))
protocols = pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))

PLAIN = {
    "none": None, "yes": True, "no": False, "whole": [0, 1, -1, 255, 256, 65536, -(2**31), 2**40, -(2**70)],
    "float": [0.0, -2.5, 1e300], "text": ["", "wave", "a" * 300, "\u00e9\u4e2d\n\\"], "bytes": [b"", b"\0\xff" * 200],
    "nested": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [[[]]], {"a": {"b": 1}}], 7: "number",
}  # fmt: skip


class Touch:
    """Creates a file when it is unpickled."""

    def __init__(self, victim):
        self.victim = victim

    def __reduce__(self):
        return (Path.touch, (self.victim,))


@protocols
def test_plain_containers_come_out_as_they_went_in(protocol):
    assert read_pickle(HERE, pickle.dumps(PLAIN, protocol)) == PLAIN
    shared = ["x"]
    twice = read_pickle(HERE, pickle.dumps([shared, shared], protocol))
    assert twice == [["x"], ["x"]] and twice[0] is twice[1]


@protocols
@pytest.mark.parametrize("kind", ["<f2", "<f4", ">f8", "i1", "<i8", "u2", "bool"])
def test_arrays_of_numbers_come_out_to_the_bit(protocol, kind):
    array = (np.arange(24).reshape(2, 3, 4) - 3).astype(kind)
    for one in (array, np.asfortranarray(array), array[:0], np.array(5).astype(kind)):
        found = read_pickle(HERE, pickle.dumps({"a": one}, protocol))["a"]
        assert isinstance(found, PickledArray)
        np.testing.assert_array_equal(found.array, one)
        assert found.array.dtype == one.dtype


@protocols
def test_numbers_of_numpy_and_ordered_dicts_are_plain(protocol):
    content = collections.OrderedDict(a=np.float32(0.5), b=np.int64(-7))
    assert read_pickle(HERE, pickle.dumps(content, protocol)) == {"a": 0.5, "b": -7}


@protocols
@pytest.mark.parametrize("hidden", [lambda x: x, lambda x: {"annotations": [{"keypoint": x}]}, lambda x: (1, [x])])
def test_a_malicious_pickle_does_nothing(tmp_path, protocol, hidden):
    victim = tmp_path / "victim"
    with pytest.raises(FormatError, match=r"it names [\w.]+; it stays closed"):
        read_pickle(HERE, pickle.dumps(hidden(Touch(victim)), protocol))
    assert not victim.exists()


@pytest.mark.parametrize(
    "name", ["os.system", "builtins.eval", "builtins.getattr", "numpy.load", "numpy.core.multiarray.fromfile",
             "skelbench.formats.read", "functools.partial", "codecs.open", "numpy.ctypeslib.as_array"],
)  # fmt: skip
def test_no_name_but_the_few_of_arrays_is_known(name):
    module, _, function = name.rpartition(".")
    for content in (
        f"c{module}\n{function}\n(S'x'\ntR.".encode(),
        b"\x80\x04" + b"".join(b"\x8c" + bytes([len(w)]) + w.encode() for w in (module, function)) + b"\x93.",
    ):
        with pytest.raises(FormatError, match="it names"):
            read_pickle(HERE, content)


def test_object_arrays_stay_closed():
    for protocol in range(6):
        with pytest.raises(FormatError, match="which is no number"):
            read_pickle(HERE, pickle.dumps(np.array([{}, 1], dtype=object), protocol))
    with pytest.raises(FormatError, match="which is no number"):
        read_pickle(HERE, pickle.dumps(np.zeros(2, dtype=[("a", "f4")])))


@pytest.mark.parametrize(
    "content",
    [
        b"", b".", b"N", b"\x80", b"]a.", b"ea.", b"(l", b"\x85.", b"h\x05.", b"I12x\n.",
        b"X\xff\xff\xff\xff.", b"}(K\x01u.",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.", b"\x96\xff\xff\xff\xff\xff\xff\xff\x0f.",
        b"Nb.", b"]]b.", b"K\x01)R.",
        b"\x8b\xff\xff\xff\x7f.", b"L" + b"9" * 5000 + b"L\n.",
        b"}]K\x01s.", b"P1\n.", b"\x81.", b"\x82\x01.", b"\xff.",
        b"cnumpy\ndtype\n(S'f4'\ntR(I3\nS'<'\nI1\nNNtb.", b"cnumpy\nndarray\n)R.", b"1.", b"2.", b"0.", b"S'a\n.",
        b"cnumpy.core.multiarray\n_reconstruct\n)R(I1\n(I1000000000\ntcnumpy\ndtype\n(S'f8'\ntRI00\nS''\ntb.",
    ],
    ids=range(31),
)  # fmt: skip
def test_a_broken_pickle_gets_one_sentence(content):
    with pytest.raises(FormatError, match=r"(?s)^Expected a pickle.*set\.pkl"):
        read_pickle(HERE, content)


def test_truncated_anywhere_a_pickle_is_refused_or_plain():
    content = pickle.dumps({"a": np.arange(5.0), "b": [1, "x"]}, 4)
    for cut in range(len(content)):
        with pytest.raises(FormatError):
            read_pickle(HERE, content[:cut])


def test_a_pickle_that_would_never_end_is_refused_in_time(monkeypatch):
    monkeypatch.setattr(sealed_pickle, "MOST_STEPS", 10_000)
    with pytest.raises(FormatError, match="more than 10,000 steps"):
        read_pickle(HERE, b"N" * 20_000)


def test_keys_that_collide_are_refused():
    content = io.BytesIO()
    pickle.dump({(2**61 - 1) * k: None for k in range(10)}, content)
    with pytest.raises(FormatError, match="a key of type int"):
        read_pickle(HERE, content.getvalue())


def test_the_whole_budget_of_steps_takes_seconds_not_minutes():
    begun = time.process_time()
    assert len(read_pickle(HERE, b"(" + b"N" * 300_000 + b"l.")) == 300_000
    assert time.process_time() - begun < 1
    assert os.name  # the module the attack would have used is untouched
