import re
import xml.etree.ElementTree as ElementTree

import numpy as np
from skelbench_widgets.payload import checked_values, placed
from skelbench_widgets.strip import contact_strip, describe, still_words, values_table

from skelbench.skeleton import KINECT_V2, Topology


def test_the_words_name_the_strongest_joints_with_their_signs(clip, seen, values):
    ready = placed(clip)
    text = describe(ready, checked_values(ready, values, seen), seen, "nat")
    assert "1 person, 25 joints, 30 frames" in text
    assert "right hand +1.5 nat, head −0.75 nat" in text  # three seen frames each
    assert "3 of 30 frames were seen" in text


def test_the_strip_shows_seen_moments_and_is_well_formed(clip, seen, values):
    ready = placed(clip)
    svg = contact_strip(ready, checked_values(ready, values, seen), seen, "nat")
    ElementTree.fromstring(svg)
    assert re.findall(r"([\d.]+) s</text>", svg) == [f"{ready.times[frame]:.2f}" for frame in (2, 12, 22)]
    assert svg.count("#e08214") == 3 and svg.count("#8a8f98'/>") == 3 * 23  # the largest value is full, zeros are grey
    assert svg.count("z' fill='") == 3  # a diamond a moment: the head is against


def test_the_first_picture_is_the_renderers(clip):
    """The person faces the camera: the left wrist falls on the left half, the head above the feet."""
    ready = placed(clip)
    svg = contact_strip(ready, None, None, "", count=1)
    marks = [(float(x), float(y)) for x, y in re.findall(r"<circle cx='([-\d.]+)' cy='([-\d.]+)'", svg)]
    place = dict(zip(KINECT_V2.joints, marks, strict=True))
    assert place["left_wrist"][0] < place["spine_base"][0] < place["right_wrist"][0]
    assert place["head"][1] < place["left_foot"][1]


def test_a_missing_joint_and_an_absent_person_are_not_drawn(two_people):
    positions = two_people.positions.copy()
    positions[:, 1] = np.nan
    positions[:, 0, 3] = np.nan
    svg = contact_strip(placed(two_people.changed(positions=positions, present=None)), None, None, "", count=1)
    assert svg.count("<circle") == 24
    assert "nan" not in svg


def test_the_table_gives_sum_and_peak_of_each_joint(clip, values):
    ready = placed(clip)
    values[7, 0, KINECT_V2.joint_index["head"]] = -4
    table = values_table(ready, checked_values(ready, values), "nat")
    ElementTree.fromstring(table)
    assert "<th scope='row'>right hand</th><td>+15</td>" in table
    assert f"<th scope='row'>head</th><td>−11.2</td><td>{ready.times[7]:.2f}</td>" in table
    assert values_table(ready, None, "nat") == ""
    assert values_table(ready, checked_values(ready, np.full(25, np.nan)), "nat") == ""


def test_the_still_picture_says_what_its_marks_mean_and_lists_the_spans(clip, seen, values):
    ready = placed(clip)
    words = still_words(
        ready, checked_values(ready, values, seen), seen, "nat", [{"start": 0, "end": 0.5, "text": "a < b"}]
    )
    assert "the largest is 0.5 nat; 27 of 30 frames were not seen" in words
    assert "<li>0.00 to 0.50 s: a &lt; b</li>" in words
    assert still_words(ready, None, None, "", ()) == ""


def test_a_lone_joint_and_hostile_names_do_not_break_the_picture(clip):
    hostile = Topology("one", ("</script><b onload='x'>",), ())
    lone = clip.changed(topology=hostile, positions=clip.positions[:, :, :1], orientations=None)
    ready = placed(lone)
    values = checked_values(ready, [1.0])
    ElementTree.fromstring(contact_strip(ready, values, None, "nat"))
    ElementTree.fromstring(values_table(ready, values, "<nat>"))
