from skelbench.models.prompts import frame_opening, listed_choices, prompt_before_answer, teacher_request


def test_frames_are_numbered_lines_before_the_question():
    assert prompt_before_answer("What?", frames=2, tokens_per_frame=1) == (
        "<|im_start|>user\nFrame1: <img><IMG_CONTEXT></img>\nFrame2: <img><IMG_CONTEXT></img>\nWhat?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_a_server_gets_one_label_a_line_and_is_asked_for_one_of_them_alone():
    lines = listed_choices(("wave", "sit down")).splitlines()
    assert lines[1:] == ["wave", "sit down"]
    assert "exactly one label" in lines[0]


def test_a_teacher_is_told_the_label_and_how_to_end():
    lines = teacher_request("sit down").splitlines()
    assert '"sit down"' in lines[0]
    assert lines[-1] == "Label: sit down"


def test_pictures_are_lines_counted_from_one():
    assert frame_opening(1) + "<picture>" + frame_opening(2) == "Frame1: <picture>\nFrame2: "
