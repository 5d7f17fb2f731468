// WCAG 2.2 contrast of every pair of colours that the styles put together.
import assert from "node:assert/strict";
import test from "node:test";
import { dark, light, pairs } from "../styles/tokens.mjs";

const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

for (const [theme, colours] of Object.entries({ light, dark })) {
  test(`${theme}: every pair is readable`, () => {
    const faults = pairs
      .map(([front, ground, least]) => ({ front, ground, least, ratio: contrast(colours[front], colours[ground]) }))
      .filter(({ ratio, least }) => !(ratio >= least))
      .map(({ front, ground, least, ratio }) => `${front} on ${ground}: ${ratio.toFixed(2)}, ${least} needed`);
    assert.deepEqual(faults, []);
  });
}

test("both themes name the same roles", () => {
  assert.deepEqual(Object.keys(dark), Object.keys(light));
});
