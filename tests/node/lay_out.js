// Where everything of an APL document stands on a viewport, by Yoga, the layout engine that APL itself is built on.
// node lay_out.js < a JSON list of {document, data, viewport} > for each a list of boxes
// Only what our document uses of APL is understood here; anything else is an error. Letters are taken as wide as those
// of a wide sans-serif, since no font is at hand.
"use strict";
const fs = require("fs");

const WIDTH_OF_A_LETTER = 0.56; // of the font's size; bold letters are wider
const BOLD = 1.06;
const LINE = 1.25; // apl-text: the default of lineHeight
const ALIGN = { start: "FlexStart", end: "FlexEnd", center: "Center", stretch: "Stretch" };
const JUSTIFY = { start: "FlexStart", end: "FlexEnd", center: "Center", spaceBetween: "SpaceBetween" };

function bound(value, scope) {
  if (typeof value !== "string" || !value.includes("${")) return value;
  const whole = /^\$\{([^}]*)\}$/.exec(value);
  const run = (text) => new Function(...Object.keys(scope), `return (${text})`)(...Object.values(scope));
  return whole ? run(whole[1]) : value.replace(/\$\{([^}]*)\}/g, (_, text) => run(text));
}

function fits(item, scope) {
  return item.when === undefined || Boolean(bound(item.when, scope));
}

function first(items, scope, layouts) {
  const item = (Array.isArray(items) ? items : [items]).find((one) => fits(one, scope));
  return item && inflate(item, scope, layouts);
}

// The component with its bindings filled in and its children inflated.
function inflate(item, outer, layouts) {
  const scope = { ...outer };
  for (const { name, value } of item.bind || []) scope[name] = bound(value, scope);
  if (layouts[item.type]) {
    const layout = layouts[item.type];
    const inner = { viewport: scope.viewport };
    for (const name of layout.parameters) inner[name] = bound(item[name], scope);
    return first(layout.items, inner, layouts);
  }
  const made = { children: [] };
  for (const [key, value] of Object.entries(item)) if (key !== "items" && key !== "onPress") made[key] = bound(value, scope);
  if (item.data) {
    made.data.forEach((data, index) => {
      made.children.push(first(item.items, { ...scope, data, index, length: made.data.length }, layouts));
    });
  } else if (item.type === "Container") {
    for (const one of item.items) if (fits(one, scope)) made.children.push(inflate(one, scope, layouts));
  } else if (item.items) made.children.push(first(item.items, scope, layouts));
  made.children = made.children.filter(Boolean);
  return made;
}

function dp(value) {
  if (typeof value === "number" || /%$/.test(value)) return value;
  if (/^[\d.]+dp$/.test(value)) return parseFloat(value);
  throw new Error(`not a length that is understood here: ${value}`);
}

const letters = (made) => WIDTH_OF_A_LETTER * dp(made.fontSize) * (made.fontWeight === "700" ? BOLD : 1);
const read = (made) => String(made.text).replace(/&amp;/g, "&").replace(/&lt;/g, "<").replace(/&gt;/g, ">");

function linesOf(made, width) {
  let lines = 0;
  for (const paragraph of read(made).split("<br>")) {
    let used = 0;
    lines += 1;
    for (const word of paragraph.split(" ")) {
      const wide = letters(made) * word.length;
      if (used > 0 && used + letters(made) + wide > width) {
        lines += 1;
        used = wide;
      } else used += (used > 0 ? letters(made) : 0) + wide;
    }
  }
  return made.maxLines ? Math.min(lines, made.maxLines) : lines;
}

function nodeOf(made, Yoga) {
  const node = Yoga.Node.create();
  made.node = node;
  node.setFlexShrink(0);
  if (made.type === "ScrollView") node.setHeight(100); // apl-scrollview: the default
  if (made.type === "Image") throw new Error("a picture has no size of its own here");
  for (const side of ["Top", "Bottom", "Left", "Right"]) {
    if (made[`padding${side}`] !== undefined) node.setPadding(Yoga[`EDGE_${side.toUpperCase()}`], dp(made[`padding${side}`]));
  }
  if (made.borderWidth !== undefined) node.setBorder(Yoga.EDGE_ALL, dp(made.borderWidth));
  if (made.width !== undefined) node.setWidth(dp(made.width));
  if (made.height !== undefined) node.setHeight(dp(made.height));
  if (made.minHeight !== undefined) node.setMinHeight(dp(made.minHeight));
  if (made.grow !== undefined) node.setFlexGrow(made.grow);
  if (made.shrink !== undefined) node.setFlexShrink(made.shrink);
  if (made.direction === "row") node.setFlexDirection(Yoga.FLEX_DIRECTION_ROW);
  if (made.wrap === "wrap") node.setFlexWrap(Yoga.WRAP_WRAP);
  if (made.alignItems) node.setAlignItems(Yoga[`ALIGN_${ALIGN[made.alignItems].replace(/(?!^)([A-Z])/g, "_$1").toUpperCase()}`]);
  if (made.justifyContent)
    node.setJustifyContent(Yoga[`JUSTIFY_${JUSTIFY[made.justifyContent].replace(/(?!^)([A-Z])/g, "_$1").toUpperCase()}`]);
  if (made.type === "Text") {
    node.setMeasureFunc((width, mode) => {
      const room = mode === Yoga.MEASURE_MODE_UNDEFINED ? Infinity : width;
      const longest = Math.max(...read(made).split("<br>").map((line) => line.length * letters(made)));
      return { width: Math.min(room, longest), height: linesOf(made, room) * dp(made.fontSize) * LINE };
    });
  } else if (made.type !== "ScrollView") {
    // What scrolls is laid out by itself, as tall as it likes.
    made.children.forEach((child, at) => node.insertChild(nodeOf(child, Yoga), at));
  }
  return node;
}

function place(made, left, top, inside, boxes, Yoga) {
  const at = made.node.getComputedLayout();
  const box = { type: made.type, left: left + at.left, top: top + at.top, width: at.width, height: at.height, inside };
  if (made.type === "Text") {
    const taken = (side) => (made[`padding${side}`] === undefined ? 0 : dp(made[`padding${side}`]));
    const room = at.width - taken("Left") - taken("Right");
    const words = read(made).split(/ |<br>/);
    Object.assign(box, {
      text: read(made),
      size: dp(made.fontSize),
      needs: Math.max(...words.map((word) => word.length)) * letters(made),
      room,
      tall: linesOf(made, room) * dp(made.fontSize) * LINE,
      cut: Boolean(made.maxLines) && linesOf({ ...made, maxLines: 0 }, room) > made.maxLines,
    });
  }
  if (made.accessibilityLabel) box.label = made.accessibilityLabel;
  boxes.push(box);
  if (made.type !== "ScrollView") {
    for (const child of made.children) place(child, box.left, box.top, inside, boxes, Yoga);
    return;
  }
  const own = boxes.length - 1;
  for (const child of made.children) {
    nodeOf(child, Yoga).calculateLayout(at.width, undefined, Yoga.DIRECTION_LTR);
    place(child, box.left, box.top, own, boxes, Yoga);
  }
}

async function main() {
  const { default: Yoga } = await import("yoga-layout");
  const out = [];
  for (const { document, data, viewport } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const root = first(document.mainTemplate.items, { viewport, payload: { screen: data } }, document.layouts);
    nodeOf(root, Yoga).calculateLayout(viewport.width, viewport.height, Yoga.DIRECTION_LTR);
    const boxes = [];
    place(root, 0, 0, null, boxes, Yoga);
    out.push(boxes);
  }
  process.stdout.write(JSON.stringify(out));
}

main().catch((error) => {
  process.stderr.write(`${error && error.stack}\n`);
  process.exit(1);
});
