import type { AccountRow, AlertRow, DataRow, OperatorCommandRow, OrderRow, PositionRow, ProcessRow, RunRow } from "../contract";
import { element, table, type Cell } from "../dom";
import { amount, clock, exact, milliseconds, percent, ratio, signClass } from "../text";

export function processes(rows: ProcessRow[]): HTMLElement {
  const cells = rows.map((row): Cell[] => [
    { text: row.account === "" ? row.process : `${row.process} ${row.account}` },
    { text: row.state, className: `state ${row.state}`, title: row.detail },
    { text: String(row.pid), className: "number" },
    { text: memory(row), className: "number" },
    { text: cpu(row), className: "number" },
    { text: String(row.restarts), className: row.restarts > 0 ? "number warn" : "number" },
    { text: milliseconds(row.heartbeatAgeMs), className: "number" },
  ]);
  return table(["process", "state", "pid", "memory", "cpu", "restarts", "last heartbeat"], cells, "No process has registered.");
}

/** The market data line below the processes; fault counts above zero are highlighted. */
export function marketData(row: DataRow | null): HTMLElement {
  const line = element("p", "note");
  line.dataset["testid"] = "market-data";
  if (row === null) {
    line.textContent = "market data: no report yet";
    return line;
  }
  line.append(`market data: ${row.label || "no label yet"}, ${row.symbols} symbols over ${row.connections} connection${row.connections === 1 ? "" : "s"}, newest message ${milliseconds(row.streamAgeMs)} ago, ${row.messages} messages, ${row.duplicates} repeated, `);
  const faults: [string, number][] = [["gaps", row.gaps], ["late", row.lateTrades], ["invalid", row.badTrades], ["dropped", row.busDrops]];
  faults.forEach(([name, count], index) => {
    line.append(element("span", count > 0 ? "warn" : "", `${count} ${name}`), index < faults.length - 1 ? ", " : "");
  });
  return line;
}

function memory(row: ProcessRow): string {
  const value = row.gauges["rss_mb"];
  return value === undefined ? "–" : `${Math.round(value)} MB`;
}

function cpu(row: ProcessRow): string {
  const value = row.gauges["cpu_percent"];
  return value === undefined ? "–" : `${value.toFixed(1)} %`;
}

export function accounts(rows: AccountRow[]): HTMLElement[] {
  return rows.map((row) => {
    const card = element("article", "account card");
    card.dataset["account"] = row.account;
    card.append(
      element("h2", "", row.account),
      figure("equity", amount(row.equity), signed(row.equityChange)),
      figure("wallet", amount(row.walletBalance)),
      figure("unrealised", amount(row.unrealizedPnl), "", signClass(row.unrealizedPnl)),
      figure("long", amount(row.longNotional, 0)),
      figure("short", amount(row.shortNotional, 0)),
      figure("net", amount(row.netNotional, 0), "", signClass(row.netNotional)),
      figure("gross leverage", ratio(row.grossLeverage)),
      figure("margin ratio", percent(row.marginRatio)),
      figure("deviation", percent(row.deviation)),
      figure("positions", String(row.positions), row.label),
    );
    return card;
  });
}

function figure(name: string, value: string, note = "", className = ""): HTMLElement {
  const made = element("div", "figure", element("span", "name", name), element("span", `value ${className}`, value));
  made.dataset["figure"] = name;
  if (note !== "") made.append(element("span", `note ${signClass(note)}`, note));
  return made;
}

function signed(text: string): string {
  const value = Number(text);
  return `${value >= 0 ? "+" : ""}${amount(text)}`;
}

export function positions(rows: PositionRow[]): HTMLElement {
  const cells = rows.map((row): Cell[] => [
    { text: row.account },
    { text: row.positionSide === "BOTH" ? row.symbol : `${row.symbol} ${row.positionSide}` },
    { text: exact(row.quantity), className: `number ${signClass(row.quantity)}` },
    { text: exact(row.targetQuantity), className: "number" },
    { text: exact(row.entryPrice), className: "number" },
    { text: exact(row.markPrice), className: "number" },
    { text: amount(row.notional, 0), className: "number" },
    { text: amount(row.unrealizedPnl), className: `number ${signClass(row.unrealizedPnl)}` },
  ]);
  return table(["account", "symbol", "quantity", "target", "entry", "mark", "notional", "unrealised"], cells, "No open position.");
}

export function orders(rows: OrderRow[]): HTMLElement {
  const cells = rows.map((row): Cell[] => [
    { text: clock(row.atMs), title: row.label },
    { text: row.account },
    { text: row.symbol },
    { text: row.reduceOnly ? `${row.side} reduce` : row.side, className: row.side === "BUY" ? "up" : "down" },
    { text: exact(row.quantity), className: "number" },
    { text: exact(row.filled), className: "number" },
    { text: row.averagePrice === "0" ? "–" : exact(row.averagePrice), className: "number" },
    { text: row.state, className: `state ${row.state.toLowerCase()}`, title: row.reason },
  ]);
  return table(["time", "account", "symbol", "side", "quantity", "filled", "average", "state"], cells, "No orders yet: the first run trades when its 5-minute window closes.");
}

export function runs(rows: RunRow[]): HTMLElement {
  const cells = rows.map((row): Cell[] => {
    const sum = (pick: (account: RunRow["accounts"][number]) => string): number => row.accounts.reduce((total, account) => total + Number(pick(account)), 0);
    const residual = sum((account) => account.residualNotional);
    return [
      { text: row.label },
      { text: row.state, className: `state ${row.state}` },
      { text: `${row.complete}/${row.universe}${row.degraded ? " degraded" : ""}`, className: row.degraded ? "warn" : "", title: row.missing.join(", ") },
      { text: row.failed > 0 ? `${row.calculators - row.failed}/${row.calculators}` : String(row.calculators), className: row.failed > 0 ? "number warn" : "number" },
      { text: String(row.accounts.reduce((total, account) => total + account.orders, 0)), className: "number" },
      { text: amount(String(sum((account) => account.plannedNotional)), 0), className: "number" },
      { text: amount(String(sum((account) => account.filledNotional)), 0), className: "number" },
      { text: amount(String(residual), 0), className: residual > 0 ? "number warn" : "number" },
      { text: milliseconds(row.closeToAckMs), className: "number" },
    ];
  });
  return table(["label", "state", "symbols", "calculators", "orders", "planned", "filled", "residual", "close → last ack"], cells, "No runs yet: a run starts when a 5-minute window closes.");
}

/** One row per command and account, with the state of the command at that account. */
export function commands(rows: OperatorCommandRow[]): HTMLElement {
  const cells = rows.flatMap((row) => row.outcomes.map((step): Cell[] => [
    { text: clock(row.atMs), title: row.commandId },
    { text: [row.kind, row.symbol, row.setting].filter((part) => part !== "").join(" "), title: row.reason },
    { text: row.by },
    { text: step.account },
    { text: step.state, className: `state ${step.state}` },
    { text: step.detail },
  ]));
  return table(["time", "command", "by", "account", "state", "outcome"], cells, "No commands yet.");
}

export function alerts(rows: AlertRow[]): HTMLElement[] {
  return rows.filter((row) => row.active).map((row) => element("p", `alert ${row.severity}`, `${row.severity}: ${row.source}: ${row.subject} since ${clock(row.sinceMs)}: ${row.message}`));
}
