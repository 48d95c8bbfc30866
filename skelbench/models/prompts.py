"""Every text the model is given. Frames come as `FrameN: <image>` lines, one a frame, then the question.

The layout of the turns is the published one (arXiv 2603.18003, appendix) in each family's own chat format. The choices
are not listed in the prompt: each is scored by its own log-probability, so their order cannot matter. Only a model
behind a server, which cannot be scored so, gets them as a list, with the published demands in words of our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "CAPTION",
    "CAPTION_OF_PART",
    "CLASSIFIER",
    "IDEFICS3",
    "INTERNVL",
    "NO",
    "OPEN_RECOGNITION",
    "QWEN_VL",
    "RATIONALE",
    "RECOGNITION",
    "SMOLVLM",
    "TEACHER",
    "UNSEEN_JOINT",
    "YES",
    "YES_NO",
    "ChatLayout",
    "coordinates_question",
    "frame_lines",
    "frame_opening",
    "listed_choices",
    "prompt_before_answer",
    "question_turn",
    "repeated_texts",
    "teacher_request",
]

RECOGNITION = "These frames are drawn from a moving human skeleton. What is the person doing?"
UNSEEN_JOINT = "??"  # where coordinates as text have none

# To a model behind a server: who it is to be, and what the frames are.
CLASSIFIER = "You recognise human actions in short series of frames."
TEACHER = "You know how people move, and explain to a student what the frames of a motion show."
_DRAWN = "The frames above show one moving person or two, drawn from skeleton data, in order of time."

# Labels of other vocabularies: asked this way, every name of an action may be the answer.
OPEN_RECOGNITION = "These frames are drawn from a moving human skeleton. How would you name the action?"

# Several phrasings each where the answer stays the same; "{label}" and "{part}" are filled in.
YES_NO = (
    "Is the person doing this: {label}? Answer YES or NO.",
    "Do these frames show the action '{label}'? Answer YES or NO.",
    "Would you call this motion '{label}'? Answer YES or NO.",
)
YES, NO = "YES", "NO"
RATIONALE = (
    "Explain step by step how the body moves, then name the action.",
    "Describe the movement step by step and finish with one Label line.",
)
CAPTION = (
    "Describe the motion in a sentence or two.",
    "What happens here? Tell it in a sentence or two.",
    "Write a caption for these frames.",
)
CAPTION_OF_PART = (
    "What does the {part} do?",
    "Describe what the {part} does.",
    "How does the {part} move?",
)


@dataclass(frozen=True)
class ChatLayout:
    """How a family writes a turn with images."""

    user: str  # opens the user's turn
    assistant: str  # closes it and opens the assistant's
    image: str  # one token for every image token
    image_open: str
    image_close: str
    end: str  # token that ends the assistant's turn
    pad: str
    special: tuple[str, ...]  # tokens of their own
    answer: str = ""  # what stands between the assistant's opening and its first word
    template: str = ""  # of text turns, in the hub's format


_IM_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_UTTERANCE_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] | capitalize }}: {{ message['content'] }}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)

INTERNVL = ChatLayout(
    user="<|im_start|>user\n", assistant="<|im_end|>\n<|im_start|>assistant\n",
    image="<IMG_CONTEXT>", image_open="<img>", image_close="</img>", end="<|im_end|>", pad="<|endoftext|>",
    special=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<img>", "</img>", "<IMG_CONTEXT>"),
    template=_IM_TEMPLATE,
)  # fmt: skip
QWEN_VL = ChatLayout(
    user="<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n",
    assistant="<|im_end|>\n<|im_start|>assistant\n",
    image="<|image_pad|>", image_open="<|vision_start|>", image_close="<|vision_end|>", end="<|im_end|>",
    pad="<|endoftext|>",
    special=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>",
             "<|video_pad|>"),
    template=_IM_TEMPLATE,
)  # fmt: skip
IDEFICS3 = ChatLayout(
    user="<|begin_of_text|>User: ", assistant="<end_of_utterance>\nAssistant:",
    image="<image>", image_open="<fake_token_around_image><global-img>", image_close="<fake_token_around_image>",
    end="<end_of_utterance>", pad="<|end_of_text|>",
    special=("<|end_of_text|>", "<|begin_of_text|>", "<end_of_utterance>", "<fake_token_around_image>",
             "<global-img>", "<image>"),
    answer=" ", template="<|begin_of_text|>" + _UTTERANCE_TEMPLATE,
)  # fmt: skip
SMOLVLM = ChatLayout(
    user="<|im_start|>User: ", assistant="<end_of_utterance>\nAssistant:",
    image="<image>", image_open="<fake_token_around_image><global-img>", image_close="<fake_token_around_image>",
    end="<end_of_utterance>", pad="<|im_end|>",
    special=("<|im_end|>", "<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<global-img>",
             "<image>"),
    answer=" ", template="<|im_start|>" + _UTTERANCE_TEMPLATE,
)  # fmt: skip


def frame_lines(frames: int, tokens_per_frame: int, layout: ChatLayout = INTERNVL) -> str:
    """The beginning of the user's turn: one line a frame with its image tokens."""
    image = layout.image_open + layout.image * tokens_per_frame + layout.image_close
    return layout.user + "".join(f"Frame{number}: {image}\n" for number in range(1, frames + 1))


def repeated_texts(frames: int, layout: ChatLayout = INTERNVL) -> tuple[str, ...]:
    """What prompts of so many frames repeat: each frame's opening and end, the turn, questions that never vary."""
    lines = (f"Frame{number}: {layout.image_open}" for number in range(1, frames + 1))
    return (*lines, f"{layout.image_close}\n", layout.assistant, RECOGNITION, OPEN_RECOGNITION, *RATIONALE, *CAPTION)


def question_turn(question: str, layout: ChatLayout = INTERNVL) -> str:
    """What stands between the frames and the answer: the question and the opening of the assistant's turn."""
    return f"{question}{layout.assistant}"


def prompt_before_answer(question: str, frames: int, tokens_per_frame: int, layout: ChatLayout = INTERNVL) -> str:
    """All text before the answer: one line a frame with its image tokens, the question, the assistant's turn."""
    return frame_lines(frames, tokens_per_frame, layout) + question_turn(question, layout)


def frame_opening(number: int) -> str:
    """What stands before a frame that is sent as a picture; frames count from 1, one a line."""
    return f"{'' if number == 1 else chr(10)}Frame{number}: "


def listed_choices(choices: Sequence[str]) -> str:
    """The recognition question with its labels in a list: one of them, word for word, is the whole answer."""
    labels = "\n".join(choices)
    asked = "Which label names the action? Answer with exactly one label of this list and no other word."
    return f"{_DRAWN} {asked}\n{labels}"


def teacher_request(label: str) -> str:
    """The request for a lesson on a motion of a known label, whose last line repeats it."""
    return (
        f'{_DRAWN} The action is "{label}".\n'
        "First sum up the motion in one or two sentences. Then explain as a chain of causes and effects, in order of "
        "time, how it comes about: which parts of the body move, in what order, and what each movement brings about. "
        f"Keep to what the frames show. End with a last line of its own that reads exactly:\nLabel: {label}"
    )


def coordinates_question(joints: Sequence[str]) -> str:
    """The recognition question after coordinates as text, one line a frame; `joints` says whose they are, in order."""
    return (
        f"Each line gives x, y and z of {', '.join(joints)} of a moving human skeleton. What is the person doing?"
    ).replace("_", " ")
