// The types of the answers of GET /api/v1/*: exact amounts are decimal text, times are Unix ms of the platform's clock.

export type ProcessState = "starting" | "running" | "degraded" | "stopping" | "stopped" | "lost";

export interface ProcessRow {
  process: string;
  account: string;
  pid: number;
  state: ProcessState;
  detail: string;
  startedAtMs: number;
  heartbeatAgeMs: number;
  restarts: number;
  gauges: Record<string, number>;
}

/** Counts since the data process started; the age of its newest message is in real ms. */
export interface DataRow {
  label: string;
  exchangeClockMs: number;
  symbols: number;
  connections: number;
  messages: number;
  duplicates: number;
  gaps: number;
  lateTrades: number;
  badTrades: number;
  busDrops: number;
  streamAgeMs: number;
}

export interface ProcessesReply {
  mode: string;
  dryRun: boolean;
  nowMs: number;
  speed: number;
  paused: boolean;
  killed: boolean;
  data: DataRow | null;
  processes: ProcessRow[];
}

export interface AccountRow {
  account: string;
  atMs: number;
  walletBalance: string;
  unrealizedPnl: string;
  equity: string;
  availableBalance: string;
  longNotional: string;
  shortNotional: string;
  grossNotional: string;
  netNotional: string;
  grossLeverage: number | null;
  marginRatio: number | null;
  deviation: number | null;
  positions: number;
  label: string;
  equityChange: string;
}

export interface PositionRow {
  account: string;
  symbol: string;
  positionSide: string;
  quantity: string;
  targetQuantity: string;
  entryPrice: string;
  markPrice: string;
  notional: string;
  unrealizedPnl: string;
}

export interface OrderRow {
  account: string;
  runId: string;
  label: string;
  clientOrderId: string;
  symbol: string;
  side: string;
  type: string;
  reduceOnly: boolean;
  quantity: string;
  filled: string;
  averagePrice: string;
  state: string;
  reason: string;
  atMs: number;
}

export interface AccountRun {
  account: string;
  parents: number;
  orders: number;
  plannedNotional: string;
  filledNotional: string;
  residualNotional: string;
}

export interface RunRow {
  runId: string;
  label: string;
  state: string;
  universe: number;
  complete: number;
  degraded: boolean;
  missing: string[];
  calculators: number;
  failed: number;
  dataMs: number | null;
  computeMs: number | null;
  executeMs: number | null;
  closeToAckMs: number | null;
  accounts: AccountRun[];
}

export interface LatencySummary {
  runs: number;
  medianMs: number | null;
  p99Ms: number | null;
}

export interface RunsReply {
  runs: RunRow[];
  closeToAck: LatencySummary;
}

export interface EquityReply {
  account: string;
  points: [number, number][];
}

export interface AlertRow {
  id: string;
  source: string;
  severity: "info" | "warning" | "critical";
  subject: string;
  message: string;
  active: boolean;
  sinceMs: number;
  atMs: number;
  value: number | null;
  bound: number | null;
}

export interface CommandStep {
  account: string;
  state: "asked" | "received" | "done" | "refused" | "expired";
  detail: string;
  atMs: number;
}

export interface OperatorCommandRow {
  sequence: number;
  commandId: string;
  kind: string;
  account: string;
  symbol: string;
  setting: string;
  by: string;
  reason: string;
  atMs: number;
  outcomes: CommandStep[];
}

export interface LiveParent {
  parentId: string;
  account: string;
  symbol: string;
  side: string;
  algorithm: string;
  plannedQuantity: string;
  filledQuantity: string;
  scheduledQuantity: string;
  slices: number;
  slicesReleased: number;
  startedAtMs: number;
  endsAtMs: number;
  nextSliceAtMs: number | null;
  averagePrice: string;
  shortfallBps: number | null;
}

export interface FillRow {
  account: string;
  parentId: string;
  symbol: string;
  side: string;
  quantity: string;
  price: string;
  quoteQuantity: string;
  commission: string;
  commissionAsset: string;
  realizedPnl: string;
  maker: boolean;
  origin: string;
  atMs: number;
}

export interface WearRow {
  name: string;
  totalFees: string;
  slippage: string;
  fundingFees: string | null;
  totalWear: string;
  wearBps: number | null;
}

export interface BookedRow {
  symbol: string;
  asset: string;
  realizedPnl: string;
  commission: string;
  funding: string;
  net: string;
  isExplained: boolean;
}

/** The parts of an account's report that the page shows. */
export interface ReportReply {
  performance: { isSufficient: boolean; totalReturn: number | null; intradayDrawdown: number | null; sharpe: number | null; sortino: number | null; calmar: number | null };
  statistics: { totalTrades: number; turnoverPerDay: number | null; makerShare: number | null; hitRate: number | null };
  strategyWear: { total: WearRow; bySymbol: WearRow[]; byAlgorithm: WearRow[] };
  pnl: { total: BookedRow[]; bySymbol: BookedRow[] };
  notes: string[];
}

/** The events of the stream; each event contains the complete new value for its name. */
export interface Events {
  processes: ProcessesReply;
  accounts: AccountRow[];
  positions: PositionRow[];
  orders: OrderRow[];
  parents: LiveParent[];
  runs: RunsReply;
  equity: { account: string; atMs: number; equity: number };
  fill: { account: string; symbol: string; atMs: number };
  alerts: AlertRow[];
  commands: OperatorCommandRow[];
}
