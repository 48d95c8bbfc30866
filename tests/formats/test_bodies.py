from __future__ import annotations

import numpy as np

from skelbench.formats.bodies import Body, choose_bodies, join_bodies


def test_a_body_that_comes_back_nearby_under_a_new_id_is_the_same_person():
    bodies = {7: Body([7], [0, 1], [0, 1]), 9: Body([9], [4, 5], [2, 3])}
    roots = np.array([[0, 1, 3], [0.1, 1, 3], [0.3, 1, 3], [0.3, 1, 3]], dtype=float)
    (person,) = join_bodies(bodies, roots)
    assert person.ids == [7, 9] and person.frames == [0, 1, 4, 5] and person.blocks == [0, 1, 2, 3]


def test_a_body_that_appears_far_away_or_meanwhile_is_somebody_else():
    far = {7: Body([7], [0, 1], [0, 1]), 9: Body([9], [2, 3], [2, 3])}
    assert len(join_bodies(far, np.array([[0.0, 1, 3], [0, 1, 3], [2, 1, 3], [2, 1, 3]]))) == 2
    meanwhile = {7: Body([7], [0, 2], [0, 1]), 9: Body([9], [1], [2])}
    assert len(join_bodies(meanwhile, np.zeros((3, 3)))) == 2
    late = {7: Body([7], [0], [0]), 9: Body([9], [40], [1])}
    assert len(join_bodies(late, np.zeros((2, 3)))) == 2


def test_a_ghost_is_seen_shortly_or_is_wider_than_a_body(kinect_pose):
    lying = kinect_pose[:, [1, 0, 2]]
    frames = list(range(20))
    people = [Body([1], frames, frames), Body([2], frames, list(range(20, 40))), Body([3], [5], [40])]
    points = np.concatenate([np.tile(kinect_pose, (20, 1, 1)), np.tile(lying, (20, 1, 1)), kinect_pose[None]])
    kept, said = choose_bodies(people, points)
    assert [body.ids for body in kept] == [[1]]
    assert any("body 2 is dropped: a ghost, wider" in one for one in said)
    assert any("body 3 is dropped: a ghost, seen in 1 of 20 frames" in one for one in said)
    assert any("1 of 3 bodies are kept" in one for one in said)


def test_of_three_people_the_two_that_move_most_are_kept_in_order_of_appearance(kinect_pose):
    frames = list(range(10))
    sway = np.sin(np.arange(10))[:, None, None] * np.array([1.0, 0, 0])
    points = np.concatenate([kinect_pose + amount * sway for amount in (0.1, 0.0, 0.4)])
    people = [Body([n], frames, list(range(10 * n, 10 * n + 10))) for n in range(3)]
    kept, said = choose_bodies(people, points)
    assert [body.ids for body in kept] == [[0], [2]]
    assert any("body 1 is dropped: it moves less than the two kept" in one for one in said)


def test_the_only_body_is_kept_whatever_it_looks_like(kinect_pose):
    kept, said = choose_bodies([Body([1], [0], [0])], kinect_pose[None][:, :, [1, 0, 2]])
    assert len(kept) == 1 and said == []


def test_whom_to_keep_can_be_asked_for(kinect_pose):
    sway = np.arange(20)[:, None, None] / 20
    points = np.concatenate([kinect_pose + at + size * sway for at, size in ((0, 0.1), (2, 0.3), (4, 0.2))])
    people = [
        Body([number], list(range(20)), list(range(20 * row, 20 * row + 20))) for row, number in enumerate((7, 8, 9))
    ]
    kept, said = choose_bodies(people, points)
    assert [one.ids for one in kept] == [[8], [9]]  # those who move most
    assert said[0] == "body 7 is dropped: it moves less than the two kept; people=3 (--people 3) keeps it"
    kept, said = choose_bodies(people, points, (3,))
    assert [one.ids for one in kept] == [[7]] and said[-1] == "1 of 3 bodies are kept (as asked for)"
