// Formats numbers and times for display. Amounts arrive as exact decimal text; rounding here affects the display only.

export function amount(text: string, decimals = 2): string {
  const value = Number(text);
  return Number.isFinite(value) ? value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }) : "–";
}

/** Exact text without an exponent, with thousands separators before the point only. */
export function exact(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function ratio(value: number | null, decimals = 2): string {
  return value === null ? "–" : value.toFixed(decimals);
}

export function percent(value: number | null, decimals = 1): string {
  return value === null ? "–" : `${(value * 100).toFixed(decimals)} %`;
}

export function milliseconds(value: number | null): string {
  if (value === null) return "–";
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

export function clock(unixMs: number): string {
  return new Date(unixMs).toISOString().slice(11, 19);
}

export function dateTime(unixMs: number): string {
  return new Date(unixMs).toISOString().slice(0, 19).replace("T", " ");
}

export function signClass(text: string): string {
  const value = Number(text);
  return value > 0 ? "up" : value < 0 ? "down" : "";
}
