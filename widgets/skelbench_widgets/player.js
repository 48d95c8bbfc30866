/* The skelbench player: one module, no dependencies, no build step. It plays people made of joints and bones on a 2-D
 * canvas with a small 3-D view of its own, both as an anywidget (`export default`) and in a page without a kernel
 * (`mountAll`). Positions are those of `place_in_view`: x to the sensor's left, y up, z away, metres; the first view is
 * the renderer's: u = f x / z, v = -f y / z.
 *
 *   const player = mount(element, data, { state, onChange });
 *   player.set({ frame: 12, turn_deg: 30 });   player.state.frame;   player.update({ values });   player.destroy();
 *
 * data: { joints, parts, bones, head, frames, people, times, flat, positions, values, seen, spans, unit, title, alt },
 * arrays as { view | base64, dtype, shape, scale?, rows? }. A value that is NaN was not seen: hatched, never 0. */

const STATE = {
  frame: 0, playing: false, speed: 1, loop: true, follow: false, turn_deg: 0, tilt_deg: 0, zoom: 1,
  colour: "frame", joint: "", person: 0,
};
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];
const SAVED_EVERY_MS = 200; // how often a playing widget tells the kernel its frame
const SHADES = 8; // steps from near to far
const NEAR = 0.15; // metres: nothing nearer to the eye is drawn
const MISSING = -32768;

const PALETTES = {
  light: {
    towards: ["#d7d3cc", "#f1a340", "#b35806"], against: ["#d2d2da", "#998ec3", "#542788"],
    people: ["#0072b2", "#d55e00", "#00805c", "#b04a86"], bones: ["#5d6570", "#8b7f72"],
  },
  dark: {
    towards: ["#66625c", "#d07c1d", "#ffc98a"], against: ["#5f6069", "#8678c4", "#d3caff"],
    people: ["#56b4e9", "#ef8a4c", "#2fc39a", "#e396c2"], bones: ["#9aa2ad", "#b5a797"],
  },
};

const ICONS = {
  play: "M7 4.5v15l12-7.5z", pause: "M7 5h3.6v14H7zM13.4 5H17v14h-3.6z",
  left: "~M20 9c0 3-3.6 5.5-8 5.5-3 0-5.7-1-7.2-2.7M4.3 17v-5.5h5.5",
  right: "~M4 9c0 3 3.6 5.5 8 5.5 3 0 5.7-1 7.2-2.7M19.7 17v-5.5h-5.5",
  more: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z", less: "M5 11h14v2H5z",
  home: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  loop: "M7 7h8V4l5 4-5 4V9H9v4H7zM17 17H9v3l-5-4 5-4v3h6v-4h2z",
  follow: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM11 2h2v4h-2zM11 18h2v4h-2zM2 11h4v2H2zM18 11h4v2h-4z",
};

// ---------------------------------------------------------------------------------------------------- small tools

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const spoken = (name) => name.replaceAll("_", " ");
const seconds = (value) => value.toFixed(2);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name].replace("~", ""));
  if (ICONS[name].startsWith("~")) svg.classList.add("skel-stroked");
  svg.append(path);
  return svg;
}

function button(name, label, onclick, attributes = {}) {
  return element("button", { type: "button", title: label, "aria-label": label, onclick, ...attributes }, icon(name));
}

const channels = (hex) => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));

function rgb(colour) {
  if (colour.startsWith("#")) return channels(colour);
  const parts = colour.match(/[\d.]+/g);
  return parts ? parts.slice(0, 3).map((part) => (colour.startsWith("color(") ? 255 * part : Number(part))) : [255, 255, 255];
}

const mixed = (a, b, share) => a.map((value, index) => Math.round(value + (b[index] - value) * share));
const css = ([red, green, blue], alpha = 1) => `rgba(${red},${green},${blue},${alpha})`;
const luminance = (colour) => (0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]) / 255;

/** 33 colours from no value to the largest, through the middle one. */
function ramp(stops) {
  const [none, middle, most] = stops.map(channels);
  return Array.from({ length: 33 }, (_, index) =>
    css(index < 16 ? mixed(none, middle, index / 16) : mixed(middle, most, (index - 16) / 16)));
}

/** An array as it travels -> { data, shape }; NaN where a quantised position is missing or a row was left out. */
function unpacked(packed) {
  if (!packed) return null;
  const { shape, dtype, scale = 1, rows } = packed;
  const bytes = packed.base64 === undefined
    ? new Uint8Array(packed.view.buffer, packed.view.byteOffset, packed.view.byteLength).slice()
    : Uint8Array.from(atob(packed.base64), (letter) => letter.charCodeAt(0));
  if (dtype === "uint8") return { data: bytes, shape };
  if (dtype === "int16") {
    const steps = new Int16Array(bytes.buffer);
    return { data: Float32Array.from(steps, (step) => (step === MISSING ? NaN : step * scale)), shape };
  }
  const kept = new Float32Array(bytes.buffer);
  if (!rows) return { data: kept, shape };
  const size = shape.slice(1).reduce((product, length) => product * length, 1);
  const data = new Float32Array(shape[0] * size).fill(NaN);
  rows.forEach((row, index) => data.set(kept.subarray(index * size, (index + 1) * size), row * size));
  return { data, shape };
}

// --------------------------------------------------------------------------------------------------- what is shown

/** The clip and its values: plain numbers and the questions asked of them. */
class Clip {
  constructor(data) {
    Object.assign(this, {
      joints: data.joints, bones: data.bones, head: data.head ?? -1, frames: data.frames, people: data.people,
      times: Float64Array.from(data.times), flat: Boolean(data.flat), title: data.title || "", alt: data.alt || "",
      positions: unpacked(data.positions).data,
    });
    this.placeView();
    this.take(data);
  }

  /** Values, seen frames, spans and unit; what is left out stays as it is. */
  take(data) {
    if ("spans" in data) this.spans = data.spans || [];
    if ("unit" in data) this.unit = data.unit || "";
    if ("seen" in data) this.seen = unpacked(data.seen)?.data ?? null;
    if ("values" in data) {
      const values = unpacked(data.values);
      this.values = values?.data ?? null;
      this.overTime = Boolean(values) && values.shape[0] === this.frames && this.frames > 1;
      this.valuePeople = values ? values.shape[1] : 0;
    }
    this.summarise();
  }

  summarise() {
    const { frames, people, values, overTime } = this;
    const joints = this.joints.length;
    this.totals = new Float32Array(people * joints).fill(NaN);
    this.byFrame = new Float32Array(frames).fill(NaN);
    this.largest = 0;
    this.largestTotal = 0;
    if (!values) return;
    for (let frame = 0; frame < (overTime ? frames : 1); frame++) {
      for (let person = 0; person < people; person++) {
        for (let joint = 0; joint < joints; joint++) {
          const value = this.valueAt(frame, person, joint);
          if (Number.isNaN(value)) continue;
          const slot = person * joints + joint;
          this.totals[slot] = (this.totals[slot] || 0) + value;
          this.byFrame[frame] = (this.byFrame[frame] || 0) + value;
          this.largest = Math.max(this.largest, Math.abs(value));
        }
      }
    }
    for (const total of this.totals) this.largestTotal = Math.max(this.largestTotal, Math.abs(total) || 0);
  }

  valueAt(frame, person, joint) {
    if (!this.values) return NaN;
    const row = (this.overTime ? frame : 0) * this.valuePeople + Math.min(person, this.valuePeople - 1);
    return this.values[row * this.joints.length + joint];
  }

  value(frame, person, joint, colour) {
    return colour === "clip" ? this.totals[person * this.joints.length + joint] : this.valueAt(frame, person, joint);
  }

  isSeen(frame) {
    if (this.seen) return this.seen[frame] === 1;
    return !this.overTime || !Number.isNaN(this.byFrame[frame]);
  }

  get seenCount() {
    let count = 0;
    for (let frame = 0; frame < this.frames; frame++) count += this.isSeen(frame) ? 1 : 0;
    return count;
  }

  get marksFrames() {
    return Boolean(this.seen || this.overTime);
  }

  /** Where `time` falls: the last frame that began before it. */
  frameAt(time) {
    let low = 0;
    let high = this.frames - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.times[middle] <= time + 1e-9) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  nearestFrame(time) {
    const frame = this.frameAt(time);
    const next = Math.min(frame + 1, this.frames - 1);
    return this.times[next] - time < time - this.times[frame] ? next : frame;
  }

  get start() { return this.times[0]; }
  get end() { return this.times[this.frames - 1]; }

  /** How long the last frame stays: as long as a median one. */
  get hold() {
    const steps = Array.from(this.times.subarray(1), (time, index) => time - this.times[index]).sort((a, b) => a - b);
    return steps.length ? steps[steps.length >> 1] : 0;
  }

  /** The pivot, the clip's size about it, the floor, the renderer's eye, and the people's middle in each frame. */
  placeView() {
    const { positions, frames } = this;
    const axes = [0, 1, 2].map((axis) => this.coordinates(axis));
    const [low, high] = [axes.map((axis) => axis[0]), axes.map((axis) => axis[1])];
    this.pivot = low.map((value, axis) => (value + high[axis]) / 2);
    this.half = low.map((value, axis) => Math.max((high[axis] - value) / 2, axis === 1 ? 0.1 : 0));
    this.reach = Math.max(Math.hypot(this.half[0], this.half[2]), 0.1);
    this.floor = low[1];
    this.distance = this.distanceAt(0);
    this.window = this.projectedWindow(low, high);
    this.middles = new Float32Array(frames * 3);
    const size = positions.length / frames;
    for (let frame = 0; frame < frames; frame++) this.middles.set(this.middleOf(positions, frame * size, size), frame * 3);
  }

  /** Least and largest coordinate along an axis; stray joints are left out as the renderer's camera does. */
  coordinates(axis) {
    const values = this.positions.filter((value, index) => index % 3 === axis && !Number.isNaN(value)).sort();
    if (!values.length) return [-0.5, 0.5];
    const [low, high] = [values[0], values[values.length - 1]];
    const inner = [0.005, 0.995].map((share) => {
      const place = share * (values.length - 1);
      const [below, above] = [values[Math.floor(place)], values[Math.ceil(place)]];
      return below + (above - below) * (place % 1);
    });
    return high - low > 1.5 * Math.max(inner[1] - inner[0], 0.5) ? inner : [low, high];
  }

  /** Metres from the eye to the pivot: as the renderer's at first, farther where turning brings joints near. */
  distanceAt(turn) {
    return Math.max(3, this.depthAt(turn) + 1.5);
  }

  depthAt(turn) {
    return Math.abs(Math.sin(turn)) * this.half[0] + Math.abs(Math.cos(turn)) * this.half[2];
  }

  /** What the renderer's camera frames: the range of x / z and of y / z over the clip, seen from its eye. */
  projectedWindow(low, high) {
    const window = [Infinity, -Infinity, Infinity, -Infinity];
    const { positions, pivot, distance } = this;
    for (let index = 0; index < positions.length; index += 3) {
      const point = positions.subarray(index, index + 3);
      if (!point.every((value, axis) => value >= low[axis] && value <= high[axis])) continue;
      const depth = point[2] - pivot[2] + distance;
      const [aside, up] = [(point[0] - pivot[0]) / depth, (point[1] - pivot[1]) / depth];
      window[0] = Math.min(window[0], aside);
      window[1] = Math.max(window[1], aside);
      window[2] = Math.min(window[2], up);
      window[3] = Math.max(window[3], up);
    }
    return window.every(Number.isFinite) ? window : [-0.1, 0.1, -0.1, 0.1];
  }

  middleOf(positions, start, size) {
    const sum = [0, 0, 0];
    let count = 0;
    for (let index = start; index < start + size; index += 3) {
      if (Number.isNaN(positions[index])) continue;
      count += 1;
      for (let axis = 0; axis < 3; axis++) sum[axis] += positions[index + axis];
    }
    return count ? sum.map((value) => value / count) : this.pivot;
  }

  /** The people's middle, smoothed over a quarter of a second to either side, so that the view does not shake. */
  smoothMiddle(frame) {
    const window = 0.25;
    const sum = [0, 0, 0];
    let count = 0;
    for (let other = this.frameAt(this.times[frame] - window); other < this.frames; other++) {
      if (this.times[other] > this.times[frame] + window) break;
      for (let axis = 0; axis < 3; axis++) sum[axis] += this.middles[other * 3 + axis];
      count += 1;
    }
    return [sum[0] / count, this.pivot[1], sum[2] / count];
  }
}

/** The eye: before the clip's middle as the renderer's camera; the scene is turned about that middle. */
class View {
  constructor(clip) {
    this.clip = clip;
    this.point = new Float64Array(3); // u, v in CSS pixels, depth in metres
  }

  look(state, width, height) {
    const { clip } = this;
    const [turn, tilt] = [(state.turn_deg * Math.PI) / 180, (state.tilt_deg * Math.PI) / 180];
    [this.cosTurn, this.sinTurn, this.cosTilt, this.sinTilt] = [Math.cos(turn), Math.sin(turn), Math.cos(tilt), Math.sin(tilt)];
    [this.x, this.y, this.z] = state.follow ? clip.smoothMiddle(state.frame) : clip.pivot;
    this.depth = clip.distanceAt(turn);
    const [left, right, bottom, top] = clip.window;
    [this.driftX, this.driftY] = [(left + right) / 2, (bottom + top) / 2];
    this.focal = this.fit(turn, width / 2 - 34, height / 2 - 30) * this.depth * state.zoom;
    [this.middleX, this.middleY] = [width / 2, height / 2];
  }

  /** Pixels a metre at the pivot: exactly the renderer's framing at first, that of a box about the clip once turned. */
  fit(turn, roomX, roomY) {
    const { clip, cosTurn } = this;
    const [left, right, bottom, top] = clip.window;
    const least = 0.25 / clip.distance;
    const first = Math.min(roomX / Math.max((right - left) / 2, least), roomY / Math.max((top - bottom) / 2, least)) / clip.distance;
    return Math.max(boxed(turn) * (first / boxed(0)) ** (cosTurn * cosTurn), 1);

    function boxed(angle) {
      const across = Math.abs(Math.cos(angle)) * clip.half[0] + Math.abs(Math.sin(angle)) * clip.half[2];
      const distance = clip.distanceAt(angle);
      return (Math.min(roomX / Math.max(across, 0.25), roomY / clip.half[1]) * (distance - clip.depthAt(angle))) / distance;
    }
  }

  turned(x, y, z, out) {
    const aside = x - this.x;
    const up = y - this.y;
    const away = z - this.z;
    const behind = this.sinTurn * aside + this.cosTurn * away;
    out[0] = this.cosTurn * aside - this.sinTurn * away;
    out[1] = this.cosTilt * up + this.sinTilt * behind;
    out[2] = -this.sinTilt * up + this.cosTilt * behind + this.depth;
    return out;
  }

  project(x, y, z, out = this.point) {
    this.turned(x, y, z, out);
    out[0] = this.middleX + this.focal * (out[0] / out[2] - this.driftX);
    out[1] = this.middleY - this.focal * (out[1] / out[2] - this.driftY);
    return out;
  }
}

// -------------------------------------------------------------------------------------------------------- drawing

/** Draws one moment of a clip: floor, bones and joints from far to near. Keeps its arrays from frame to frame. */
class Painter {
  constructor(clip, canvas) {
    this.clip = clip;
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.view = new View(clip);
    const count = clip.people * clip.joints.length;
    const items = count + clip.people * clip.bones.length;
    this.screen = new Float32Array(count * 3); // u, v, depth; NaN where the joint is missing
    this.depths = new Float32Array(items);
    this.order = Array.from({ length: items }, (_, index) => index);
    [this.width, this.height, this.ratio] = [0, 0, 0];
  }

  resize(width, height) {
    const ratio = window.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.hatch = null;
  }

  take(theme) {
    this.theme = theme;
    this.hatch = null;
  }

  draw(state, hovered) {
    const { context, ratio, width, height } = this;
    if (!width || !height) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.hatch ??= hatching(context, this.theme.muted, this.theme.paper, ratio);
    this.view.look(state, width, height);
    this.drawFloor();
    this.projectFrame(state.frame);
    this.sortItems();
    const joints = this.screen.length / 3;
    for (const item of this.order) {
      if (this.depths[item] === -Infinity) break;
      if (item < joints) this.drawJoint(item, state);
      else this.drawBone(item - joints);
    }
    this.drawNames(state, hovered);
  }

  drawFloor() {
    const { context, view, clip, theme } = this;
    const step = 0.5;
    const reach = Math.ceil((clip.reach + 0.75) / step) * step;
    const centre = [Math.round(view.x / step) * step, Math.round(view.z / step) * step];
    context.lineWidth = 1;
    for (let offset = -reach; offset <= reach + 1e-9; offset += step) {
      const alpha = 0.34 * (1 - (Math.abs(offset) / (reach + step)) ** 2);
      context.strokeStyle = css(theme.grid, alpha);
      if (!clip.flat || Math.abs(offset) < 1e-9) {
        this.segment([centre[0] - reach, centre[1] + offset], [centre[0] + reach, centre[1] + offset]);
      }
      if (!clip.flat) this.segment([centre[0] + offset, centre[1] - reach], [centre[0] + offset, centre[1] + reach]);
    }
  }

  /** A line on the floor, cut where it would come too near to the eye. */
  segment(from, to) {
    const { view, clip, context } = this;
    const ends = [from, to].map(([x, z]) => Array.from(view.turned(x, clip.floor, z, view.point)));
    if (ends[0][2] < NEAR && ends[1][2] < NEAR) return;
    for (const [near, far] of [[ends[0], ends[1]], [ends[1], ends[0]]]) {
      if (near[2] >= NEAR) continue;
      const share = (NEAR - near[2]) / (far[2] - near[2]);
      for (let axis = 0; axis < 3; axis++) near[axis] += (far[axis] - near[axis]) * share;
    }
    context.beginPath();
    for (const [x, y, z] of ends) {
      context.lineTo(view.middleX + view.focal * (x / z - view.driftX), view.middleY - view.focal * (y / z - view.driftY));
    }
    context.stroke();
  }

  projectFrame(frame) {
    const { clip, screen, view } = this;
    const offset = frame * screen.length;
    [this.nearest, this.farthest] = [Infinity, -Infinity];
    for (let index = 0; index < screen.length; index += 3) {
      const start = offset + index;
      const point = view.project(clip.positions[start], clip.positions[start + 1], clip.positions[start + 2]);
      const drawn = point[2] >= NEAR;
      for (let axis = 0; axis < 3; axis++) screen[index + axis] = drawn ? point[axis] : NaN;
      if (!drawn) continue;
      this.nearest = Math.min(this.nearest, point[2]);
      this.farthest = Math.max(this.farthest, point[2]);
    }
  }

  sortItems() {
    const { screen, depths, clip } = this;
    const joints = screen.length / 3;
    for (let index = 0; index < joints; index++) depths[index] = screen[index * 3 + 2] - 0.005;
    for (let item = joints; item < depths.length; item++) {
      const [a, b] = this.ends(item - joints);
      depths[item] = Math.max(screen[a + 2], screen[b + 2]); // behind both of its joints
    }
    for (let item = 0; item < depths.length; item++) if (Number.isNaN(depths[item])) depths[item] = -Infinity;
    this.order.sort((a, b) => depths[b] - depths[a] || a - b);
  }

  ends(bone) {
    const { bones, joints } = this.clip;
    const first = Math.floor(bone / bones.length) * joints.length;
    const [a, b] = bones[bone % bones.length];
    return [(first + a) * 3, (first + b) * 3];
  }

  shade(person, depth) {
    const share = (depth - this.nearest) / Math.max(this.farthest - this.nearest, 0.6);
    const shades = this.theme.people[person % this.theme.people.length];
    return shades[clamp(Math.floor(share * SHADES), 0, SHADES - 1)];
  }

  drawBone(bone) {
    const { context, screen, clip, view } = this;
    const [a, b] = this.ends(bone);
    const [dx, dy] = [screen[b] - screen[a], screen[b + 1] - screen[a + 1]];
    const length = Math.hypot(dx, dy);
    if (length < 0.5) return;
    const thick = clamp((view.focal * 0.021) / screen[a + 2], 1.3, 12) / length;
    const thin = clamp((view.focal * 0.012) / screen[b + 2], 0.9, 8) / length;
    context.beginPath();
    context.moveTo(screen[a] - dy * thick, screen[a + 1] + dx * thick);
    context.lineTo(screen[b] - dy * thin, screen[b + 1] + dx * thin);
    context.lineTo(screen[b] + dy * thin, screen[b + 1] - dx * thin);
    context.lineTo(screen[a] + dy * thick, screen[a + 1] - dx * thick);
    context.closePath();
    context.strokeStyle = this.theme.paperText;
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = this.shade(Math.floor(bone / clip.bones.length), (screen[a + 2] + screen[b + 2]) / 2);
    context.fill();
  }

  drawJoint(item, state) {
    const { context, screen, clip, view, theme } = this;
    const [u, v, depth] = [screen[item * 3], screen[item * 3 + 1], screen[item * 3 + 2]];
    const person = Math.floor(item / clip.joints.length);
    const joint = item % clip.joints.length;
    const unit = clamp((view.focal * 0.03) / depth, 2.2, 13);
    const shade = this.shade(person, depth);
    if (joint === clip.head) this.ring(u, v, Math.max((view.focal * 0.1) / depth, 4), shade, Math.max(unit * 0.45, 1.2));
    const value = clip.value(state.frame, person, joint, state.colour);
    if (!clip.values) {
      this.disc(u, v, unit * 0.8, shade);
    } else if (Number.isNaN(value)) {
      this.disc(u, v, unit * 0.95, this.hatch, theme.mutedText);
    } else {
      const most = state.colour === "clip" ? clip.largestTotal : clip.largest;
      const share = most ? Math.abs(value) / most : 0;
      const radius = unit * (0.62 + 1.15 * Math.sqrt(share));
      const colour = (value < 0 ? theme.against : theme.towards)[Math.round(share * 32)];
      if (value < 0) this.diamond(u, v, radius * 1.2, colour);
      else this.disc(u, v, radius, colour);
    }
  }

  disc(u, v, radius, fill, stroke = this.theme.paperText) {
    const { context } = this;
    context.beginPath();
    context.arc(u, v, radius, 0, 2 * Math.PI);
    this.finish(fill, stroke);
  }

  diamond(u, v, radius, fill) {
    const { context } = this;
    context.beginPath();
    context.moveTo(u, v - radius);
    context.lineTo(u + radius, v);
    context.lineTo(u, v + radius);
    context.lineTo(u - radius, v);
    context.closePath();
    this.finish(fill, this.theme.paperText);
  }

  finish(fill, stroke) {
    const { context } = this;
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = stroke;
    context.lineWidth = 1.25;
    context.stroke();
  }

  ring(u, v, radius, colour, width) {
    const { context } = this;
    context.beginPath();
    context.arc(u, v, radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  drawNames(state, hovered) {
    const { context, clip, screen, theme } = this;
    const count = clip.joints.length;
    const chosen = clip.joints.indexOf(state.joint);
    const marked = [chosen < 0 ? -1 : state.person * count + chosen, hovered];
    for (const item of marked) {
      if (item >= 0 && !Number.isNaN(screen[item * 3])) this.ring(screen[item * 3], screen[item * 3 + 1], 13, theme.accent, 2);
    }
    if (clip.people < 2) return;
    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "center";
    for (let person = 0; person < clip.people; person++) {
      let top = -1;
      for (let item = person * count; item < (person + 1) * count; item++) {
        if (!Number.isNaN(screen[item * 3]) && (top < 0 || screen[item * 3 + 1] < screen[top * 3 + 1])) top = item;
      }
      if (top < 0) continue;
      context.fillStyle = theme.people[person % theme.people.length][0];
      const lift = Math.max((this.view.focal * 0.1) / screen[top * 3 + 2], 8) + 7;
      context.fillText(String(person + 1), screen[top * 3], Math.max(screen[top * 3 + 1] - lift, 12));
    }
  }

  /** The joint within `reach` pixels of a place, the nearest one; -1 for none. */
  pick(u, v, reach) {
    let best = -1;
    let least = reach * reach;
    for (let item = 0; item < this.screen.length / 3; item++) {
      const distance = (this.screen[item * 3] - u) ** 2 + (this.screen[item * 3 + 1] - v) ** 2;
      if (distance < least) [best, least] = [item, distance];
    }
    return best;
  }
}

function hatching(context, ink, paper, ratio) {
  const size = Math.round(5 * ratio);
  const tile = document.createElement("canvas");
  [tile.width, tile.height] = [size, size];
  const brush = tile.getContext("2d");
  brush.fillStyle = css(paper);
  brush.fillRect(0, 0, size, size);
  brush.strokeStyle = css(ink, 0.75);
  brush.lineWidth = Math.max(1, ratio * 0.9);
  for (const shift of [-size, 0, size]) {
    brush.beginPath();
    brush.moveTo(shift - 1, size + 1);
    brush.lineTo(shift + size + 1, -1);
    brush.stroke();
  }
  const pattern = context.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

/** Values over time: a bar a seen frame, hatching where the model did not look. Aligned with the slider below it. */
function drawStrip(canvas, clip, theme, frame) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width || !height) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const hatch = hatching(context, theme.muted, theme.paper, ratio);
  const place = (time) => (clip.end > clip.start ? ((time - clip.start) / (clip.end - clip.start)) * width : width / 2);
  const most = clip.byFrame.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0) || 1;
  const [bottom, middle] = [height - 6, (height - 6) / 2];
  for (let index = 0; index < clip.frames; index++) {
    const left = index ? place((clip.times[index - 1] + clip.times[index]) / 2) : 0;
    const right = index < clip.frames - 1 ? place((clip.times[index] + clip.times[index + 1]) / 2) : width;
    if (!clip.isSeen(index)) {
      context.globalAlpha = 0.55;
      context.fillStyle = hatch;
      context.fillRect(left, 0, right - left, bottom);
      context.globalAlpha = 1;
      continue;
    }
    const value = clip.overTime ? clip.byFrame[index] : NaN;
    const share = Number.isNaN(value) ? 0 : Math.abs(value) / most;
    context.fillStyle = (value < 0 ? theme.against : theme.towards)[Math.round(share * 32)];
    const size = Math.max(share * (middle - 1), share ? 1 : 0);
    const breadth = Math.max(right - left - (right - left > 4 ? 1 : 0), 1);
    context.fillRect(left, value < 0 ? middle : middle - size, breadth, size);
    context.fillStyle = theme.inkText;
    context.fillRect(place(clip.times[index]) - 0.75, height - 4, 1.5, 4);
  }
  context.fillStyle = css(theme.grid, 0.7);
  if (clip.overTime) context.fillRect(0, middle - 0.5, width, 1);
  context.fillStyle = theme.accent;
  context.fillRect(clamp(place(clip.times[frame]) - 1, 0, width - 2), 0, 2, height);
}

/** Colours of this place, read from what the page gives the player: dark is where the ground is dark. */
function themeOf(root, hasValues) {
  const style = getComputedStyle(root);
  const paper = rgb(style.backgroundColor);
  const ink = rgb(style.color);
  const palette = PALETTES[root.dataset.theme];
  const people = (hasValues ? palette.bones : palette.people).map(channels);
  return {
    paper, paperText: css(paper), inkText: css(ink), muted: mixed(paper, ink, 0.55),
    mutedText: css(mixed(paper, ink, 0.55)), grid: mixed(paper, ink, 0.7), accent: style.getPropertyValue("outline-color"),
    towards: ramp(palette.towards), against: ramp(palette.against),
    people: people.map((colour) =>
      Array.from({ length: SHADES }, (_, index) => css(mixed(colour, paper, (0.5 * index) / SHADES)))),
  };
}

// ------------------------------------------------------------------------------------------------------- the player

class Player {
  constructor(host, data, options) {
    this.host = host;
    this.clip = new Clip(data);
    this.onChange = options.onChange || (() => {});
    this.state = { ...STATE, colour: this.usualColour(), ...(options.state || data.state || {}) };
    this.hovered = -1;
    this.pointers = new Map();
    this.leaving = new AbortController();
    this.build(options.height_px || data.height_px || 420);
    this.painter = new Painter(this.clip, this.canvas);
    this.settle(this.state);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.state.playing = false;
    this.watch();
    this.refreshTheme();
    this.fill();
    if (this.state.playing) this.startClock();
  }

  /** A map over few of the frames flickers while it plays: then the whole clip's sum is shown first. */
  usualColour() {
    return this.clip.overTime && this.clip.seenCount * 2 < this.clip.frames ? "clip" : "frame";
  }

  // ---- elements

  build(height) {
    const clip = this.clip;
    this.root = element("section", {
      class: "skel-player", tabindex: "-1", "aria-label": clip.title ? `Player: ${clip.title}` : "Skeleton player",
      "data-lm-suppress-shortcuts": "true",
    });
    this.canvas = element("canvas", { class: "skel-canvas", "aria-hidden": "true" });
    this.tip = element("div", { class: "skel-tip", hidden: true });
    this.note = element("p", { class: "skel-note" });
    this.stage = element("div", {
      class: "skel-stage", tabindex: "0", role: "application", "aria-roledescription": "skeleton player",
      "aria-label": `${clip.title ? `${clip.title}. ` : ""}${clip.alt} Space plays, arrow keys step.`,
      style: `--skel-height:${Number(height)}px`,
    }, this.canvas, this.note, this.tip);
    this.live = element("div", { class: "skel-live", "aria-live": "polite", role: "status" });
    this.legend = element("div", { class: "skel-legend" });
    const heading = element("div", { class: "skel-heading" });
    if (clip.title) heading.append(element("p", { class: "skel-title" }, clip.title));
    heading.append(this.legend);
    this.root.append(heading, element("div", { class: "skel-picture" }, this.stage, this.buildView()), this.buildTimeline(),
      this.buildControls(), this.live);
    for (const twin of this.host.querySelectorAll(":scope > .skel-static")) twin.classList.add("skel-replaced");
    const table = this.host.querySelector(":scope > .skel-table");
    this.host.insertBefore(this.root, table);
  }

  buildView() {
    const flat = this.clip.flat;
    const still = flat ? { disabled: true } : {};
    const tools = element("div", { class: "skel-view", role: "group", "aria-label": "View" },
      button("left", flat ? "A 2-D clip cannot be turned" : "Turn left ([)", () => this.turn(-15, 0), still),
      button("right", flat ? "A 2-D clip cannot be turned" : "Turn right (])", () => this.turn(15, 0), still),
      button("more", "Zoom in (+)", () => this.zoom(1.2)), button("less", "Zoom out (-)", () => this.zoom(1 / 1.2)),
      button("home", "Reset the view (R)", () => this.resetView()));
    return tools;
  }

  buildTimeline() {
    const clip = this.clip;
    this.strip = element("canvas", { class: "skel-strip", role: "img", onpointerdown: (event) => this.seekOnStrip(event) });
    this.slider = element("input", {
      type: "range", class: "skel-slider", min: clip.start, max: Math.max(clip.end, clip.start + 1e-3), step: "any",
      "aria-label": "Time", oninput: () => this.seek(clip.nearestFrame(Number(this.slider.value))),
    });
    this.spans = element("div", { class: "skel-spans" });
    this.timeline = element("div", { class: "skel-timeline" }, this.strip, this.slider, this.spans);
    return this.timeline;
  }

  buildControls() {
    this.playButton = button("play", "Play (Space)", () => this.set({ playing: !this.state.playing }), { class: "skel-play" });
    this.loopButton = button("loop", "Loop (L)", () => this.set({ loop: !this.state.loop }));
    this.followButton = button("follow", "Follow the people (F)", () => this.set({ follow: !this.state.follow }));
    this.clock = element("div", { class: "skel-clock" }, element("span"), element("span"));
    this.speedSelect = this.chooser("Speed", SPEEDS.map((speed) => [speed, `${speed}×`]), (value) => this.set({ speed: Number(value) }));
    this.colourSelect = this.chooser("Colour", [["frame", "this frame"], ["clip", "whole clip"]], (value) => this.set({ colour: value }));
    this.jointSelect = this.chooser("Joint", [], (value) => this.choose(value === "" ? -1 : Number(value)));
    this.fillJoints();
    return element("div", { class: "skel-controls" },
      element("div", { class: "skel-row" }, this.playButton, this.clock, this.loopButton, this.followButton),
      element("div", { class: "skel-row skel-choices" }, this.speedSelect.label, this.colourSelect.label,
        this.jointSelect.label, this.keys()));
  }

  chooser(name, entries, onpick) {
    const select = element("select", { onchange: () => onpick(select.value) });
    select.append(...entries.map(([value, text]) => element("option", { value }, text)));
    select.label = element("label", { class: "skel-chooser" }, element("span", {}, name), select);
    return select;
  }

  fillJoints() {
    const { joints, people } = this.clip;
    this.jointSelect.append(element("option", { value: "" }, "none"));
    for (let person = 0; person < people; person++) {
      const group = people > 1 ? element("optgroup", { label: `person ${person + 1}` }) : this.jointSelect;
      group.append(...joints.map((name, row) => element("option", { value: person * joints.length + row }, spoken(name))));
      if (people > 1) this.jointSelect.append(group);
    }
  }

  keys() {
    const lines = [
      ["Space", "play, pause"], ["← →", "one frame"], ["Home End", "first, last frame"], ["↑ ↓", "next, previous joint"],
      ["[ ]", "turn (or Shift with ← →)"], ["Shift ↑ ↓", "tilt"], ["+ −", "zoom"], ["L F R", "loop, follow, reset the view"],
      ["Esc", "leave"],
    ];
    return element("details", { class: "skel-keys" }, element("summary", {}, "Keys"),
      element("dl", {}, ...lines.flatMap(([key, does]) => [element("dt", {}, key), element("dd", {}, does)])));
  }

  // ---- what changes

  /** Applies a change, clamped to what there is; tells listeners only what really changed. */
  set(patch, fromOutside = false) {
    const before = { ...this.state };
    Object.assign(this.state, Object.fromEntries(Object.entries(patch).filter(([key]) => key in STATE)));
    this.settle(before);
    const changed = Object.fromEntries(Object.entries(this.state).filter(([key, value]) => before[key] !== value));
    if (!Object.keys(changed).length) return;
    if ("playing" in changed) this.state.playing ? this.startClock() : this.announce();
    else if (this.state.playing && ("speed" in changed || "frame" in changed)) this.startClock();
    this.refresh(changed);
    if (!fromOutside) this.tell(changed);
  }

  settle(before) {
    const { state, clip } = this;
    const number = (value, low, high, old) => (Number.isFinite(value) ? clamp(value, low, high) : old);
    state.frame = Math.round(number(state.frame, 0, clip.frames - 1, before.frame));
    state.speed = number(state.speed, 0.05, 16, before.speed);
    state.zoom = number(state.zoom, 0.2, 12, before.zoom);
    state.tilt_deg = clip.flat ? 0 : number(state.tilt_deg, -85, 85, before.tilt_deg);
    state.turn_deg = clip.flat ? 0 : ((number(state.turn_deg, -1e6, 1e6, before.turn_deg) + 540) % 360 + 360) % 360 - 180;
    state.person = Math.round(number(state.person, 0, clip.people - 1, before.person));
    if (!clip.joints.includes(state.joint)) state.joint = "";
    if (state.colour !== "clip") state.colour = "frame";
  }

  tell(changed) {
    this.onChange(changed);
    this.host.dispatchEvent(new CustomEvent("skel-change", { detail: changed, bubbles: true }));
  }

  /** Other values, seen frames, spans or unit on the same clip. */
  update(data) {
    this.clip.take(data);
    this.refreshTheme();
    this.fill();
  }

  seek(frame) {
    this.set({ frame });
    if (!this.state.playing) this.announceSoon();
  }

  seekOnStrip(event) {
    const box = this.strip.getBoundingClientRect();
    const share = clamp((event.clientX - box.left) / Math.max(box.width, 1), 0, 1);
    this.seek(this.clip.nearestFrame(this.clip.start + share * (this.clip.end - this.clip.start)));
  }

  turn(turn, tilt) {
    this.set({ turn_deg: this.state.turn_deg + turn, tilt_deg: this.state.tilt_deg + tilt });
  }

  zoom(factor) {
    this.set({ zoom: this.state.zoom * factor });
  }

  resetView() {
    this.set({ turn_deg: 0, tilt_deg: 0, zoom: 1 });
  }

  choose(item) {
    const count = this.clip.joints.length;
    this.set(item < 0 ? { joint: "" } : { joint: this.clip.joints[item % count], person: Math.floor(item / count) });
    if (item >= 0) this.say(this.aboutJoint(item));
  }

  get chosen() {
    const row = this.clip.joints.indexOf(this.state.joint);
    return row < 0 ? -1 : this.state.person * this.clip.joints.length + row;
  }

  stepJoint(by) {
    const count = this.clip.joints.length * this.clip.people;
    const from = this.chosen < 0 ? (by > 0 ? -1 : count) : this.chosen;
    for (let step = 1; step <= count; step++) {
      const item = (((from + by * step) % count) + count) % count;
      if (!Number.isNaN(this.painter.screen[item * 3])) return this.choose(item);
    }
  }

  // ---- time

  startClock() {
    const { state, clip } = this;
    if (state.frame === clip.frames - 1 && !state.loop) state.frame = 0;
    this.clockTime = clip.times[state.frame];
    this.clockAt = performance.now();
    cancelAnimationFrame(this.ticking);
    this.ticking = requestAnimationFrame(() => this.tick());
    this.say("Playing");
  }

  tick() {
    if (!this.state.playing || this.leaving.signal.aborted) return;
    const { clip, state } = this;
    const now = performance.now();
    this.clockTime += ((now - this.clockAt) / 1000) * state.speed;
    this.clockAt = now;
    const length = clip.end - clip.start + clip.hold;
    if (this.clockTime >= clip.end + clip.hold) {
      if (!state.loop || length <= 0) return this.set({ playing: false, frame: clip.frames - 1 });
      this.clockTime = clip.start + ((this.clockTime - clip.start) % length);
    }
    const frame = clip.frameAt(this.clockTime);
    if (frame !== state.frame) {
      state.frame = frame;
      this.refresh({ frame });
      this.tell({ frame });
    }
    this.ticking = requestAnimationFrame(() => this.tick());
  }

  // ---- words

  valueText(value, frame) {
    const { clip, state } = this;
    if (!clip.values) return "";
    if (Number.isNaN(value)) return state.colour === "frame" && !clip.isSeen(frame) ? "frame not seen" : "no value";
    const number = `${value > 0 ? "+" : value < 0 ? "−" : ""}${shortNumber(Math.abs(value))} ${clip.unit}`.trim();
    return `${number}${value > 0 ? ", towards" : value < 0 ? ", against" : ""}`;
  }

  aboutJoint(item) {
    const { clip, state } = this;
    const [person, row] = [Math.floor(item / clip.joints.length), item % clip.joints.length];
    const name = spoken(clip.joints[row]) + (clip.people > 1 ? `, person ${person + 1}` : "");
    if (Number.isNaN(this.painter.screen[item * 3])) return `${name}: not in this frame`;
    const value = this.valueText(clip.value(state.frame, person, row, state.colour), state.frame);
    return value ? `${name}: ${value}${state.colour === "clip" && clip.overTime ? " (whole clip)" : ""}` : name;
  }

  aboutFrame() {
    const { clip, state } = this;
    const seen = clip.marksFrames ? (clip.isSeen(state.frame) ? ", seen" : ", not seen") : "";
    return `${seconds(clip.times[state.frame])} seconds, frame ${state.frame} of 0 to ${clip.frames - 1}${seen}`;
  }

  say(text) {
    this.live.textContent = text;
  }

  announce() {
    const joint = this.chosen < 0 ? "" : `; ${this.aboutJoint(this.chosen)}`;
    this.say(`${this.state.playing ? "Playing" : "Paused"}: ${this.aboutFrame()}${joint}`);
  }

  announceSoon() {
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => this.announce(), 250);
  }

  // ---- drawing

  refreshTheme() {
    this.root.dataset.theme = luminance(rgb(getComputedStyle(this.root).backgroundColor)) < 0.5 ? "dark" : "light";
    this.theme = themeOf(this.root, Boolean(this.clip.values));
    this.painter.take(this.theme);
    this.fillLegend();
    this.schedule();
  }

  /** Everything that depends on the values and spans, once. */
  fill() {
    const { clip } = this;
    this.strip.hidden = !clip.marksFrames;
    this.colourSelect.label.hidden = !clip.overTime;
    const unseen = clip.frames - clip.seenCount;
    this.strip.dataset.unseen = clip.marksFrames ? unseen : 0;
    this.strip.setAttribute("aria-label", `${clip.overTime ? "Values summed over the joints, over time; " : ""}${
      clip.seenCount} of ${clip.frames} frames seen by the model`);
    this.fillSpans();
    this.fillLegend();
    this.refresh(this.state);
  }

  fillLegend() {
    const { clip, theme, legend, state } = this;
    if (!theme) return;
    legend.replaceChildren();
    const most = state.colour === "clip" ? clip.largestTotal : clip.largest;
    if (clip.values) {
      const stops = [...[...theme.against].reverse(), ...theme.towards].filter((_, index) => index % 4 === 0);
      const bar = element("span", { class: "skel-bar", style: `background:linear-gradient(to right,${stops.join(",")})` });
      legend.append(element("span", { class: "skel-scale" },
        element("span", {}, element("i", { class: "skel-against", style: `background:${theme.against[32]}` }), `against −${shortNumber(most)}`), bar,
        element("span", {}, `towards +${shortNumber(most)} ${clip.unit}`, element("i", { class: "skel-towards", style: `background:${theme.towards[32]}` }))));
    }
    const unseen = clip.frames - clip.seenCount;
    if (clip.marksFrames && unseen) {
      legend.append(element("span", { class: "skel-unseen" }, element("i", {}), `not seen: ${unseen} of ${clip.frames} frames`));
    }
  }

  fillSpans() {
    const { clip } = this;
    const length = clip.end - clip.start || 1;
    const share = (time) => clamp((time - clip.start) / length, 0, 1) * 100;
    const lanes = [];
    const bars = clip.spans.map((span) => {
      let lane = lanes.findIndex((end) => end <= span.start);
      if (lane < 0) lane = lanes.push(-Infinity) - 1;
      lanes[lane] = Math.max(span.end, span.start + length * 0.02);
      const label = `${span.text} (${seconds(span.start)} to ${seconds(span.end)} s)`;
      const style = `left:${share(span.start)}%;width:max(${share(span.end) - share(span.start)}%,6px);--skel-lane:${lane}`;
      return element("button", {
        type: "button", class: "skel-span", style, title: label, "aria-label": label, "data-start": span.start, "data-end": span.end,
        onclick: () => this.seek(clip.nearestFrame(span.start)),
      }, span.text);
    });
    this.spans.replaceChildren(...bars);
    this.spans.style.setProperty("--skel-lanes", lanes.length);
    this.spans.hidden = !bars.length;
  }

  refresh(changed) {
    const { state, clip } = this;
    const time = clip.times[state.frame];
    Object.assign(this.root.dataset, { frame: state.frame, playing: state.playing });
    if (Math.abs(Number(this.slider.value) - time) > 1e-6) this.slider.value = time;
    this.slider.setAttribute("aria-valuetext", this.aboutFrame());
    const [passed, counted] = this.clock.children;
    passed.textContent = `${seconds(time)} / ${seconds(clip.end)} s`;
    counted.textContent = `frame ${state.frame}/${clip.frames - 1}`;
    const seen = clip.isSeen(state.frame);
    this.note.textContent = clip.marksFrames && !seen && state.colour === "frame"
      ? "The model did not look at this frame: its joints have no value (hatched)." : "";
    for (const span of this.spans.children) {
      span.classList.toggle("skel-now", span.dataset.start <= time + 1e-6 && time <= Number(span.dataset.end) + 1e-6);
    }
    if (Object.keys(changed).some((key) => key !== "frame")) this.refreshControls(changed);
    this.schedule();
  }

  refreshControls(changed) {
    const { state } = this;
    this.playButton.replaceChildren(icon(state.playing ? "pause" : "play"));
    const label = state.playing ? "Pause (Space)" : "Play (Space)";
    this.playButton.title = label;
    this.playButton.setAttribute("aria-label", label);
    this.loopButton.setAttribute("aria-pressed", state.loop);
    this.followButton.setAttribute("aria-pressed", state.follow);
    if (!SPEEDS.includes(state.speed) && ![...this.speedSelect.options].some((option) => Number(option.value) === state.speed)) {
      this.speedSelect.append(element("option", { value: state.speed }, `${state.speed}×`));
    }
    this.speedSelect.value = state.speed;
    this.colourSelect.value = state.colour;
    this.jointSelect.value = this.chosen < 0 ? "" : this.chosen;
    if ("colour" in changed) this.fillLegend();
  }

  schedule() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.draw();
    });
  }

  draw() {
    if (this.leaving.signal.aborted) return;
    const start = performance.now();
    this.painter.resize(this.stage.clientWidth, this.stage.clientHeight);
    this.painter.draw(this.state, this.hovered);
    this.drawMilliseconds = performance.now() - start;
    if (!this.strip.hidden) drawStrip(this.strip, this.clip, this.theme, this.state.frame);
    this.showTip();
  }

  /** Where a joint was last drawn, CSS pixels from the stage's corner; null for one that is missing. */
  placeOf(joint, person) {
    const item = (person * this.clip.joints.length + this.clip.joints.indexOf(joint)) * 3;
    const [u, v] = this.painter.screen.subarray(item, item + 2);
    return Number.isNaN(u) || u === undefined ? null : [u, v];
  }

  showTip() {
    const item = this.hovered >= 0 ? this.hovered : this.chosen;
    const { screen, width } = this.painter;
    this.tip.hidden = item < 0 || Number.isNaN(screen[item * 3]);
    if (this.tip.hidden) return;
    this.tip.textContent = this.aboutJoint(item);
    const [u, v] = [screen[item * 3], screen[item * 3 + 1]];
    const outward = u > width / 2 ? u + 20 : u - 20 - this.tip.offsetWidth; // away from the body where there is room
    const beside = outward >= 0 && outward + this.tip.offsetWidth <= width - 36;
    const left = beside ? outward : clamp(u - this.tip.offsetWidth / 2, 2, width - this.tip.offsetWidth - 36);
    const top = beside ? v - 14 : v - 22 - this.tip.offsetHeight;
    this.tip.style.cssText = `left:${left}px;top:${clamp(top, 2, this.painter.height - 30)}px`;
  }

  // ---- hands

  watch() {
    const { stage } = this;
    const quiet = { signal: this.leaving.signal };
    this.root.addEventListener("keydown", (event) => this.onKey(event), quiet);
    stage.addEventListener("pointerdown", (event) => this.onDown(event), quiet);
    stage.addEventListener("pointermove", (event) => this.onMove(event), quiet);
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => this.onUp(event), quiet);
    stage.addEventListener("pointerleave", () => this.hover(-1), quiet);
    stage.addEventListener("wheel", (event) => this.onWheel(event), { passive: false, ...quiet });
    // The ground has a transition of a millisecond: whatever changes the theme, and whenever its style arrives, it ends.
    this.root.addEventListener("transitionend", (event) => {
      if (event.target === this.root && event.propertyName === "background-color") this.refreshTheme();
    }, quiet);
    this.sizes = new ResizeObserver(() => this.refreshTheme());
    this.sizes.observe(stage);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest("button, summary, a");
    if (event.key !== "Escape" && event.target.closest("select, textarea, input:not([type=range])")) return;
    if (onControl && (event.key === " " || event.key === "Enter")) return;
    const act = this.actions(event.shiftKey)[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  actions(shift) {
    const { state, clip } = this;
    const step = (by) => (shift ? this.turn(by * 15, 0) : this.pauseAt(state.frame + by));
    return {
      " ": () => this.set({ playing: !state.playing }),
      ArrowLeft: () => step(-1), ArrowRight: () => step(1),
      ArrowUp: () => (shift ? this.turn(0, -10) : this.stepJoint(1)),
      ArrowDown: () => (shift ? this.turn(0, 10) : this.stepJoint(-1)),
      Home: () => this.pauseAt(0), End: () => this.pauseAt(clip.frames - 1),
      "[": () => this.turn(-15, 0), "]": () => this.turn(15, 0), "{": () => this.turn(-15, 0), "}": () => this.turn(15, 0),
      "+": () => this.zoom(1.2), "=": () => this.zoom(1.2), "-": () => this.zoom(1 / 1.2), _: () => this.zoom(1 / 1.2),
      l: () => this.set({ loop: !state.loop }), f: () => this.set({ follow: !state.follow }), r: () => this.resetView(),
      Escape: () => this.leave(),
    };
  }

  pauseAt(frame) {
    this.set({ playing: false, frame: clamp(frame, 0, this.clip.frames - 1) });
    this.announceSoon();
  }

  /** Gives the focus back to what holds the player (a notebook cell, or the page). */
  leave() {
    this.set({ joint: "" });
    document.activeElement?.blur();
    this.host.parentElement?.closest("[tabindex]")?.focus({ preventScroll: true });
  }

  onDown(event) {
    if (event.button) return;
    this.stage.focus({ preventScroll: true });
    this.stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.travelled = this.pointers.size > 1 ? Infinity : 0;
  }

  onMove(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return this.hover(this.pickAt(event));
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    const apart = this.spread();
    [last.x, last.y] = [event.clientX, event.clientY];
    this.travelled += Math.hypot(dx, dy);
    if (this.pointers.size > 1) this.zoom(this.spread() / Math.max(apart, 1));
    else if (this.travelled > 4) this.turn(dx * 0.5, dy * 0.35);
  }

  onUp(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && this.travelled <= 4) this.choose(this.pickAt(event));
  }

  spread() {
    const [a, b] = [...this.pointers.values()];
    return b ? Math.hypot(a.x - b.x, a.y - b.y) : 1;
  }

  pickAt(event) {
    const box = this.stage.getBoundingClientRect();
    return this.painter.pick(event.clientX - box.left, event.clientY - box.top, event.pointerType === "touch" ? 26 : 14);
  }

  hover(item) {
    if (item === this.hovered) return;
    this.hovered = item;
    this.schedule();
  }

  /** The wheel zooms a player that has the focus (or with Ctrl, or a pinch); else the page scrolls. */
  onWheel(event) {
    if (!event.ctrlKey && !this.root.contains(document.activeElement)) return;
    event.preventDefault();
    this.zoom(Math.exp(-clamp(event.deltaY, -120, 120) * (event.ctrlKey ? 0.01 : 0.002)));
  }

  destroy() {
    this.leaving.abort();
    this.sizes.disconnect();
    cancelAnimationFrame(this.ticking);
    cancelAnimationFrame(this.drawing);
    clearTimeout(this.announcing);
    this.root.remove();
    for (const twin of this.host.querySelectorAll(":scope > .skel-replaced")) twin.classList.remove("skel-replaced");
    delete this.host.skelPlayer;
  }
}

/** Three significant digits, without an exponent where that stays short. */
function shortNumber(value) {
  if (!value) return "0";
  return value >= 0.001 && value < 10000 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

// --------------------------------------------------------------------------------------------------------- entries

/** Shows `data` in `host`; the handle reads `state` and `placeOf(joint, person)`, and takes `set(state)`, `update(data)`
 * and `destroy()`. The host sends "skel-change" events with what the reader changed. */
export function mount(host, data, options = {}) {
  host.skelPlayer?.destroy();
  const player = new Player(host, data, options);
  const handle = {
    get state() { return { ...player.state, time: player.clip.times[player.state.frame] }; },
    get drawMilliseconds() { return player.drawMilliseconds; },
    placeOf: (joint, person = 0) => player.placeOf(joint, person),
    set: (patch) => player.set(patch, true),
    update: (changed) => player.update(changed),
    draw: () => player.draw(),
    destroy: () => player.destroy(),
  };
  host.skelPlayer = handle;
  return handle;
}

/** Brings every player of a page to life; one whose data cannot be read keeps its still picture and says so. */
export function mountAll(root = document) {
  for (const host of root.querySelectorAll('[data-skel="player"]')) {
    try {
      mount(host, JSON.parse(host.querySelector(':scope > script[type="application/json"]').textContent));
    } catch (problem) {
      host.append(element("p", { class: "skel-note" }, `The player could not start (${problem.message}); the still picture stands for it.`));
    }
  }
}

const DATA = ["values", "seen", "spans", "unit"];

function render({ model, el }) {
  const clip = { ...model.get("clip"), title: model.get("title"), ...Object.fromEntries(DATA.map((key) => [key, model.get(key)])) };
  const state = Object.fromEntries(Object.keys(STATE).map((key) => [key, model.get(key)]));
  let lastSaved = 0;
  const save = (changed) => {
    for (const [key, value] of Object.entries(changed)) model.set(key, value);
    const onlyFrame = Object.keys(changed).every((key) => key === "frame") && model.get("playing");
    if (onlyFrame && performance.now() - lastSaved < SAVED_EVERY_MS) return;
    lastSaved = performance.now();
    model.save_changes();
  };
  const player = mount(el, clip, { state, height_px: model.get("height_px"), onChange: save });
  const listeners = [
    ...Object.keys(STATE).map((key) => [`change:${key}`, () => {
      const playingOn = key === "frame" && player.state.playing && Math.abs(model.get(key) - player.state.frame) <= 3;
      if (!playingOn) player.set({ [key]: model.get(key) });
    }]),
    ...DATA.map((key) => [`change:${key}`, () => player.update({ [key]: model.get(key) })]),
  ];
  for (const [name, listener] of listeners) model.on(name, listener);
  return () => {
    for (const [name, listener] of listeners) model.off(name, listener);
    player.destroy();
  };
}

export default { render };
