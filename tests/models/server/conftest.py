import pytest

from skelbench.models.server import FrameDrawer, ServedModel, ServerConfig, Transport
from skelbench.render import new_renderer


@pytest.fixture
def slept():
    """Seconds that were waited, in order; nobody really waits."""
    return []


@pytest.fixture
def transport(model_server, slept):
    """`transport(**settings)`: to the stub server."""
    made = []

    def make(**settings):
        config = ServerConfig(model_server.url, "tiny", **{"timeout": 5.0, **settings})
        made.append(Transport(config, sleep=slept.append))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def served(transport, tmp_path):
    """`served(**settings)`: a model behind the stub server that sees two frames of sticks."""

    def make(cache=tmp_path / "cache", order_seed=None, **settings):
        carrier = transport(**settings)
        drawer = FrameDrawer(new_renderer("sticks"), frames=2, size=32)
        return ServedModel(carrier.config, drawer, cache, order_seed, carrier)

    return make
