"""The player in a page without a kernel and without a network."""

import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from skelbench_widgets import player_html

from skelbench.render.camera import fit_camera

pytestmark = pytest.mark.browser

SPANS = [{"start": 0.1, "end": 0.6, "text": "sways to the left"}, {"start": 0.5, "end": 1.2, "text": "and back"}]


@pytest.fixture
def shown(visit: Callable[..., Any], page_of: Callable[..., str], clip, values, seen) -> Any:
    return visit(page_of(player_html(clip, values, seen, SPANS, title="a ladder")))


def test_a_page_asks_for_nothing_complains_of_nothing_and_really_draws(shown):
    shown.settle()
    assert shown.other_requests == []
    assert shown.complaints == []
    assert shown.colours() > 60
    assert shown.colours(".skel-strip") > 8


def test_space_plays_and_pauses_and_the_announcement_says_so(shown):
    shown.stage.focus()
    shown.page.keyboard.press("Space")
    shown.page.wait_for_function("document.querySelector('.skel-player').dataset.frame > 3")
    assert shown.state()["playing"]
    shown.page.keyboard.press("Space")
    stopped = shown.state()["frame"]
    shown.page.wait_for_timeout(200)
    assert shown.state()["frame"] == stopped
    assert shown.page.locator(".skel-live").inner_text().startswith("Paused")


def test_the_page_does_not_scroll_away_under_the_keys(shown):
    shown.stage.focus()
    for key in ("Space", "End", "ArrowDown", "Home"):
        shown.page.keyboard.press(key)
    assert shown.page.evaluate("scrollY") == 0


def test_playing_keeps_true_time(shown, clip):
    """Seconds shown grow as the clock's, although every fourth frame lasts four times as long."""
    shown.stage.focus()
    start = time.perf_counter()
    shown.page.keyboard.press("Space")
    shown.page.wait_for_timeout(900)
    shown_time, passed = shown.state()["time"], time.perf_counter() - start
    assert passed - 0.6 < shown_time <= passed + 0.05
    assert shown.state()["frame"] < 900 * clip.fps / 1000


def test_a_clip_that_does_not_loop_stops_at_its_end(shown, clip):
    shown.set(loop=False, speed=4, frame=30)
    shown.stage.focus()
    shown.page.keyboard.press("Space")
    shown.page.wait_for_function("document.querySelector('.skel-player').dataset.playing === 'false'")
    assert shown.state()["frame"] == clip.frames - 1


def test_arrows_step_and_home_and_end_jump(shown, clip):
    shown.stage.focus()
    for key, frame in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", clip.frames - 1), ("Home", 0)):
        shown.page.keyboard.press(key)
        assert shown.state()["frame"] == frame
    shown.page.keyboard.press("ArrowLeft")
    assert shown.state()["frame"] == 0
    shown.page.wait_for_function("document.querySelector('.skel-live').textContent.includes('frame 0 of 0 to 39')")


def test_scrubbing_goes_to_the_frame_nearest_in_time(shown, clip):
    shown.page.locator(".skel-slider").fill("1.0")
    assert shown.state()["frame"] == int(np.abs(clip.times - 1.0).argmin())
    box = shown.page.locator(".skel-strip").bounding_box()
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
    assert shown.state()["frame"] == int(np.abs(clip.times - clip.times[-1] / 2).argmin())


def test_dragging_turns_and_keys_turn_tilt_zoom_and_reset(shown):
    shown.stage.focus()
    shown.settle()
    before = shown.pixels()
    box = shown.stage.bounding_box()
    shown.page.mouse.move(box["x"] + 200, box["y"] + 200)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 300, box["y"] + 220, steps=4)
    shown.page.mouse.up()
    turned = shown.state()
    assert turned["turn_deg"] > 30 and turned["tilt_deg"] > 3 and turned["joint"] == ""
    shown.settle()
    assert shown.pixels() != before
    for key in ("]", "Shift+ArrowDown", "+"):
        shown.page.keyboard.press(key)
    after = shown.state()
    assert after["turn_deg"] == turned["turn_deg"] + 15
    assert after["tilt_deg"] == turned["tilt_deg"] + 10
    assert after["zoom"] == pytest.approx(1.2)
    shown.page.keyboard.press("r")
    assert (shown.state()["turn_deg"], shown.state()["tilt_deg"], shown.state()["zoom"]) == (0, 0, 1)
    shown.page.mouse.move(1, 1)  # no joint is under the mouse any more
    shown.settle()
    assert shown.pixels() == before


def test_the_wheel_scrolls_the_page_until_the_player_has_the_focus(shown):
    box = shown.stage.bounding_box()
    shown.page.mouse.move(box["x"] + 100, box["y"] + 100)
    shown.page.mouse.wheel(0, -120)
    shown.settle()
    assert shown.state()["zoom"] == 1
    shown.stage.focus()
    shown.page.mouse.wheel(0, -120)
    shown.page.wait_for_function("document.querySelector('[data-skel=player]').skelPlayer.state.zoom > 1.1")


def test_unseen_frames_are_marked_and_their_joints_have_no_value(shown):
    assert shown.page.locator(".skel-strip").get_attribute("data-unseen") == "36"
    assert "36 of 40" in shown.page.locator(".skel-unseen").inner_text()
    shown.set(colour="frame", joint="head", frame=4)
    assert shown.page.locator(".skel-tip").inner_text() == "head: +0.5 nat, towards"
    coloured = shown.colours()
    shown.set(frame=5)
    assert shown.page.locator(".skel-tip").inner_text() == "head: frame not seen"
    assert "did not look" in shown.page.locator(".skel-note").inner_text()
    assert shown.colours() != coloured
    shown.set(colour="clip")
    assert shown.page.locator(".skel-tip").inner_text() == "head: +2 nat, towards (whole clip)"


def test_a_joint_is_found_by_the_mouse_by_the_keys_and_by_the_list(shown):
    shown.set(frame=4, colour="frame")
    place = shown.page.evaluate("""() => {
      const host = document.querySelector('[data-skel=player]');
      host.skelPlayer.set({ joint: 'joint_9' });
      return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
        const tip = host.querySelector('.skel-tip'); done([tip.offsetLeft, tip.textContent]);
      })));
    }""")
    assert place[1] == "joint 9: −0.25 nat, against"
    shown.set(joint="")
    box = shown.stage.bounding_box()
    for row in range(int(box["height"] * 0.05), int(box["height"] * 0.95), 6):
        shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + row)
        shown.settle()
        if shown.page.locator(".skel-tip").is_visible():
            break
    assert "nat" in shown.page.locator(".skel-tip").inner_text()
    shown.stage.focus()
    shown.page.keyboard.press("ArrowUp")
    assert shown.state()["joint"] == "head"
    shown.page.locator(".skel-chooser", has_text="Joint").locator("select").select_option("9")
    assert shown.state()["joint"] == "joint_9"
    assert "against" in shown.page.locator(".skel-live").inner_text()


def test_escape_leaves_and_gives_the_focus_back(shown):
    shown.stage.focus()
    shown.page.keyboard.press("ArrowUp")
    shown.page.keyboard.press("Escape")
    assert shown.state()["joint"] == ""
    assert not shown.page.evaluate("document.querySelector('.skel-player').contains(document.activeElement)")


def test_a_span_is_a_button_that_seeks_and_is_lit_while_it_lasts(shown, clip):
    shown.page.get_by_role("button", name="and back").click()
    assert shown.state()["time"] == clip.times[np.abs(clip.times - 0.5).argmin()]
    assert shown.page.locator(".skel-now").count() == 2
    shown.set(frame=clip.frames - 1)
    assert shown.page.locator(".skel-now").count() == 0


def test_a_missing_joint_is_not_there(visit, page_of, clip):
    positions = clip.positions.copy()
    positions[:, :, 5] = np.nan
    shown = visit(page_of(player_html(clip.changed(positions=positions))))
    shown.set(joint="joint_5")
    assert not shown.page.locator(".skel-tip").is_visible()
    shown.stage.focus()
    shown.set(joint="joint_4")
    shown.page.keyboard.press("ArrowUp")
    assert shown.state()["joint"] == "joint_6"


def test_the_first_view_is_the_renderers_picture(visit, page_of, make_clip):
    """Joints lie where `fit_camera` puts them, but for one scale and one shift."""
    clip = make_clip(frames=12)
    shown = visit(page_of(player_html(clip)))
    pixels = fit_camera(clip.positions, clip.valid, 224).pixels(clip.positions[7, 0])
    shown.set(frame=7)
    joints = "names => names.map(name => document.querySelector('[data-skel=player]').skelPlayer.placeOf(name))"
    found = np.array(shown.page.evaluate(joints, list(clip.topology.joints)))
    scale = np.ptp(found[:, 1]) / np.ptp(pixels[:, 1])
    shift = found[0] - pixels[0] * scale
    np.testing.assert_allclose(found, pixels * scale + shift, atol=0.6)  # positions are sent to the millimetre


@pytest.mark.parametrize("width", [360, 900])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_and_all_words_can_be_read(visit, page_of, clip, values, seen, width, scheme):
    shown = visit(page_of(player_html(clip, values, seen, SPANS, title="wave")), width=width, color_scheme=scheme)
    shown.settle()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.player.get_attribute("data-theme") == scheme
    contrasts = shown.page.evaluate(CONTRASTS)
    assert contrasts and min(contrasts.values()) >= 4.5, json.dumps(contrasts)


def test_a_theme_that_changes_later_reaches_the_canvas(shown):
    before = shown.pixels()
    shown.page.emulate_media(color_scheme="dark")
    shown.page.wait_for_function("document.querySelector('.skel-player').dataset.theme === 'dark'")
    shown.settle()
    assert shown.pixels() != before
    shown.page.evaluate("document.documentElement.dataset.theme = 'light'")
    shown.page.wait_for_function("document.querySelector('.skel-player').dataset.theme === 'light'")
    shown.settle()
    assert shown.pixels() == before


CONTRASTS = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255).map(
      v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = node => {
    const colour = getComputedStyle(node).backgroundColor;
    return /, 0\\)|transparent/.test(colour) && node.parentElement ? ground(node.parentElement) : colour;
  };
  const found = {};
  const words = ["title", "legend span", "clock", "chooser span", "player select", "span", "keys summary"];
  const selector = words.map(word => `.skel-${word}`).join(", ") + ", .skel-player button:not(:disabled)";
  for (const node of document.querySelectorAll(selector)) {
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x);
    found[`${node.className} ${node.textContent}`.slice(0, 60)] = (a + 0.05) / (b + 0.05);
  }
  return found;
}"""


def test_every_control_has_a_name_and_can_be_reached_with_the_tab_key(shown):
    names = shown.page.evaluate("""() => {
      const controls = [...document.querySelector('.skel-player').querySelectorAll('button, select, input')];
      return controls.map(node => node.getAttribute('aria-label') || node.closest('label')?.textContent.trim() || '');
    }""")
    assert all(names)
    reached = set()
    shown.page.locator("h1").click()
    for _ in range(30):
        shown.page.keyboard.press("Tab")
        reached.add(shown.page.evaluate("document.activeElement.className + document.activeElement.title"))
    assert any("skel-stage" in name for name in reached) and any("skel-slider" in name for name in reached)
    assert any("Play" in name for name in reached) and any("Reset" in name for name in reached)


def test_nothing_moves_by_itself_for_a_reader_who_asked_for_rest(visit, page_of, clip):
    from skelbench_widgets import Player

    twin = Player(clip, speed=1.0).to_html().replace('"state":{', '"state":{"playing":true,')
    assert visit(page_of(twin)).state()["playing"]
    assert not visit(page_of(twin), reduced_motion="reduce").state()["playing"]


def test_without_scripts_the_still_picture_stays(visit, page_of, clip, values, seen):
    shown = visit(page_of(player_html(clip, values, seen)), java_script_enabled=False)
    assert shown.page.locator(".skel-static svg").is_visible()


def test_data_that_cannot_be_read_leave_the_still_picture_and_a_sentence(visit, page_of, clip):
    broken = player_html(clip).replace('"base64":"', '"base64":"*')
    shown = visit(page_of(broken, player_html(clip)))
    assert shown.page.locator(".skel-static svg").first.is_visible()
    assert "could not start" in shown.page.locator("p.skel-note").first.inner_text()
    assert shown.page.locator(".skel-player").count() == 1


def test_hostile_words_stay_words(visit, page_of, clip):
    hostile = "</script><img src=x onerror=\"document.title='caught'\"><b>bold</b>"
    spans = [{"start": 0, "end": 1, "text": hostile}]
    shown = visit(page_of(player_html(clip, np.ones(20), None, spans, title=hostile, unit=hostile)))
    assert shown.page.title() == "players"
    assert shown.page.locator(".skel-player img, .skel-player b").count() == 0
    assert shown.page.locator(".skel-player .skel-title").inner_text() == hostile
    assert shown.other_requests == [] and shown.complaints == []


def test_a_flat_clip_plays_and_is_not_turned(visit, page_of, clip):
    flat = clip.changed(positions=clip.positions[..., :2])
    shown = visit(page_of(player_html(flat)))
    shown.set(turn_deg=40, frame=3)
    assert shown.state()["turn_deg"] == 0 and shown.state()["frame"] == 3
    assert shown.page.get_by_role("button", name="cannot be turned").first.is_disabled()
    assert shown.colours() > 20


def test_a_clip_of_one_frame_is_shown(visit, page_of, make_clip):
    shown = visit(page_of(player_html(make_clip(frames=1))))
    shown.stage.focus()
    shown.page.keyboard.press("Space")
    shown.page.wait_for_timeout(100)
    assert shown.state()["frame"] == 0 and shown.colours() > 20 and shown.complaints == []


def test_two_people_of_60_joints_draw_in_4_milliseconds(visit, page_of, make_clip):
    crowd = make_clip(frames=60, people=2, joints=60)
    shown = visit(page_of(player_html(crowd, np.random.default_rng(0).normal(size=(60, 2, 60)))))
    median = shown.page.evaluate("""() => {
      const player = document.querySelector('[data-skel=player]').skelPlayer;
      const taken = [];
      for (let index = 0; index < 300; index++) {
        player.set({ frame: index % 60, turn_deg: index });
        player.draw();
        taken.push(player.drawMilliseconds);
      }
      return taken.sort((a, b) => a - b)[150];
    }""")
    assert median <= 4, f"the median frame took {median:.2f} ms of script time"


def test_mounting_twice_leaves_one_player_and_destroying_it_brings_the_picture_back(shown):
    shown.page.evaluate("""() => {
      const host = document.querySelector('[data-skel=player]');
      host.skelPlayer.destroy();
    }""")
    assert shown.page.locator(".skel-player").count() == 0
    assert shown.page.locator(".skel-static svg").is_visible()
