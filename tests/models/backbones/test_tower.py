import torch

from skelbench.models.backbones.tower import Tower, lay_out

CORNER = torch.tensor([0, 4, 1, 5])  # patches of a block in a frame of 4 by 4, column by column
BLOCKS = torch.tensor([0, 2, 8, 10])[:, None] + CORNER


def drawn(*frames):
    mask = torch.zeros(len(frames), 16, dtype=torch.bool)
    for row, patches in zip(mask, frames, strict=True):
        row[list(patches)] = True
    return mask


def test_frames_that_keep_equally_many_blocks_lie_side_by_side():
    found = lay_out(drawn([0, 5, 3], [15], [], [9, 10]), BLOCKS)
    assert found.groups == ((1, 1), (2, 2))
    assert found.order.tolist() == [2, 0, 1, 3, 4]  # the second frame's block first
    assert found.place[0].tolist() == [10, 14, 11, 15]
    # patches are numbered 0 5 3 -> 0 2 1 of the first frame, 15 -> 3, then 9 10 -> 4 5; 6 is black
    assert found.source.tolist() == [[6, 6, 6, 3], [0, 6, 6, 2], [6, 6, 1, 6], [6, 6, 4, 6], [5, 6, 6, 6]]


def plain_tower(start=None):
    """Patches of one pixel, their first channel as the feature; joined two by two; a place is 100 times its number."""
    patches = torch.nn.Conv2d(3, 1, 1)
    patches.weight.data = torch.tensor([1.0, 0.0, 0.0]).reshape(1, 3, 1, 1)
    patches.bias.data = torch.tensor([0.5])
    places = 100 * torch.arange(16.0)[:, None]
    return Tower(patches, places, start, torch.nn.ModuleList(), torch.nn.Identity(), lambda rows: rows, BLOCKS)


def test_features_are_joined_as_the_family_joins_them_and_come_back_frame_by_frame():
    pixels = torch.tensor([1.0, 2.0, 3.0]).reshape(3, 1, 1, 1).expand(3, 3, 1, 1)
    for start in (None, torch.tensor([7.0])):
        tokens = plain_tower(start).read(pixels, drawn([0, 6], [15]))
        black = [[401, 101, 501], [201, 601, 301]]
        assert tokens[0].tolist() == [1.5, *(value - 0.5 for value in black[0])]
        assert tokens[1].tolist() == [200.5, 602.5, 300.5, 700.5]
        assert tokens[2].tolist() == [1000.5, 1400.5, 1100.5, 1503.5]


def test_colours_go_into_the_weights():
    """(x - 0.5) / 0.25 of 1 is 2, of black -2."""
    pixels, mask = torch.ones(1, 3, 1, 1), drawn([0])
    statistics = ((0.5, 0.4, 0.3), (0.25, 0.2, 0.1))
    tokens = plain_tower().read(pixels, mask, statistics)
    assert tokens.tolist() == [[2.5, 398.5, 98.5, 498.5]]


def test_the_gradient_reaches_pixels_weights_and_the_black():
    tower, pixels = plain_tower(), torch.ones(1, 3, 1, 1, requires_grad=True)
    tower.read(pixels, drawn([5])).sum().backward()
    assert pixels.grad.flatten().tolist() == [1, 0, 0]
    assert tower.patches.bias.grad.tolist() == [4]
    assert tower.patches.weight.grad.flatten().tolist() == [1, 1, 1]


def test_nothing_drawn_is_no_token():
    assert plain_tower().read(torch.zeros(0, 3, 1, 1), drawn([], [])).shape == (0, 4)
