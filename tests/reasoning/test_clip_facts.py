from skelbench.choreography import choreograph
from skelbench.reasoning.claim_bench import frozen_shapes
from skelbench.reasoning.clip_facts import FACTS, facts_of


def test_every_need_of_the_frozen_sentences_has_its_fact():
    assert {shape["needs"] for shape in frozen_shapes()["shape"]} <= FACTS.keys()


def test_facts_come_from_the_truth_of_the_clip():
    clip = choreograph("drink water", 5)
    facts = facts_of(clip)
    hands = {deed.part for deed in clip.truth.deeds if deed.part.endswith("_hand")}
    assert {f"{facts['reach']['side']}_hand"} == hands
    assert facts["reach"]["place"] in {deed.where for deed in clip.truth.deeds}
    assert "jump" not in facts and "pair reach" not in facts
    assert "jump" in facts_of(choreograph("jump up", 5))
