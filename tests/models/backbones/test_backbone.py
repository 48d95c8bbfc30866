from types import SimpleNamespace

import pytest

from skelbench.errors import UnknownNameError
from skelbench.models.backbones import InternVLBackbone
from skelbench.models.backbones.backbone import BACKBONES, backbone_for


def test_the_adapter_follows_from_the_model_type():
    assert backbone_for(SimpleNamespace(model_type="internvl")) is InternVLBackbone


def test_an_unknown_family_is_suggested():
    with pytest.raises(UnknownNameError, match="Did you mean 'internvl'"):
        BACKBONES["intern_vl"]
