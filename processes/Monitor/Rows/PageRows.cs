using Platform.Hosting.Alerts;

namespace Platform.Monitor.Rows;

/// <summary>GET /api/v1/processes: the processes and the operator's holds. Times are platform time unless the name says real.</summary>
internal sealed record ProcessesReply(
    string Mode, bool DryRun, long NowMs, double Speed, bool Paused, bool Killed, DataRow? Data, IReadOnlyList<ProcessRow> Processes);

/// <summary>
/// Market data as last reported by the data process: counts since its start, the age of the newest message in real ms. Null before its
/// first report.
/// </summary>
internal sealed record DataRow(
    string Label, long ExchangeClockMs, int Symbols, int Connections, long Messages, long Duplicates, long Gaps, long LateTrades, long BadTrades, long BusDrops, double StreamAgeMs);

internal sealed record ProcessRow(
    string Process, string Account, int Pid, string State, string Detail, long StartedAtMs, long HeartbeatAgeMs, int Restarts, IReadOnlyDictionary<string, double> Gauges);

/// <summary>GET /api/v1/accounts. Amounts are exact decimal text in USDT; notionals use mark prices.</summary>
internal sealed record AccountRow(
    string Account, long AtMs, string WalletBalance, string UnrealizedPnl, string Equity, string AvailableBalance,
    string LongNotional, string ShortNotional, string GrossNotional, string NetNotional,
    double? GrossLeverage, double? MarginRatio, double? Deviation, int Positions, string Label, string EquityChange);

/// <summary>GET /api/v1/positions. Quantities are signed; the target is that of the last executed run.</summary>
internal sealed record PositionRow(
    string Account, string Symbol, string PositionSide, string Quantity, string TargetQuantity, string EntryPrice, string MarkPrice, string Notional, string UnrealizedPnl);

/// <summary>GET /api/v1/orders, newest first.</summary>
internal sealed record OrderRow(
    string Account, string RunId, string Label, string ParentId, string ClientOrderId, long VenueOrderId, string Symbol, string Side, string PositionSide, string Type,
    bool ReduceOnly, string Quantity, string Price, string Filled, string AveragePrice, string State, string Reason, long AtMs);

/// <summary>GET /api/v1/runs, newest first. Latencies are real milliseconds; null until the stage has ended.</summary>
internal sealed record RunsReply(IReadOnlyList<RunRow> Runs, LatencySummary CloseToAck);

internal sealed record RunRow(
    string RunId, string Label, string State, int Universe, int Complete, bool Degraded, IReadOnlyList<string> Missing, int Calculators, int Failed,
    double? DataMs, double? ComputeMs, double? ExecuteMs, double? CloseToAckMs, IReadOnlyList<AccountRun> Accounts);

internal sealed record AccountRun(string Account, int Parents, int Orders, string PlannedNotional, string FilledNotional, string ResidualNotional);

/// <summary>Latency in real ms from the completion of the window's data to the last order acknowledged, over the stored runs.</summary>
internal sealed record LatencySummary(int Runs, double? MedianMs, double? P99Ms);

/// <summary>GET /api/v1/equity: [platform ms, USDT] points, oldest first.</summary>
internal sealed record EquityReply(string Account, IReadOnlyList<double[]> Points);

/// <summary>The newest fill, on the event stream: a notice to the page to read GET /api/v1/fills again.</summary>
internal sealed record FillNotice(string Account, string Symbol, long AtMs);

/// <summary>One new point of an equity curve, on the event stream.</summary>
internal sealed record EquityPoint(string Account, long AtMs, double Equity);

/// <summary>GET /api/v1/alerts, active first, then newest first. Times are platform time; value and bound may be null.</summary>
internal sealed record AlertRow(
    string Id, string Source, string Severity, string Subject, string Message, bool Active, long SinceMs, long AtMs, double? Value, double? Bound)
{
    public static AlertRow Of(Alert alert) => new(
        alert.Id, alert.Source, alert.Severity.ToString().ToLowerInvariant(), alert.Subject, alert.Message, alert.IsActive, alert.Since_ms, alert.At_ms, alert.Value, alert.Bound);
}

/// <summary>GET /api/v1/commands, newest first: one command of the operator and its state at each account.</summary>
/// <param name="Account">Empty for all accounts.</param>
/// <param name="Symbol">Empty for all symbols.</param>
/// <param name="Setting">The rule of a reset, or the limit and its number.</param>
internal sealed record OperatorCommandRow(
    long Sequence, string CommandId, string Kind, string Account, string Symbol, string Setting, string By, string Reason, long AtMs, IReadOnlyList<CommandStep> Outcomes);

/// <summary>The state of a command at one account: asked, received, done, refused or expired.</summary>
internal sealed record CommandStep(string Account, string State, string Detail, long AtMs);

/// <summary>POST /api/v1/commands. The caller chooses the command id; a repeat of the same id has no effect.</summary>
internal sealed record CommandBody(string CommandId, string Kind, string? Account, string? Reason, string? Symbol = null, string? Setting = null, string? Value = null);

internal sealed record CommandAnswer(bool Accepted, string Reason);

/// <summary>The body of every error of the API: what happened and what to do.</summary>
internal sealed record ErrorBody(string Message);
