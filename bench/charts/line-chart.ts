import { createScale, type Scale, type ScaleKind } from './scale';

/** x and y. */
export type ChartPoint = readonly [number, number];
export type ChartSeries = { name: string; points: readonly ChartPoint[] };
export type LineChart = {
  title: string;
  /** With the unit. */
  xLabel: string;
  /** With the unit. */
  yLabel: string;
  xScale: ScaleKind;
  yScale?: ScaleKind;
  series: readonly ChartSeries[];
};

const [WIDTH, HEIGHT] = [720, 420];
const MARGIN = 24;
/** Where the lines are drawn, in pixels. */
export const PLOT = { left: 84, right: 692, top: 84, bottom: 352 } as const;
/** Legible beside each other for colour-blind readers too (Okabe and Ito), and on the light background. */
const COLOURS = ['#0072b2', '#d55e00', '#00795c', '#a8487f', '#7a5c00', '#444444'] as const;
/** Colour is never the only sign. Each is drawn around 0, 0. */
const MARKERS = [
  'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
  'M-4 -4h8v8h-8z',
  'M0 -5.5L5 4H-5z',
  'M0 -5.5L5.5 0L0 5.5L-5.5 0z',
] as const;
/** More would hide the line. */
const MOST_MARKERS = 60;
/** More nobody listens to. */
const MOST_TOLD_POINTS = 12;

/**
 * Draws lines as an SVG that stands by itself: no script, no style sheet, a background of its own, a title and a
 * description for whoever cannot see it. Each marker tells its values when pointed at.
 * @param chart each series' points in any order; they are joined by x
 * @throws Error without a series, for a series without a point, and for what the scales cannot hold
 */
export function lineChart({ title, xLabel, yLabel, xScale, yScale = 'linear', series }: LineChart): string {
  if (series.length === 0) throw new Error(`the chart "${title}" has no series`);
  for (const { name, points } of series)
    if (points.length === 0) throw new Error(`the series "${name}" has no point`);
  const lines = series.map(({ name, points }) => ({ name, points: [...points].sort(([a], [b]) => a - b) }));
  const values = (axis: 0 | 1) => lines.flatMap(({ points }) => points.map((point) => point[axis]));
  const x = createScale(xScale, values(0), { fromZero: 'if-near' });
  const y = createScale(yScale, values(1), { fromZero: 'always' });
  const place = ([a, b]: ChartPoint) => ({ x: acrossOf(x, a), y: downOf(y, b) });
  const legend = layOut(lines.map(({ name }) => name));
  const below = (legend.at(-1)?.line ?? 0) * LEGEND_LINE;
  const height = HEIGHT + below;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif" font-size="13" fill="#333333">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(describe({ xLabel, yLabel, lines }))}</desc>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6" fill="#fdfdfd" stroke="#d0d0d0"/>`,
    `<text x="${MARGIN}" y="32" font-size="17" font-weight="600" fill="#1a1a1a">${escaped(title)}</text>`,
    ...legend.map(drawEntry),
    `<g transform="translate(0 ${below})">`,
    ...y.ticks.map((tick) => yTick(downOf(y, tick), tick)),
    ...x.ticks.map((tick) => xTick(acrossOf(x, tick), tick)),
    `<path d="M${PLOT.left} ${PLOT.bottom}H${PLOT.right}" fill="none" stroke="#666666"/>`,
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 18}" text-anchor="middle">${escaped(xLabel)}</text>`,
    `<text transform="translate(26 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    ...lines.map((line, index) => drawLine(line, index, place)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const acrossOf = (scale: Scale, value: number) =>
  pixels(PLOT.left + scale.at(value) * (PLOT.right - PLOT.left));
const downOf = (scale: Scale, value: number) =>
  pixels(PLOT.bottom - scale.at(value) * (PLOT.bottom - PLOT.top));
const pixels = (value: number) => Number(value.toFixed(2));

const yTick = (down: number, value: number) =>
  [
    `<path d="M${PLOT.left} ${down}H${PLOT.right}" stroke="#e4e4e4"/>`,
    `<text x="${PLOT.left - 9}" y="${down + 4.5}" text-anchor="end">${short(value)}</text>`,
  ].join('');

const xTick = (across: number, value: number) =>
  [
    `<path d="M${across} ${PLOT.bottom}v5" stroke="#666666"/>`,
    `<text x="${across}" y="${PLOT.bottom + 20}" text-anchor="middle">${short(value)}</text>`,
  ].join('');

function drawLine(
  { name, points }: ChartSeries,
  index: number,
  place: (point: ChartPoint) => { x: number; y: number },
): string {
  const colour = cyclic(COLOURS, index);
  const corners = points.map(place).map(({ x, y }) => `${x},${y}`);
  const line = `<polyline points="${corners.join(' ')}" fill="none" stroke="${colour}" stroke-width="2.2" stroke-linejoin="round"/>`;
  const markers = points.map((point) => {
    const { x, y } = place(point);
    const told = `<title>${escaped(`${name}: ${point.map(full).join(', ')}`)}</title>`;
    return `<path transform="translate(${x} ${y})" d="${cyclic(MARKERS, index)}" fill="${colour}" stroke="#fdfdfd">${told}</path>`;
  });
  return [line, ...(points.length > MOST_MARKERS ? [] : markers)].join('\n');
}

/** Characters cannot be measured here; this is what one of this size takes, on the wide side. */
const CHARACTER_WIDTH = 7.4;
const [SIGN_WIDTH, GAP] = [34, 22];
/** Between two lines of the legend; the plot moves down by as much. */
const LEGEND_LINE = 20;

type LegendEntry = { name: string; left: number; line: number };

/** Names beside each other, on as many lines as they need. */
function layOut(names: readonly string[]): LegendEntry[] {
  let [left, line] = [MARGIN, 0];
  return names.map((name) => {
    const width = SIGN_WIDTH + name.length * CHARACTER_WIDTH + GAP;
    if (left > MARGIN && left + width > WIDTH) [left, line] = [MARGIN, line + 1];
    const entry = { name, left: pixels(left), line };
    left += width;
    return entry;
  });
}

function drawEntry({ name, left, line }: LegendEntry, index: number): string {
  const colour = cyclic(COLOURS, index);
  const marker = `<path transform="translate(13 0)" d="${cyclic(MARKERS, index)}" fill="${colour}" stroke="#fdfdfd"/>`;
  const sign = `<path d="M0 0h26" stroke="${colour}" stroke-width="2.2"/>${marker}`;
  const text = `<text x="${SIGN_WIDTH}" y="4.5">${escaped(name)}</text>`;
  return `<g transform="translate(${left} ${56 + line * LEGEND_LINE})">${sign}${text}</g>`;
}

function describe({
  xLabel,
  yLabel,
  lines,
}: Pick<LineChart, 'xLabel' | 'yLabel'> & { lines: ChartSeries[] }) {
  const told = lines.map(({ name, points }) => `${name}: ${tell(points)}`);
  return `${yLabel} by ${xLabel}. ${told.join('. ')}.`;
}

/** All values, or how they begin and end. */
function tell(points: readonly ChartPoint[]): string {
  const some = points.length <= MOST_TOLD_POINTS ? points : [...points.slice(0, 1), ...points.slice(-1)];
  return some.map(([x, y]) => `${full(y)} at ${full(x)}`).join(points.length === some.length ? ', ' : ' to ');
}

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 6 });
const FULL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
const short = (value: number) => COMPACT.format(value);
const full = (value: number) => FULL.format(value);

const cyclic = <Item>(items: readonly [Item, ...Item[]], index: number): Item =>
  items[index % items.length] ?? items[0];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
