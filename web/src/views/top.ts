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
  private anchor: { platformMs: number; pageMs: number; speed: number } | null = null;
  private last: ProcessesReply | null = null;

  constructor(root: HTMLElement, private readonly client: Client, private readonly say: (text: string) => void) {
    this.time.title = "Platform time, UTC";
    this.time.dataset["testid"] = "platform-time";
    this.link.dataset["testid"] = "link";
    root.append(element("h1", "", "Platform"), this.mode, this.time, element("span", "grow"), this.buttons, this.link);
    window.setInterval(() => this.tick(), 250);
  }

  show(reply: ProcessesReply): void {
    this.last = reply;
    this.anchor = { platformMs: reply.nowMs, pageMs: performance.now(), speed: reply.speed };
    const speed = reply.speed === 1 ? "" : ` ×${reply.speed}`;
    this.mode.textContent = `${reply.mode}${reply.dryRun ? " dry-run" : ""}${speed}`;
    this.mode.className = `badge ${reply.mode}`;
    this.buttons.replaceChildren(
      this.button(reply.paused ? "resume" : "pause", reply.paused ? "Resume" : "Pause", false),
      this.button("flatten", "Flatten", true),
      this.button(reply.killed ? "revive" : "kill", reply.killed ? "Revive" : "Kill switch", true),
    );
    this.tick();
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
    if (confirms && !window.confirm(`${text}: all accounts, mode ${mode}. Go on?`)) return;
    try {
      const refused = await this.client.command(kind, "", "from the page");
      this.say(refused === "" ? `${text}: accepted` : `${text}: refused, ${refused}`);
    } catch (fault) {
      this.say(`${text}: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }
}
