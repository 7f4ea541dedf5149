using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Accounting.Records;

/// <summary>An order as it ended. Times are platform time, Unix ms.</summary>
/// <param name="Sequence">Ledger fact with which it was known to be over.</param>
/// <param name="TimeInForce">Null for a market order.</param>
/// <param name="LimitPrice">Zero for a market order.</param>
/// <param name="ExecutedQuote">Sum of price × quantity of its fills.</param>
/// <param name="Reason">Why it was refused or ended early; empty when it was filled.</param>
public sealed record OrderRecord(
    long Sequence, string ClientOrderId, long OrderId, string ParentId, string RunId, string Symbol, Side Side, PositionSide PositionSide, OrderType Type, TimeInForce? TimeInForce, bool ReduceOnly, int Slice,
    Quantity Quantity, Price LimitPrice, Quantity Executed, Notional ExecutedQuote, OrderState State, string Reason, long Intended_ms, long Ended_ms);

/// <summary>Who caused a fill.</summary>
public enum FillOrigin : byte
{
    /// <summary>An order of this executor.</summary>
    Own = 1,

    /// <summary>Liquidation or auto-deleveraging by the exchange.</summary>
    Forced = 2,

    /// <summary>An order that was made elsewhere on the same account.</summary>
    Foreign = 3,
}

/// <summary>One fill; its identity is symbol and trade id.</summary>
/// <param name="Sequence">Ledger fact; 0 for a fill that was read from the exchange.</param>
/// <param name="ParentId">Empty unless the origin is <see cref="FillOrigin.Own"/>.</param>
/// <param name="Commission">Positive is paid, in <paramref name="CommissionAsset"/>.</param>
/// <param name="RealizedPnl">Before commission, as the exchange says.</param>
public sealed record FillRecord(
    long Sequence, long Time_ms, string Symbol, long TradeId, FillOrigin Origin, string ClientOrderId, long OrderId, string ParentId, string RunId, Side Side, PositionSide PositionSide,
    Quantity Quantity, Price Price, Money Commission, string CommissionAsset, Money RealizedPnl, bool IsMaker);

/// <summary>A parent as it ended, or was denied.</summary>
/// <param name="Started_ms">When its schedule began; when it was planned, for one that never started.</param>
/// <param name="End_ms">End of its schedule.</param>
/// <param name="Closed_ms">When it ended.</param>
/// <param name="DecisionPrice">Zero when the strategy gave none.</param>
/// <param name="ArrivalPrice">Middle of the quote when it started; zero when there was none.</param>
/// <param name="LastPrice">Middle of the quote when it ended; zero when there was none.</param>
/// <param name="Reason">Why a residual is left; empty when it was filled.</param>
/// <param name="Note">Why the algorithm is not the one that was asked for; empty when it is.</param>
public sealed record ParentRecord(
    long Sequence, string ParentId, string RunId, string Label, string Symbol, Side Side, PositionSide PositionSide, ParentAlgorithm Algorithm, ParentState State, Quantity Planned, Quantity Filled,
    Notional FilledQuote, Quantity MakerFilled, int Slices, long Started_ms, long End_ms, long Closed_ms, Price DecisionPrice, Price ArrivalPrice, Price LastPrice, string Reason, string Note)
{
    /// <summary>Negative when the exchange filled more than was planned.</summary>
    public Quantity Residual => Planned - Filled;

    /// <summary>Zero when nothing was filled.</summary>
    public Price AveragePrice => Filled.IsZero || FilledQuote.IsZero ? Price.Zero : FilledQuote.DivideBy(Filled);

    /// <summary>
    /// What its costs are computed from (quant.md §7.6). A decision price that is not known is the arrival's, so that the delay is
    /// zero; an arrival that is not known is the decision's, and the last resort for either is what was paid.
    /// </summary>
    /// <param name="fees">In the margin asset.</param>
    /// <param name="traded">The market's last trade when it was closed, where the quote then is not known; zero when neither is.</param>
    public ParentFills ToFills(Money fees, Price traded = default)
    {
        Price arrival = First(ArrivalPrice, DecisionPrice, AveragePrice);
        return new ParentFills(Side, Planned, First(DecisionPrice, arrival), arrival, Filled, FilledQuote, MakerFilled, First(LastPrice, traded, arrival), fees);
    }

    private static Price First(params ReadOnlySpan<Price> prices)
    {
        foreach (Price price in prices)
        {
            if (!price.IsZero)
                return price;
        }

        return Price.Zero;
    }
}

/// <summary>One booking of the exchange on the account's wallet, as it says it.</summary>
/// <param name="Kind">The exchange's incomeType, such as FUNDING_FEE.</param>
/// <param name="Symbol">Empty for what belongs to no contract.</param>
/// <param name="Amount">Positive is received, in <paramref name="Asset"/>.</param>
/// <param name="TransactionId">Unique within the kind.</param>
/// <param name="TradeId">Empty when the booking is of no trade.</param>
public sealed record IncomeRecord(long Time_ms, string Kind, string Symbol, string Asset, Money Amount, long TransactionId, string TradeId);

/// <summary>The account at one instant; sampled every minute and at every label (quant.md §8.1).</summary>
/// <param name="Equity">Wallet plus unrealised at mark.</param>
public sealed record EquityRecord(long Time_ms, Money Equity, Money WalletBalance, Money UnrealizedPnl, Money AvailableBalance, Money InitialMargin, Money MaintenanceMargin);
