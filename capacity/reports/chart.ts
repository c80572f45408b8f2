import type { Plan } from "../plan";
import type { Interval } from "../simulate/measure";

/** One line of a panel. */
interface Series {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
  readonly dashed?: boolean;
  /** Stays at its value until the next one, as a number of instances does. */
  readonly steps?: boolean;
}

interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

const width = 960;
const panelHeight = 190;
const margin = { left: 64, right: 20, top: 34, bottom: 26 };
const plotWidth = width - margin.left - margin.right;
const plotHeight = panelHeight - margin.top - margin.bottom;
/** More points than this would lie on top of each other: minutes are put together, the highest of them stays. */
const mostPoints = 480;

const colours = {
  load: "#2563eb",
  failures: "#dc2626",
  instances: "#7c3aed",
  concurrency: "#0891b2",
  provisioned: "#d97706",
  p50: "#16a34a",
  p99: "#db2777",
  goal: "#6b7280",
};

/** Load, capacity and latency over time, as an SVG that follows the reader's light or dark theme. */
export function formatSvg(plan: Plan): string {
  const { intervals } = plan.recommendation.best.result;
  const points = thin(intervals);
  const panels = panelsOf(plan, points);
  const height = panels.length * panelHeight + 22;
  const hours = (intervals.length * 60) / 3600;
  const body = panels.map((panel, index) => drawPanel(panel, index * panelHeight)).join("\n");
  const axis = drawTimeAxis(hours, panels.length * panelHeight);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Load, capacity and latency over time" font-family="system-ui, sans-serif" font-size="12">
<style>text{fill:#374151}.grid{stroke:#d1d5db;stroke-width:.6}@media (prefers-color-scheme:dark){text{fill:#d1d5db}.grid{stroke:#4b5563}}</style>
${body}
${axis}
</svg>
`;
}

function panelsOf(plan: Plan, points: readonly Interval[]): Panel[] {
  const { function: fn, variant } = plan.recommendation.best.scenario;
  const of = (read: (interval: Interval) => number) => points.map(read);
  const load: Series[] = [
    { name: "requests/s", colour: colours.load, values: of(({ arrivals }) => arrivals / 60) },
    { name: "failed/s", colour: colours.failures, values: of(({ failures }) => failures / 60) },
  ];
  const capacity: Series[] = [];
  if (fn !== null)
    capacity.push({
      name: "calls in the function (highest)",
      colour: colours.concurrency,
      values: of((i) => i.maxConcurrency),
    });
  if (fn?.provisioned)
    capacity.push({
      name: "provisioned",
      colour: colours.provisioned,
      values: of((i) => i.provisioned),
      steps: true,
    });
  const latency: Series[] = [
    { name: "p50", colour: colours.p50, values: of((i) => i.p50Milliseconds) },
    { name: "p99", colour: colours.p99, values: of((i) => i.p99Milliseconds) },
    { name: "goal", colour: colours.goal, values: of(() => plan.goal.latencyMilliseconds), dashed: true },
  ];
  return [
    { title: "Load", series: load },
    ...(capacity.length > 0 ? [{ title: "Concurrency", series: capacity }] : []),
    ...(variant === null
      ? []
      : [
          {
            title: "Instances",
            series: [
              { name: "in service", colour: colours.instances, values: of((i) => i.instances), steps: true },
            ],
          },
        ]),
    { title: "Latency, ms", series: latency },
  ];
}

function thin(intervals: readonly Interval[]): Interval[] {
  const size = Math.ceil(intervals.length / mostPoints);
  if (size <= 1) return [...intervals];
  const points: Interval[] = [];
  for (let at = 0; at < intervals.length; at += size) points.push(highest(intervals.slice(at, at + size)));
  return points;
}

function highest(group: readonly Interval[]): Interval {
  return group.reduce((a, b) => ({
    startSeconds: a.startSeconds,
    arrivals: Math.max(a.arrivals, b.arrivals),
    failures: Math.max(a.failures, b.failures),
    coldStarts: Math.max(a.coldStarts, b.coldStarts),
    spillOvers: Math.max(a.spillOvers, b.spillOvers),
    maxConcurrency: Math.max(a.maxConcurrency, b.maxConcurrency),
    provisioned: b.provisioned,
    instances: b.instances,
    p50Milliseconds: Math.max(a.p50Milliseconds, b.p50Milliseconds),
    p99Milliseconds: Math.max(a.p99Milliseconds, b.p99Milliseconds),
  }));
}

function drawPanel({ title, series }: Panel, top: number): string {
  const largest = niceCeiling(Math.max(1e-9, ...series.flatMap(({ values }) => values)));
  const y = (value: number) => top + margin.top + plotHeight * (1 - value / largest);
  const grid = [0, 0.5, 1].map((share) => {
    const at = y(largest * share).toFixed(1);
    return `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}"/><text x="${margin.left - 8}" y="${at}" dy="4" text-anchor="end">${label(largest * share)}</text>`;
  });
  let legendAt = width - margin.right;
  const legend = [...series].reverse().map(({ name, colour }) => {
    legendAt -= 7.2 * name.length + 26;
    return `<rect x="${legendAt.toFixed(0)}" y="${top + 12}" width="12" height="4" rx="2" fill="${colour}"/><text x="${(legendAt + 17).toFixed(0)}" y="${top + 18}">${name}</text>`;
  });
  const lines = series.map(
    ({ values, colour, dashed, steps }) =>
      `<path d="${path(values, y, steps ?? false)}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"${dashed ? ' stroke-dasharray="5 4"' : ""}/>`,
  );
  return [
    `<text x="${margin.left}" y="${top + 18}" font-weight="600">${title}</text>`,
    ...legend,
    ...grid,
    ...lines,
  ].join("\n");
}

function path(values: readonly number[], y: (value: number) => number, steps: boolean): string {
  const x = (index: number) => margin.left + (plotWidth * index) / Math.max(1, values.length - 1);
  return values
    .map((value, index) => {
      const to = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      if (index === 0) return `M${to}`;
      return steps ? `H${x(index).toFixed(1)}V${y(value).toFixed(1)}` : `L${to}`;
    })
    .join("");
}

function drawTimeAxis(hours: number, y: number): string {
  const ticks = 6;
  return Array.from({ length: ticks + 1 }, (_, index) => {
    const at = margin.left + (plotWidth * index) / ticks;
    const value = (hours * index) / ticks;
    const text = hours >= 3 ? `${Number(value.toFixed(1))} h` : `${Math.round(value * 60)} min`;
    const anchor = index === 0 ? "start" : index === ticks ? "end" : "middle";
    return `<text x="${at.toFixed(0)}" y="${y + 8}" text-anchor="${anchor}">${text}</text>`;
  }).join("\n");
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}

function label(value: number): string {
  return value >= 1000 ? value.toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}
