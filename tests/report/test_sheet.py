import numpy as np

from skelbench.choreography import TOPOLOGIES, Variation, choreograph
from skelbench.report.sheet import CELL_PX, FRAMES, TITLE_PX, contact_sheet
from skelbench.report.theme import PARTED


def drawn(clip):
    return np.asarray(contact_sheet([clip], ["a clip"], columns=1))


def colour(name):
    return np.array([int(PARTED[name][row : row + 2], 16) for row in (1, 3, 5)])


def test_every_clip_is_a_row_of_nine_pictures_under_a_title():
    clips = [choreograph("wave", seed) for seed in range(3)]
    wide, high = contact_sheet(clips, ["a", "b", "c"], columns=2).size
    assert wide == 2 * (FRAMES * CELL_PX + 8)
    assert high == 2 * (CELL_PX + TITLE_PX)


def test_who_faces_the_reader_has_the_left_arm_on_the_right():
    picture = drawn(choreograph("bow", 1, Variation(frame="body", whole=True)))
    columns = [np.flatnonzero((picture[:, :CELL_PX] == colour(f"{s}_arm")).all(-1).any(0)) for s in ("left", "right")]
    assert columns[0].mean() > columns[1].mean()


def test_pictures_and_pairs_are_drawn_too():
    assert (drawn(choreograph("wave", 1, Variation(sensor=True), TOPOLOGIES["coco_17"])) != 255).any()
    assert (drawn(choreograph("hug", 1)) != 255).any()
