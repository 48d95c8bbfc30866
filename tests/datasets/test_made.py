import time
from collections import Counter

import pytest

from skelbench.choreography import ACTIONS, GENERATOR_VERSION, RESERVE, TRAINED
from skelbench.datasets import load
from skelbench.datasets.made import MadeSet, parse_made
from skelbench.errors import ParameterError


def test_labels_are_balanced_in_the_whole_and_in_every_slice():
    clips = load("choreography:seed=7,clips=320")
    assert set(Counter(clips.labels).values()) == {20}
    assert set(Counter(clips[32:64].labels).values()) == {2}


def test_a_set_of_some_labels_goes_round_those():
    assert set(load("choreography:actions=wave+drink water,clips=6").labels) == {"wave", "drink water"}
    assert len(set(load("choreography:actions=reserve,clips=70").labels)) == len(RESERVE)
    assert len(set(load("choreography:actions=unseen,clips=70").labels)) == 5


def test_an_id_tells_how_to_make_the_clip_again():
    clip = load("choreography:seed=7,clips=4,split=held_out")[3]
    assert clip.id == f"choreography-{GENERATOR_VERSION}_held_out_7_3_wave_kinect_v2"
    assert clip.sequence.content_hash == load("choreography:seed=7,clips=300,split=held_out")[3].sequence.content_hash
    assert clip.split == "held_out" and clip.label == clip.sequence.label == "wave"


def test_ids_are_unique_over_sets():
    names = [f"choreography:seed={seed},clips=50,split={split}" for seed in (1, 2) for split in ("train", "held_out")]
    ids = [identity for name in names for identity in load(name).ids]
    assert len(set(ids)) == 200


def test_the_two_splits_share_no_body_and_no_motion():
    train, held = (load(f"choreography:clips=32,split={split}") for split in ("train", "held_out"))
    assert not {c.sequence.content_hash for c in train} & {c.sequence.content_hash for c in held}
    assert not {c.subject for c in train} & {c.subject for c in held}


def test_mixed_topologies_do_not_tell_the_label():
    clips = load("choreography:clips=640,topologies=mixed")
    seen = {
        label: {i.split("_", 5)[5] for i, of in zip(clips.ids, clips.labels, strict=True) if of == label}
        for label in TRAINED
    }
    assert min(len(topologies) for topologies in seen.values()) >= 4


def test_a_sensor_can_record_none_some_or_all():
    assert not any("sensor" in identity for identity in load("choreography:clips=50").ids)
    assert all(identity.endswith("sensor") for identity in load("choreography:clips=50,sensor=all").ids)
    assert 60 < sum("sensor" in identity for identity in load("choreography:clips=200,sensor=mixed").ids) < 140
    assert load("choreography:clips=1,sensor=all,topologies=coco_17")[0].sequence.dimensions == 2


def test_the_lifelike_sensor_is_a_set_of_its_own():
    lifelike, plain = (load(f"choreography:clips=8,sensor={sensor}") for sensor in ("lifelike", "all"))
    assert all(identity.endswith("_lifelike") for identity in lifelike.ids)
    assert any(clip.sequence.history for clip in lifelike)
    assert lifelike[3].sequence.content_hash != plain[3].sequence.content_hash


def test_decoys_are_said_and_made():
    clip = load("choreography:clips=1,decoys=yes")[0]
    assert clip.id.endswith("decoy") and clip.sequence.meta["decoy"]


@pytest.mark.parametrize("kind", ["side", "detail", "walking"])
def test_pairs_come_one_after_the_other(kind):
    clips = load(f"choreography:clips=8,pairs={kind},topologies=mixed,sensor=mixed,styles=base")
    assert all(identity.endswith(f"pair-{kind}") for identity in clips.ids) and len(set(clips.ids)) == 8
    for one, two in zip(clips[0::2], clips[1::2], strict=True):
        assert one.subject == two.subject
        assert (one.label == two.label) == (kind == "side")
        assert one.label == one.sequence.label and two.label == two.sequence.label
        assert one.sequence.meta["changed"] == two.sequence.meta["changed"]
        assert one.sequence.topology is two.sequence.topology


def test_every_label_is_paired_with_every_other_one():
    labels = load("choreography:clips=400,pairs=detail,actions=wave+drink water+point+throw").labels
    pairs = Counter(zip(labels[::2], labels[1::2], strict=True))
    assert len(pairs) == 12 and max(pairs.values()) - min(pairs.values()) <= 1


def test_labels_that_make_no_pair_are_refused():
    with pytest.raises(ParameterError, match="pairs of kind 'detail' need other labels than 'walk\\+wave'"):
        load("choreography:pairs=detail,actions=walk+wave")
    with pytest.raises(ParameterError, match="decoys or pairs, not both"):
        load("choreography:pairs=detail,decoys=yes")


def test_a_million_clips_cost_nothing_until_they_are_asked_for():
    clips = load("choreography:seed=3,clips=1000000,topologies=mixed,sensor=mixed")
    started = time.process_time()
    assert len(clips) == 1_000_000
    last = clips[-1]
    part = clips[999_000::100][-3:-1]
    assert time.process_time() - started < 1.0
    assert last.id.startswith(f"choreography-{GENERATOR_VERSION}_train_3_999999_")
    assert part.ids == (clips.entries[999_700].id, clips.entries[999_800].id)


def test_going_on_after_a_stop_gives_the_clips_that_were_to_come():
    whole, longer = (load(f"choreography:seed=5,clips={count},sensor=lifelike") for count in (12, 400))
    first, rest = list(whole[:7]), list(longer[7:12])
    again = [clip.sequence.content_hash for clip in (*first, *rest)]
    assert again == [clip.sequence.content_hash for clip in whole]


def test_texts_can_be_left_out_without_changing_a_motion():
    bare, told = (load(f"choreography:clips=2,texts={texts}")[1].sequence for texts in ("no", "yes"))
    assert not bare.truth.questions and told.truth.questions
    assert bare.content_hash == told.content_hash


def test_nothing_said_means_the_usual():
    assert parse_made({}) == MadeSet()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sed": "1"}, r"no option 'sed'\. Did you mean 'seed'\? Its options: seed, clips"),
        ({"clips": "many"}, "'clips' needs a whole number of at least 1 and at most 1000000, found 'many'"),
        ({"clips": "0"}, "found '0'"),
        ({"split": "test"}, r"'split' cannot be 'test'\..* Choices: train, held_out"),
        ({"topologies": "kinect_v3"}, r"Did you mean 'kinect_v[12]'"),
        ({"actions": "waev"}, r"'actions' cannot be 'waev'\. Did you mean 'wave'"),
        ({"seed": "-1"}, "'seed' needs a whole number of at least 0, found '-1'"),
    ],
)
def test_a_wrong_option_is_met_with_what_is_right(options, said):
    with pytest.raises(ParameterError, match=said):
        parse_made(options)


def test_base_styles_are_a_set_of_their_own():
    base, every = load("choreography:clips=16,styles=base"), load("choreography:clips=16")
    assert not set(base.ids) & set(every.ids)
    for clip in base:
        assert clip.sequence.meta["style"] in {style.name for style in ACTIONS[clip.label].styles}
