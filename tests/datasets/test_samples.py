import numpy as np

from skelbench.datasets import SAMPLES, load, sample_clips
from skelbench.formats import detect
from skelbench.paths import data_folder

FOLDER = data_folder() / "samples"


def test_the_shipped_files_are_the_samples_made_anew():
    shipped, made = load("folder", FOLDER), sample_clips()
    assert shipped.labels == made.labels == tuple(sample.label for sample in SAMPLES)
    for file, clip in zip(shipped, made, strict=True):
        np.testing.assert_allclose(file.sequence.positions, clip.sequence.positions, atol=2e-6)
        assert file.sequence.truth is not None
        assert file.sequence.truth.label == clip.label


def test_the_samples_show_several_formats_and_stay_small():
    formats = {detect(FOLDER / identity) for identity in load("folder", FOLDER).ids}
    assert formats == {"ntu", "humanml3d", "card"}
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 600_000
