"""A learnable colour map: colours at equal steps of [0, 1], and what lies between them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from skelbench.errors import ParameterError

__all__ = ["WARM_TO_COOL", "ColourMap"]

# From near (or sure) to far (or unsure), each bright enough to stand on black; hues from 45 to 200 degrees through red.
WARM_TO_COOL = (
    (0.99, 0.83, 0.30),
    (0.99, 0.57, 0.30),
    (0.93, 0.36, 0.45),
    (0.72, 0.34, 0.75),
    (0.42, 0.42, 0.93),
    (0.20, 0.70, 0.95),
)


class ColourMap(nn.Module):
    """[0, 1] to colours, linear between K learned ones; the parameters are their logits.

    Raises:
        ParameterError: fewer than two colours, or one not strictly between 0 and 1.
    """

    def __init__(self, colours: tuple[tuple[float, float, float], ...] = WARM_TO_COOL) -> None:
        super().__init__()
        if len(colours) < 2 or not all(0 < value < 1 for colour in colours for value in colour):
            raise ParameterError(
                f"A colour map needs at least 2 colours with values strictly between 0 and 1, found {colours}"
            )
        self.logits = nn.Parameter(torch.logit(torch.tensor(colours)))  # (K 3)

    def forward(self, values: Tensor) -> Tensor:
        """Colours (… 3) of values (…); those outside [0, 1] get the colour of the nearer end."""
        count = len(self.logits)
        place = values.clamp(0, 1)[..., None] * (count - 1)
        hats = torch.relu(1 - (place - torch.arange(count).to(place)).abs())  # (… K), sums to 1
        return hats @ torch.sigmoid(self.logits)
