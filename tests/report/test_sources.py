import huggingface_hub
import pytest

from skelbench.errors import ReportError
from skelbench.report.fingerprint import folder_sha256
from skelbench.report.sources import hub_sha256, is_clip_source, is_hub_id, source_sha256


def test_a_clip_source_is_known_by_the_motions_of_its_clips():
    name = "choreography:seed=5,clips=2"
    assert is_clip_source(name) and not is_clip_source("data/clip.bvh")
    first = source_sha256(name)
    assert first == source_sha256(name) != source_sha256("choreography:seed=6,clips=2")
    assert len(first) == 64 and source_sha256("data/clip.bvh") is None


def test_a_hub_id_is_told_from_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "model").mkdir(parents=True)
    assert is_hub_id("owner/name-1.0")
    assert not any(is_hub_id(name) for name in ("data/model", "model", "a/b/c", "../a", "/a/b", ""))


def test_a_hub_model_is_known_by_its_files_in_the_cache(tmp_path, monkeypatch):
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda name, local_files_only: str(tmp_path))
    assert hub_sha256("owner/name") == source_sha256("hub:owner/name") == folder_sha256(tmp_path)


def test_a_hub_model_nobody_loaded_is_said(monkeypatch):
    def missing(name, local_files_only):
        raise huggingface_hub.errors.LocalEntryNotFoundError("none")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", missing)
    with pytest.raises(ReportError, match="load it once first"):
        hub_sha256("owner/name")
