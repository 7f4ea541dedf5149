namespace Platform.Accounting.Reports;

/// <summary>
/// What an account did and what it came to over a period: strategy_reports/{account}_strategy_report_latest.json, and the answer
/// of the API. Amounts are exact decimal text in the margin asset unless an asset is named; ratios are null where undefined.
/// Times are Unix ms of the platform's clock; the period is from (inclusive) to (exclusive).
/// </summary>
/// <param name="Source">actual, or estimated for an account whose fills are on paper.</param>
/// <param name="TradingPairs">Symbols with a fill in the period.</param>
/// <param name="PositionHistory">Openings and closings; positions that were open in the period, newest first.</param>
/// <param name="Notes">What the figures leave out, and why.</param>
public sealed record AccountReport(
    int Schema, string Account, long GeneratedAtMs, long FromMs, long ToMs, string Source, ReportedRecords Records, IReadOnlyList<string> TradingPairs, ReportedStatistics Statistics,
    ReportedWearTables StrategyWear, ReportedPnlTable Pnl, ReportedPerformance Performance, ReportedExecution Execution, IReadOnlyList<ReportedPosition> PositionHistory,
    IReadOnlyList<ReportedEquity> EquityCurve, IReadOnlyList<string> Notes)
{
    public const int CurrentSchema = 1;
}

/// <summary>How far the stored records reach that the report is made of.</summary>
/// <param name="BegunAtMs">The account is recorded since.</param>
/// <param name="Sequence">The last fact of the ledger in them.</param>
/// <param name="IncomeToMs">The exchange's bookings before this time are in them.</param>
public sealed record ReportedRecords(long BegunAtMs, long Sequence, long IncomeToMs, long Orders, long Fills, long Parents, long Income, long Equity);

/// <param name="TurnoverPerDay">Traded notional, both directions counted, over mean equity and day.</param>
/// <param name="HitRate">Closed positions with a net profit over all closed; a tie is a loss.</param>
public sealed record ReportedStatistics(
    int TotalTrades, int Orders, int Parents, int DeniedParents, string TradedNotional, double? TurnoverPerDay, double? FillRatio, double? MakerShare, int ClosedPositions, int OpenPositions, double? HitRate,
    double? ProfitFactor);

/// <summary>What trading itself cost (quant.md §7.7); positive is money lost.</summary>
/// <param name="Name">Symbol, algorithm, or the account.</param>
/// <param name="FundingFees">Null where funding cannot be attributed: it belongs to positions, not to the orders that made them.</param>
public sealed record ReportedWear(
    string Name, string TotalFees, string Slippage, string? FundingFees, string TotalWear, double? WearPct, double? WearBps, double? WearShare, string InitialEquity, int TotalTrades,
    string TradedNotional, string GrossPnl, string Source);

public sealed record ReportedWearTables(ReportedWear Total, IReadOnlyList<ReportedWear> BySymbol, IReadOnlyList<ReportedWear> ByAlgorithm);

/// <summary>The exchange's bookings of one symbol in one asset, to the last digit.</summary>
/// <param name="Net">Sum of all of them.</param>
/// <param name="FillsRealizedPnl">Sum over the recorded fills that the exchange has surely booked: those older than a minute when the bookings were last read.</param>
/// <param name="FillsCommission">Minus the sum over the same fills.</param>
/// <param name="IsExplained">The exchange's bookings of that time come to the same profit and commission.</param>
public sealed record ReportedPnl(
    string Symbol, string Asset, string RealizedPnl, string Commission, string Funding, string Insurance, string Other, string Net, string FillsRealizedPnl, string FillsCommission, bool IsExplained);

/// <param name="Total">Per asset over all symbols.</param>
/// <param name="Transfers">Money that was moved in or out, per asset; no profit and no loss.</param>
public sealed record ReportedPnlTable(IReadOnlyList<ReportedPnl> Total, IReadOnlyList<ReportedPnl> BySymbol, IReadOnlyDictionary<string, string> Transfers);

/// <summary>Daily returns, external flows removed (quant.md §8.2, 365 days a year).</summary>
/// <param name="IsSufficient">False with fewer than 30 days: the ratios then say little and are shown grey.</param>
/// <param name="MaxDrawdown">Of daily closes; 0 or negative.</param>
/// <param name="IntradayDrawdown">Of all samples.</param>
/// <param name="RecoveredAtMs">Null while the peak is not reached again.</param>
public sealed record ReportedPerformance(
    int Observations, bool IsSufficient, string? InitialEquity, string? FinalEquity, double? TotalReturn, double? Sharpe, double? Sortino, double? Cagr, double? Calmar, double? Volatility,
    double? MaxDrawdown, double? IntradayDrawdown, long? PeakAtMs, long? TroughAtMs, long? RecoveredAtMs, double? PositiveDays, IReadOnlyList<ReportedDay> Days);

/// <param name="Flows">Transfers of the day.</param>
public sealed record ReportedDay(string Day, string Equity, string Flows, double? Return);

/// <summary>Costs of parents against decision, arrival and market (quant.md §7.6); positive is money lost.</summary>
public sealed record ReportedExecution(IReadOnlyList<ReportedAlgorithm> ByAlgorithm, IReadOnlyList<ReportedParent> Parents);

/// <summary>Sums over the parents of one algorithm; rates in basis points are weighted by notional.</summary>
public sealed record ReportedAlgorithm(
    string Algorithm, int Parents, string TradedNotional, string Shortfall, double? ShortfallBps, double? ArrivalBps, double? VwapBps, double? TwapBps, double? Participation, double? FillRatio, double? MakerShare);

public sealed record ReportedParent(
    string ParentId, string RunId, string Symbol, string Side, string Algorithm, string State, string Planned, string Filled, string DecisionPrice, string ArrivalPrice, string AveragePrice, string LastPrice,
    long StartedAtMs, long ClosedAtMs, string Delay, string Impact, string Opportunity, string Fees, string Shortfall, double? ShortfallBps, double? ArrivalBps, double? VwapBps, double? TwapBps,
    double? Participation, double? FillRatio, double? MakerShare, string Reason);

/// <summary>One position from its opening to its closing.</summary>
/// <param name="ClosedAtMs">Null while it is open.</param>
/// <param name="RealizedPnl">Before fees and funding, at average cost.</param>
/// <param name="NetPnl">After fees and funding.</param>
public sealed record ReportedPosition(
    string Account, string Symbol, string PositionSide, string Direction, string State, long OpenedAtMs, long? ClosedAtMs, string Quantity, string ClosedQuantity, string EntryPrice, string ExitPrice,
    string RealizedPnl, string Fees, string Funding, string NetPnl);

/// <param name="Drawdown">From the running maximum of the compounded index; 0 or negative.</param>
public sealed record ReportedEquity(long AtMs, double Equity, double Drawdown);
