import type { Events } from "./contract";

/** A failed request: the HTTP status, and a message for the user. */
export class RequestFault extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** Client of the monitor's HTTP API: reads and commands. */
export class Client {
  constructor(private readonly token: string) {}

  async get<T>(path: string): Promise<T> {
    return (await (await this.send(path, {})).json()) as T;
  }

  async command(kind: string, account: string, symbol: string, reason: string): Promise<string> {
    const body = JSON.stringify({ commandId: `page-${kind}-${account}-${Date.now()}`, kind, account, symbol, reason });
    const reply = await this.send("/api/v1/commands", { method: "POST", body, headers: { "Content-Type": "application/json" } });
    const answer = (await reply.json()) as { accepted: boolean; reason: string };
    return answer.accepted ? "" : answer.reason;
  }

  /** Follows the event stream until the signal aborts; resolves when the connection ends, rejects when it cannot be made. */
  async follow(onEvent: <K extends keyof Events>(name: K, value: Events[K]) => void, onOpen: () => void, signal: AbortSignal): Promise<void> {
    const reply = await this.send("/api/v1/events", { signal, headers: { Accept: "text/event-stream" } });
    onOpen();
    const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const frames = (rest + value).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) deliver(frame, onEvent);
    }
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string> | undefined), Authorization: `Bearer ${this.token}` };
    const reply = await fetch(path, { ...init, headers });
    if (!reply.ok) {
      const text = await reply.text();
      throw new RequestFault(reply.status, messageOf(text) || `${path} answered ${reply.status}`);
    }
    return reply;
  }
}

function deliver(frame: string, onEvent: <K extends keyof Events>(name: K, value: Events[K]) => void): void {
  let name = "";
  const data: string[] = [];
  for (const line of frame.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5));
  }
  if (name !== "" && data.length > 0) onEvent(name as keyof Events, JSON.parse(data.join("\n")));
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? "";
  } catch {
    return "";
  }
}
