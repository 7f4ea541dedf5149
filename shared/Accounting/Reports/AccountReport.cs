namespace Platform.Accounting.Reports;

/// <summary>
/// Activity and results of one account over a period. File: strategy_reports/{account}_strategy_report_latest.json; also the answer
/// of the API. Amounts are exact decimal text in the margin asset unless an asset is named; ratios are null where undefined.
/// Times are Unix ms of the platform clock; the period includes its start and excludes its end.
/// </summary>
/// <param name="Source">"actual", or "estimated" for an account whose fills are simulated on paper.</param>
/// <param name="TradingPairs">Symbols with a fill in the period.</param>
/// <param name="PositionHistory">Positions that were open in the period, with opening and closing, newest first.</param>
/// <param name="Notes">What the figures do not include, and why.</param>
public sealed record AccountReport(
    int Schema, string Account, long GeneratedAtMs, long FromMs, long ToMs, string Source, ReportedRecords Records, IReadOnlyList<string> TradingPairs, ReportedStatistics Statistics,
    ReportedWearTables StrategyWear, ReportedPnlTable Pnl, ReportedPerformance Performance, ReportedExecution Execution, IReadOnlyList<ReportedPosition> PositionHistory,
    IReadOnlyList<ReportedEquity> EquityCurve, IReadOnlyList<string> Notes)
{
    public const int CurrentSchema = 1;
}

/// <summary>The range of the stored records from which the report is computed.</summary>
/// <param name="BegunAtMs">Start of the recording.</param>
/// <param name="Sequence">Sequence number of the last ledger fact in the records.</param>
/// <param name="IncomeToMs">The records contain every booking of the exchange before this time.</param>
public sealed record ReportedRecords(long BegunAtMs, long Sequence, long IncomeToMs, long Orders, long Fills, long Parents, long Income, long Equity);

/// <param name="TurnoverPerDay">Traded notional of buys and sells, divided by mean equity, per day.</param>
/// <param name="HitRate">Share of closed positions with a net profit above zero; a result of exactly zero counts as a loss.</param>
public sealed record ReportedStatistics(
    int TotalTrades, int Orders, int Parents, int DeniedParents, string TradedNotional, double? TurnoverPerDay, double? FillRatio, double? MakerShare, int ClosedPositions, int OpenPositions, double? HitRate,
    double? ProfitFactor);

/// <summary>Costs of trading (quant.md §7.7); a positive amount is a loss.</summary>
/// <param name="Name">Symbol, algorithm or account.</param>
/// <param name="FundingFees">Null where funding cannot be attributed: it belongs to positions, not to orders.</param>
public sealed record ReportedWear(
    string Name, string TotalFees, string Slippage, string? FundingFees, string TotalWear, double? WearPct, double? WearBps, double? WearShare, string InitialEquity, int TotalTrades,
    string TradedNotional, string GrossPnl, string Source);

public sealed record ReportedWearTables(ReportedWear Total, IReadOnlyList<ReportedWear> BySymbol, IReadOnlyList<ReportedWear> ByAlgorithm);

/// <summary>Exact sums of the exchange's bookings of one symbol in one asset.</summary>
/// <param name="Net">Sum of all bookings.</param>
/// <param name="FillsRealizedPnl">Sum over the recorded fills that were older than a minute when the bookings were last read; the exchange has booked these.</param>
/// <param name="FillsCommission">The negative of the sum over the same fills.</param>
/// <param name="IsExplained">True when the exchange's bookings of these fills have the same profit and commission.</param>
public sealed record ReportedPnl(
    string Symbol, string Asset, string RealizedPnl, string Commission, string Funding, string Insurance, string Other, string Net, string FillsRealizedPnl, string FillsCommission, bool IsExplained);

/// <param name="Total">Per asset over all symbols.</param>
/// <param name="Transfers">Deposits and withdrawals, per asset; not part of profit and loss.</param>
public sealed record ReportedPnlTable(IReadOnlyList<ReportedPnl> Total, IReadOnlyList<ReportedPnl> BySymbol, IReadOnlyDictionary<string, string> Transfers);

/// <summary>Daily returns without external flows, and their ratios (quant.md §8.2, 365 days a year).</summary>
/// <param name="IsSufficient">False with fewer than 30 days: the ratios are then not reliable and are shown in grey.</param>
/// <param name="MaxDrawdown">Computed from daily closes; 0 or negative.</param>
/// <param name="IntradayDrawdown">Computed from all samples.</param>
/// <param name="RecoveredAtMs">Null until the previous peak is reached again.</param>
public sealed record ReportedPerformance(
    int Observations, bool IsSufficient, string? InitialEquity, string? FinalEquity, double? TotalReturn, double? Sharpe, double? Sortino, double? Cagr, double? Calmar, double? Volatility,
    double? MaxDrawdown, double? IntradayDrawdown, long? PeakAtMs, long? TroughAtMs, long? RecoveredAtMs, double? PositiveDays, IReadOnlyList<ReportedDay> Days);

/// <param name="Flows">Transfers of the day.</param>
public sealed record ReportedDay(string Day, string Equity, string Flows, double? Return);

/// <summary>Costs of parents against the decision price, the arrival price and the market (quant.md §7.6); a positive amount is a loss.</summary>
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
