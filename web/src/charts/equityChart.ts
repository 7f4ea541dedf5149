import uPlot from "uplot";
import { dateTime } from "../text";
import { colours, sizeOf } from "./look";

/** Equity of every account over platform time; points are appended on arrival, and every second point is removed above a limit. */
export class EquityChart {
  private readonly series = new Map<string, Map<number, number>>();
  private plot: uPlot | null = null;
  private names: string[] = [];
  private waiting = false;

  constructor(private readonly root: HTMLElement) {
    new ResizeObserver(() => this.plot?.setSize(sizeOf(this.root))).observe(root);
  }

  replace(account: string, points: [number, number][]): void {
    this.series.set(account, new Map(points.map(([time, equity]) => [Math.round(time / 1000), equity])));
    this.draw();
  }

  append(account: string, timeMs: number, equity: number): void {
    const points = this.series.get(account) ?? new Map<number, number>();
    points.set(Math.round(timeMs / 1000), equity);
    if (points.size > 4000) this.series.set(account, new Map([...points].filter((_, index) => index % 2 === 0)));
    else this.series.set(account, points);
    this.draw();
  }

  private draw(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const names = [...this.series.keys()].sort();
    const times = [...new Set(names.flatMap((name) => [...this.series.get(name)!.keys()]))].sort((a, b) => a - b);
    const data = [times, ...names.map((name) => times.map((time) => this.series.get(name)!.get(time) ?? null))] as uPlot.AlignedData;
    if (this.plot === null || names.join() !== this.names.join()) {
      this.plot?.destroy();
      this.names = names;
      this.plot = new uPlot(this.options(names), data, this.root);
    } else {
      this.plot.setData(data);
    }
  }

  private options(names: string[]): uPlot.Options {
    return {
      ...sizeOf(this.root),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      series: [{ value: (_, seconds) => (seconds === null ? "–" : dateTime(seconds * 1000)) }, ...names.map((name, index) => ({ label: name, stroke: colours[index % colours.length]!, width: 1.5, spanGaps: true, points: { show: false } }))],
      axes: [{ stroke: "#8b98ad", grid: { stroke: "#1d2636" }, space: 90, values: (_, ticks) => ticks.map((tick) => dateTime(tick * 1000).slice(5, 16)) }, { stroke: "#8b98ad", grid: { stroke: "#1d2636" }, size: 76, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString("en-US")) }],
    };
  }
}
