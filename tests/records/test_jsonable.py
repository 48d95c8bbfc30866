from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skelbench.errors import RecordError
from skelbench.records import Verdict, as_json, canonical_bytes, digest, read_json, write_json


@dataclasses.dataclass(frozen=True)
class Box:
    content: object


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Box((1, 2.5, "x")), {"content": [1, 2.5, "x"]}),
        (Box(Box(None)), {"content": {"content": None}}),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        ({1: "a", "b": {"c": ()}}, {"1": "a", "b": {"c": []}}),
        (float("nan"), None),
        (np.array([1.0, np.inf]), [1.0, None]),
        (Path("a") / "b", "a/b"),
        (Verdict.HOLDS, "holds"),
    ],
)
def test_a_record_becomes_plain_containers(value, plain):
    assert json.loads(json.dumps(as_json(value), allow_nan=False)) == plain


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), [lambda: None], Box])
def test_what_has_no_json_form_is_refused_by_its_type(value):
    with pytest.raises(RecordError, match="which has no JSON form"):
        as_json(value)


def test_the_digest_is_the_sha_256_of_sorted_keys_without_spaces():
    expected = hashlib.sha256('{"a":[1,2.5],"ü":null}'.encode()).hexdigest()
    assert canonical_bytes({"ü": None, "a": (1, 2.5)}) == '{"a":[1,2.5],"ü":null}'.encode()
    assert digest({"ü": float("nan"), "a": [1, 2.5]}) == expected


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


@given(plain_values)
def test_a_value_written_and_read_has_the_same_digest(value):
    assert digest(json.loads(canonical_bytes(value))) == digest(value)


def test_a_record_is_written_whole_and_read_back(tmp_path):
    path = tmp_path / "new" / "folder" / "record.json"
    write_json(path, {"b": 1, "a": [float("nan"), "é"]})
    assert read_json(path) == {"b": 1, "a": [None, "é"]}
    assert path.read_text().endswith("}\n")
    assert [child.name for child in path.parent.iterdir()] == ["record.json"]


def test_others_may_read_a_record_as_far_as_the_umask_says(tmp_path):
    kept = os.umask(0o022)
    try:
        write_json(tmp_path / "record.json", 1)
    finally:
        os.umask(kept)
    assert stat.S_IMODE((tmp_path / "record.json").stat().st_mode) == 0o644


def test_a_record_that_cannot_be_written_leaves_the_old_one_and_no_part(tmp_path):
    path = tmp_path / "record.json"
    write_json(path, "old")
    with pytest.raises(RecordError):
        write_json(path, {"bad": object()})
    assert read_json(path) == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "Expected JSON in"), (b'{"a": 1', "Expected JSON in"), (b"\xff\xfe\x00", "Expected JSON in"),
     (b"[" * 200_000, "Expected JSON in")],
)  # fmt: skip
def test_a_damaged_record_is_refused_by_name(content, sentence, tmp_path):
    path = tmp_path / "damaged.json"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=sentence) as caught:
        read_json(path)
    assert "damaged.json" in str(caught.value)


def test_a_record_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RecordError, match=r"Expected a record at .*absent\.json"):
        read_json(tmp_path / "absent.json")
    with pytest.raises(RecordError, match="cannot be read"):
        read_json(tmp_path)
