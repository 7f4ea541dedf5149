import type { Client } from "../client";
import type { ProcessesReply } from "../contract";
import { element } from "../dom";
import { dateTime } from "../text";

/** The bar at the top: mode, platform time, the state of the connection and the operator's commands. */
export class TopBar {
  private readonly mode = element("span", "badge", "…");
  private readonly time = element("span", "time", "");
  private readonly link = element("span", "link off", "connecting");
  private readonly buttons = element("div", "buttons");
  private readonly account = element("select", "scope");
  private readonly symbol = element("input", "scope");
  private anchor: { platformMs: number; pageMs: number; speed: number } | null = null;
  private last: ProcessesReply | null = null;

  constructor(root: HTMLElement, private readonly client: Client, private readonly say: (text: string) => void) {
    this.time.title = "Platform time, UTC";
    this.time.dataset["testid"] = "platform-time";
    this.link.dataset["testid"] = "link";
    this.account.title = "Account to which commands apply";
    this.account.append(new Option("all accounts", ""));
    this.symbol.placeholder = "all symbols";
    this.symbol.title = "Contract to which commands apply, such as BTCUSDT; empty for all";
    this.buttons.append(
      this.account,
      this.symbol,
      this.button("pause", "Pause", false),
      this.button("resume", "Resume", false),
      this.button("reduce-only", "Reduce only", false),
      this.button("cancel", "Cancel orders", true),
      this.button("flatten", "Flatten", true),
      this.button("kill", "Kill switch", true),
      this.button("revive", "Revive", true),
    );
    root.append(element("h1", "", "Platform"), this.mode, this.time, element("span", "grow"), this.buttons, this.link);
    window.setInterval(() => this.tick(), 250);
  }

  show(reply: ProcessesReply): void {
    this.last = reply;
    this.anchor = { platformMs: reply.nowMs, pageMs: performance.now(), speed: reply.speed };
    const speed = reply.speed === 1 ? "" : ` ×${reply.speed}`;
    this.mode.textContent = `${reply.mode}${reply.dryRun ? " dry-run" : ""}${speed}`;
    this.mode.className = `badge ${reply.mode}`;
    this.tick();
  }

  /** Adds new accounts to the choice for commands; the selection does not change. */
  accounts(names: string[]): void {
    const known = [...this.account.options].map((option) => option.value);
    for (const name of names.filter((name) => !known.includes(name))) this.account.append(new Option(name, name));
  }

  connection(live: boolean, text: string): void {
    this.link.className = `link ${live ? "on" : "off"}`;
    this.link.textContent = text;
  }

  private tick(): void {
    if (this.anchor === null) return;
    const elapsed = Math.min(performance.now() - this.anchor.pageMs, 3000);
    this.time.textContent = `${dateTime(this.anchor.platformMs + elapsed * this.anchor.speed)} UTC`;
  }

  private button(kind: string, text: string, confirms: boolean): HTMLButtonElement {
    const made = element("button", kind, text);
    made.type = "button";
    made.addEventListener("click", () => void this.run(kind, text, confirms));
    return made;
  }

  private async run(kind: string, text: string, confirms: boolean): Promise<void> {
    const mode = this.last?.mode ?? "";
    const account = this.account.value;
    const symbol = this.symbol.value.trim().toUpperCase();
    const scope = `${account === "" ? "all accounts" : account}${symbol === "" ? "" : `, ${symbol}`}`;
    if (confirms && !window.confirm(`${text}: ${scope}, mode ${mode}. Continue?`)) return;
    try {
      const refused = await this.client.command(kind, account, symbol, "from the page");
      this.say(refused === "" ? `${text}, ${scope}: asked` : `${text}, ${scope}: refused, ${refused}`);
    } catch (fault) {
      this.say(`${text}: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }
}
