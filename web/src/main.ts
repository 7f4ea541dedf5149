import "uplot/dist/uPlot.min.css";
import "./style.css";
import { EquityChart } from "./charts/equityChart";
import { LatencyChart } from "./charts/latencyChart";
import { Client, RequestFault } from "./client";
import type { AccountRow, EquityReply, Events } from "./contract";
import { byId, element } from "./dom";
import { milliseconds } from "./text";
import { takeToken } from "./token";
import { parents } from "./views/records";
import { ReportPanel } from "./views/reportPanel";
import * as tables from "./views/tables";
import { TopBar } from "./views/top";

const retryMs = 1000;

function say(text: string): void {
  const banner = byId("banner");
  banner.textContent = text;
  banner.hidden = text === "";
}

function start(token: string): void {
  const client = new Client(token);
  const top = new TopBar(byId("top"), client, say);
  const equity = new EquityChart(byId("equity"));
  const latency = new LatencyChart(byId("latency"));
  const report = new ReportPanel(client);
  const known = new Set<string>();

  async function loadEquity(rows: AccountRow[]): Promise<void> {
    for (const { account } of rows) {
      if (known.has(account)) continue;
      known.add(account);
      const reply = await client.get<EquityReply>(`/api/v1/equity?account=${encodeURIComponent(account)}`);
      equity.replace(account, reply.points);
    }
  }

  const show: { [K in keyof Events]: (value: Events[K]) => void } = {
    processes: (value) => {
      top.show(value);
      byId("processes").replaceChildren(tables.processes(value.processes), tables.marketData(value.data));
    },
    accounts: (value) => {
      byId("accounts").replaceChildren(...tables.accounts(value));
      top.accounts(value.map((row) => row.account));
      report.accounts(value.map((row) => row.account));
      loadEquity(value).catch((fault: unknown) => say(String(fault)));
    },
    positions: (value) => byId("positions").replaceChildren(tables.positions(value)),
    orders: (value) => byId("orders").replaceChildren(tables.orders(value)),
    parents: (value) => byId("parents").replaceChildren(parents(value)),
    runs: (value) => {
      byId("runs").replaceChildren(tables.runs(value.runs.slice(0, 12)));
      latency.show(value.runs);
      const { medianMs, p99Ms, runs } = value.closeToAck;
      byId("latency-summary").replaceChildren(element("p", "note", `close → last ack over ${runs} runs: median ${milliseconds(medianMs)}, 99th percentile ${milliseconds(p99Ms)}`));
    },
    fill: () => report.filled(),
    equity: (value) => equity.append(value.account, value.atMs, value.equity),
    commands: (value) => byId("commands").replaceChildren(tables.commands(value)),
    alerts: (value) => byId("alerts").replaceChildren(...tables.alerts(value)),
  };

  async function follow(): Promise<void> {
    for (;;) {
      try {
        await client.follow((name, value) => show[name]?.(value), () => {
          known.clear();
          say("");
          top.connection(true, "live");
        }, new AbortController().signal);
        top.connection(false, "reconnecting");
      } catch (fault) {
        if (fault instanceof RequestFault && fault.status === 401) {
          top.connection(false, "no access");
          say("The token is not accepted. Open the address that platform up printed, or read the token from data/run/token.");
          return;
        }
        top.connection(false, "reconnecting");
      }
      await new Promise((resolve) => window.setTimeout(resolve, retryMs));
    }
  }

  void follow();
}

const token = takeToken();
if (token === null) say("This page needs a token: open the address http://…/?token=… that platform up printed, or read the token from data/run/token.");
else start(token);
