import uPlot from "uplot";
import type { RunRow } from "../contract";
import { colours, sizeOf } from "./look";

const stages: { name: string; of: (run: RunRow) => number | null }[] = [
  { name: "data", of: (run) => run.dataMs },
  { name: "compute", of: (run) => run.computeMs },
  { name: "execute", of: (run) => run.executeMs },
  { name: "close → last ack", of: (run) => run.closeToAckMs },
];

/** One line per stage of the cycle, one point per run, oldest left. */
export class LatencyChart {
  private plot: uPlot | null = null;

  constructor(private readonly root: HTMLElement) {
    new ResizeObserver(() => this.plot?.setSize(sizeOf(this.root))).observe(root);
  }

  show(newestFirst: RunRow[]): void {
    const runs = [...newestFirst].reverse().filter((run) => run.dataMs !== null);
    const data = [runs.map((_, index) => index - runs.length + 1), ...stages.map((stage) => runs.map(stage.of))] as uPlot.AlignedData;
    if (this.plot === null) this.plot = new uPlot(this.options(), data, this.root);
    else this.plot.setData(data);
  }

  private options(): uPlot.Options {
    return {
      ...sizeOf(this.root),
      scales: { x: { time: false } },
      series: [{ label: "run" }, ...stages.map((stage, index) => ({ label: stage.name, stroke: colours[index % colours.length]!, width: 1.5, points: { show: true, size: 4 } }))],
      axes: [{ stroke: "#8b98ad", grid: { stroke: "#1d2636" } }, { stroke: "#8b98ad", grid: { stroke: "#1d2636" }, size: 60 }],
    };
  }
}
