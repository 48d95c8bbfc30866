"""Every text the model is given. Frames come as `FrameN: <img>...</img>` lines, one a frame, then the question.

The layout of the turns is the published one (arXiv 2603.18003, appendix; InternVL's chat format). The choices are not
listed in the prompt: each is scored by its own log-probability, so their order cannot matter.
"""

from __future__ import annotations

__all__ = [
    "CHAT_TEMPLATE",
    "END_OF_TURN",
    "IMAGE_CLOSE",
    "IMAGE_OPEN",
    "IMAGE_TOKEN",
    "PAD_TOKEN",
    "RECOGNITION",
    "SPECIAL_TOKENS",
    "START_OF_TURN",
    "prompt_before_answer",
]

IMAGE_TOKEN = "<IMG_CONTEXT>"
IMAGE_OPEN = "<img>"
IMAGE_CLOSE = "</img>"
START_OF_TURN = "<|im_start|>"
END_OF_TURN = "<|im_end|>"
PAD_TOKEN = "<|endoftext|>"
SPECIAL_TOKENS = (PAD_TOKEN, START_OF_TURN, END_OF_TURN, IMAGE_OPEN, IMAGE_CLOSE, IMAGE_TOKEN)

RECOGNITION = "These frames are drawn from a moving human skeleton. What is the person doing?"

# InternVL's chat layout, for text turns; frames are laid out by `prompt_before_answer`.
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def prompt_before_answer(question: str, frames: int, tokens_per_frame: int) -> str:
    """All text before the answer: one line a frame with its image tokens, the question, the assistant's turn."""
    image = IMAGE_OPEN + IMAGE_TOKEN * tokens_per_frame + IMAGE_CLOSE
    lines = "".join(f"Frame{number}: {image}\n" for number in range(1, frames + 1))
    return f"{START_OF_TURN}user\n{lines}{question}{END_OF_TURN}\n{START_OF_TURN}assistant\n"
