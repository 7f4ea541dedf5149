import type { FillRow, LiveParent, ReportReply } from "../contract";
import { element, table, type Cell } from "../dom";
import { amount, clock, exact, percent, ratio, signClass } from "../text";

/** Open parents: the filled quantity compared with the schedule at this time, and the time of the next slice. */
export function parents(rows: LiveParent[]): HTMLElement {
  const shown = rows.map((row): HTMLElement => {
    const planned = Number(row.plannedQuantity);
    const filled = planned > 0 ? Number(row.filledQuantity) / planned : 0;
    const scheduled = planned > 0 ? Number(row.scheduledQuantity) / planned : 0;
    const line = element("tr", "");
    line.dataset["parent"] = row.parentId;
    const add = (text: string, className = ""): void => line.append(element("td", className, text));
    add(row.account);
    add(row.symbol);
    add(row.side, row.side === "BUY" ? "up" : "down");
    add(row.algorithm);
    add(exact(row.plannedQuantity), "number");
    line.append(element("td", "", progress(filled, scheduled)));
    add(`${percent(filled, 0)} of ${percent(scheduled, 0)}`, "number");
    add(row.slices > 0 ? `${row.slicesReleased}/${row.slices}` : "–", "number");
    add(row.nextSliceAtMs === null ? "last" : clock(row.nextSliceAtMs), "number");
    add(row.endsAtMs > 0 ? clock(row.endsAtMs) : "–", "number");
    add(row.averagePrice === "0" ? "–" : exact(row.averagePrice), "number");
    add(row.shortfallBps === null ? "–" : row.shortfallBps.toFixed(1), `number ${signClass(String(-(row.shortfallBps ?? 0)))}`);
    return line;
  });
  if (shown.length === 0) return element("p", "empty", "No open parent.");
  const headings = ["account", "symbol", "side", "algorithm", "planned", "filled | schedule", "", "slices", "next slice", "ends", "average", "shortfall bps"];
  const head = element("thead", "", element("tr", "", ...headings.map((heading) => element("th", "", heading))));
  return element("table", "", head, element("tbody", "", ...shown));
}

/** A progress bar of the filled quantity, with a mark at the scheduled quantity. */
function progress(filled: number, scheduled: number): HTMLElement {
  const bar = element("div", "progress", element("div", "done"), element("div", "mark"));
  bar.style.setProperty("--filled", `${Math.min(100, filled * 100)}%`);
  bar.style.setProperty("--scheduled", `${Math.min(100, scheduled * 100)}%`);
  bar.title = `filled ${percent(filled)}, scheduled ${percent(scheduled)}`;
  return bar;
}

export function fills(rows: FillRow[]): HTMLElement {
  const cells = rows.map((row): Cell[] => [
    { text: clock(row.atMs) },
    { text: row.account },
    { text: row.symbol },
    { text: row.side, className: row.side === "BUY" ? "up" : "down" },
    { text: exact(row.quantity), className: "number" },
    { text: exact(row.price), className: "number" },
    { text: amount(row.quoteQuantity), className: "number" },
    { text: `${amount(row.commission, 4)} ${row.commissionAsset}`, className: "number" },
    { text: amount(row.realizedPnl), className: `number ${signClass(row.realizedPnl)}` },
    { text: row.origin === "own" ? (row.maker ? "maker" : "taker") : row.origin, className: row.origin === "own" ? "" : "warn", title: row.parentId },
  ]);
  return table(["time", "account", "symbol", "side", "quantity", "price", "notional", "commission", "realised", "role"], cells, "No fills yet.");
}

/** One account's report: performance, trading wear (fees, slippage, funding) and the exchange's income records. */
export function report(reply: ReportReply): HTMLElement[] {
  const { performance, statistics, strategyWear, pnl } = reply;
  const grey = performance.isSufficient ? "" : "insufficient";
  const figures = element(
    "div", "figures",
    figure("total return", percent(performance.totalReturn, 2)), figure("max drawdown", percent(performance.intradayDrawdown, 2)), figure("Sharpe", ratio(performance.sharpe), grey),
    figure("Sortino", ratio(performance.sortino), grey), figure("Calmar", ratio(performance.calmar), grey), figure("turnover a day", ratio(statistics.turnoverPerDay)), figure("hit rate", percent(statistics.hitRate, 0)),
    figure("maker share", percent(statistics.makerShare)), figure("fills", String(statistics.totalTrades)), figure("wear", `${amount(strategyWear.total.totalWear)} USDT`),
  );
  const wear = [...strategyWear.byAlgorithm, ...strategyWear.bySymbol, { ...strategyWear.total, name: "total" }].map((row): Cell[] => [
    { text: row.name }, { text: amount(row.totalFees), className: "number" }, { text: amount(row.slippage), className: "number" }, { text: row.fundingFees === null ? "–" : amount(row.fundingFees), className: "number" },
    { text: amount(row.totalWear), className: "number" }, { text: ratio(row.wearBps), className: "number" },
  ]);
  const booked = [...pnl.bySymbol, ...pnl.total].map((row): Cell[] => [
    { text: row.symbol === "" ? "all" : row.symbol }, { text: amount(row.realizedPnl), className: `number ${signClass(row.realizedPnl)}` }, { text: amount(row.commission), className: "number" },
    { text: amount(row.funding), className: `number ${signClass(row.funding)}` }, { text: `${amount(row.net)} ${row.asset}`, className: `number ${signClass(row.net)}` },
    { text: row.isExplained ? "yes" : "no", className: row.isExplained ? "" : "warn" },
  ]);
  return [
    figures,
    element("div", "columns", element("div", "scroll", table(["wear", "fees", "slippage", "funding", "total", "bps"], wear, "No fills in the last 30 days.")),
      element("div", "scroll", table(["booked", "realised", "commission", "funding", "net", "explained"], booked, "No income records yet."))),
    ...reply.notes.map((note) => element("p", "note", note)),
  ];
}

function figure(name: string, value: string, note = ""): HTMLElement {
  const made = element("div", note === "" ? "figure" : "figure grey", element("span", "name", name), element("span", "value", value));
  if (note !== "") made.append(element("span", "note", note));
  return made;
}
