// Colours by role, once for light and once for dark. `build.mjs` writes them as custom properties;
// `test/contrast.test.mjs` measures every pair named below.

export const light = {
  surface: "#fbf7ee", // the page: warm paper
  "surface-raised": "#fffdf9", // cards, fields
  "surface-sunken": "#f2ebdd", // asides, code, table heads
  ink: "#11302f", // text: deep green-blue
  "ink-soft": "#3b514e", // second text, still for reading
  line: "#ded4c1", // separates, carries no meaning
  "line-strong": "#78847c", // edges of what one acts on
  link: "#075458",
  accent: "#f0b02e", // honey: what to do first
  "accent-strong": "#d9960f", // its edge, its hover
  "accent-tint": "#fcedc6", // what is chosen
  "on-accent": "#11302f",
  band: "#11302f", // head of the home page, foot of all
  "on-band": "#fbf7ee",
  "on-band-soft": "#c9d3c9",
  "on-band-accent": "#f6c14f",
  focus: "#0a5f8a",
  "category-goods": "#a23f1d",
  "category-goods-tint": "#f9e3d8",
  "category-employment": "#115f86",
  "category-employment-tint": "#dcebf2",
  "category-ties": "#6a3f87",
  "category-ties-tint": "#ece2f2",
  ok: "#1d5c33",
  "ok-tint": "#dff0e0",
  warn: "#704600",
  "warn-tint": "#fbeac4",
  danger: "#96211f",
  "danger-tint": "#fae1dd",
  shadow: "17 48 47",
};

export const dark = {
  surface: "#0f1e1d",
  "surface-raised": "#162a28",
  "surface-sunken": "#0a1716",
  ink: "#f3ecde",
  "ink-soft": "#c2cdc4",
  line: "#2a423f",
  "line-strong": "#7b9089",
  link: "#93d9d3",
  accent: "#f2b638",
  "accent-strong": "#ffcf66",
  "accent-tint": "#3d3213",
  "on-accent": "#11302f",
  band: "#0a1716",
  "on-band": "#f3ecde",
  "on-band-soft": "#c2cdc4",
  "on-band-accent": "#f2b638",
  focus: "#8ccbf0",
  "category-goods": "#f39a74",
  "category-goods-tint": "#3a241a",
  "category-employment": "#7cc3e6",
  "category-employment-tint": "#15303e",
  "category-ties": "#cba8e8",
  "category-ties-tint": "#302440",
  ok: "#93d9a4",
  "ok-tint": "#153322",
  warn: "#f4c66a",
  "warn-tint": "#382b0e",
  danger: "#f6a59c",
  "danger-tint": "#401d1a",
  shadow: "0 0 0",
};

// [text or shape, ground, least ratio]: 7 where it is read at length, 4.5 for other text, 3 for shapes.
const grounds = ["surface", "surface-raised", "surface-sunken"];
export const pairs = [
  ...grounds.flatMap((ground) => [
    ["ink", ground, 7],
    ["ink-soft", ground, 7],
    ["link", ground, 7],
    ["category-goods", ground, 4.5],
    ["category-employment", ground, 4.5],
    ["category-ties", ground, 4.5],
    ["danger", ground, 4.5],
    ["ok", ground, 4.5],
    ["warn", ground, 4.5],
    ["line-strong", ground, 3],
    ["focus", ground, 3],
  ]),
  ["ink", "accent-tint", 7],
  ["link", "accent-tint", 7],
  ["on-accent", "accent", 7],
  ["on-accent", "accent-strong", 4.5],
  ["on-band", "band", 7],
  ["on-band-soft", "band", 7],
  ["on-band-accent", "band", 4.5],
  ...["goods", "employment", "ties"].flatMap((key) => [
    [`category-${key}`, `category-${key}-tint`, 4.5],
    ["ink", `category-${key}-tint`, 7],
    ["ink-soft", `category-${key}-tint`, 4.5],
  ]),
  ...["ok", "warn", "danger"].flatMap((key) => [
    [key, `${key}-tint`, 4.5],
    ["ink", `${key}-tint`, 7],
    ["link", `${key}-tint`, 4.5],
  ]),
];

const block = (colours) =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join("");

// The system decides, unless the visitor chose.
export const css = `
:root{color-scheme:light;${block(light)}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${block(dark)}}}
:root[data-theme=dark]{color-scheme:dark;${block(dark)}}
@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;${block(light)}--surface:#fff;--surface-raised:#fff;}}
`;
