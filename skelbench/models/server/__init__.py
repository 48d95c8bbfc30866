"""Models behind an OpenAI-compatible server: text in, text out, no weights and no gradient."""

from skelbench.models.server.config import Prices, ServerConfig, read_server_card
from skelbench.models.server.drawing import FrameDrawer, Picture, picture_of
from skelbench.models.server.replies import Reply, TokenChoices
from skelbench.models.server.served import ServedModel
from skelbench.models.server.spending import Spending
from skelbench.models.server.transport import Transport

__all__ = [
    "FrameDrawer",
    "Picture",
    "Prices",
    "Reply",
    "ServedModel",
    "ServerConfig",
    "Spending",
    "TokenChoices",
    "Transport",
    "picture_of",
    "read_server_card",
]
