from skelbench.models.prompts import prompt_before_answer


def test_frames_are_numbered_lines_before_the_question():
    assert prompt_before_answer("What?", frames=2, tokens_per_frame=1) == (
        "<|im_start|>user\nFrame1: <img><IMG_CONTEXT></img>\nFrame2: <img><IMG_CONTEXT></img>\nWhat?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )
