import type { Client } from "../client";
import type { FillRow, ReportReply } from "../contract";
import { byId, element } from "../dom";
import * as records from "./records";

const reportMs = 30_000;
const fillsMs = 1_000;

/** The report of one account, and the newest fills of all accounts, which are reloaded after new fills, at most once a second. */
export class ReportPanel {
  private account = "";
  private fillsStale = false;
  private readonly choice = element("select", "choice");

  constructor(private readonly client: Client) {
    this.choice.title = "Account of the report";
    this.choice.addEventListener("change", () => {
      this.account = this.choice.value;
      void this.loadReport();
    });
    byId("report-account").append(this.choice);
    window.setInterval(() => void this.loadReport(), reportMs);
    window.setInterval(() => {
      if (this.fillsStale) void this.loadFills();
    }, fillsMs);
  }

  /** Sets the list of accounts; called after every update of the accounts. */
  accounts(names: string[]): void {
    const known = [...this.choice.options].map((option) => option.value);
    if (names.join() === known.join()) return;
    this.choice.replaceChildren(...names.map((name) => element("option", "", name)));
    this.choice.hidden = names.length < 2;
    if (!names.includes(this.account)) this.account = names[0] ?? "";
    this.choice.value = this.account;
    void this.loadReport();
    void this.loadFills();
  }

  /** Called when an account has a new fill. */
  filled(): void {
    this.fillsStale = true;
  }

  private async loadReport(): Promise<void> {
    if (this.account === "") return;
    try {
      const reply = await this.client.get<ReportReply>(`/api/v1/reports?account=${encodeURIComponent(this.account)}`);
      byId("report").replaceChildren(...records.report(reply));
    } catch (fault) {
      byId("report").replaceChildren(element("p", "empty", fault instanceof Error ? fault.message : String(fault)));
    }
  }

  private async loadFills(): Promise<void> {
    this.fillsStale = false;
    try {
      byId("fills").replaceChildren(records.fills(await this.client.get<FillRow[]>("/api/v1/fills?limit=60")));
    } catch (fault) {
      byId("fills").replaceChildren(element("p", "empty", fault instanceof Error ? fault.message : String(fault)));
    }
  }
}
