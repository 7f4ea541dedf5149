using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Accounting.Records;

/// <summary>An order in its final state. Times are platform time, Unix ms.</summary>
/// <param name="Sequence">Sequence number of the ledger fact that ended the order.</param>
/// <param name="TimeInForce">Null for a market order.</param>
/// <param name="LimitPrice">Zero for a market order.</param>
/// <param name="ExecutedQuote">Sum of price × quantity of its fills.</param>
/// <param name="Reason">Why the order was refused or ended early; empty when it was filled.</param>
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

    /// <summary>An order that another program or a person placed on the same account.</summary>
    Foreign = 3,
}

/// <summary>One fill, identified by symbol and trade id.</summary>
/// <param name="Sequence">Sequence number of the ledger fact; 0 for a fill that was read from the exchange.</param>
/// <param name="ParentId">Empty unless the origin is <see cref="FillOrigin.Own"/>.</param>
/// <param name="Commission">In <paramref name="CommissionAsset"/>; a positive amount was paid.</param>
/// <param name="RealizedPnl">Before commission, as the exchange reports it.</param>
public sealed record FillRecord(
    long Sequence, long Time_ms, string Symbol, long TradeId, FillOrigin Origin, string ClientOrderId, long OrderId, string ParentId, string RunId, Side Side, PositionSide PositionSide,
    Quantity Quantity, Price Price, Money Commission, string CommissionAsset, Money RealizedPnl, bool IsMaker);

/// <summary>A parent order in its final state, which includes denied.</summary>
/// <param name="Started_ms">Start of its schedule; the time of planning for a parent that never started.</param>
/// <param name="End_ms">End of its schedule.</param>
/// <param name="Closed_ms">Time at which the parent ended.</param>
/// <param name="DecisionPrice">Zero when the strategy gave no price.</param>
/// <param name="ArrivalPrice">Mid price when the parent started; zero when there was no quote.</param>
/// <param name="LastPrice">Mid price when the parent ended; zero when there was no quote.</param>
/// <param name="Reason">Why a residual is left; empty when the parent was filled.</param>
/// <param name="Note">Why the algorithm differs from the requested one; empty when it does not.</param>
public sealed record ParentRecord(
    long Sequence, string ParentId, string RunId, string Label, string Symbol, Side Side, PositionSide PositionSide, ParentAlgorithm Algorithm, ParentState State, Quantity Planned, Quantity Filled,
    Notional FilledQuote, Quantity MakerFilled, int Slices, long Started_ms, long End_ms, long Closed_ms, Price DecisionPrice, Price ArrivalPrice, Price LastPrice, string Reason, string Note)
{
    /// <summary>Negative when the exchange filled more than was planned.</summary>
    public Quantity Residual => Planned - Filled;

    /// <summary>Zero when nothing was filled.</summary>
    public Price AveragePrice => Filled.IsZero || FilledQuote.IsZero ? Price.Zero : FilledQuote.DivideBy(Filled);

    /// <summary>
    /// The input of the cost computation (quant.md §7.6). An unknown decision price is replaced by the arrival price, so that the delay
    /// cost is zero; an unknown arrival price by the decision price; when both are unknown, both by the average fill price.
    /// </summary>
    /// <param name="fees">In the margin asset.</param>
    /// <param name="traded">Price of the market's last trade when the parent closed, used when the quote of that time is unknown; zero when unknown.</param>
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

/// <summary>One booking of the exchange on the account's wallet, as the exchange reports it.</summary>
/// <param name="Kind">The exchange's incomeType, such as FUNDING_FEE.</param>
/// <param name="Symbol">Empty when the booking belongs to no contract.</param>
/// <param name="Amount">In <paramref name="Asset"/>; a positive amount was received.</param>
/// <param name="TransactionId">Unique within the kind.</param>
/// <param name="TradeId">Empty when the booking belongs to no trade.</param>
public sealed record IncomeRecord(long Time_ms, string Kind, string Symbol, string Asset, Money Amount, long TransactionId, string TradeId);

/// <summary>The account at one instant; sampled every minute and at every label (quant.md §8.1).</summary>
/// <param name="Equity">Wallet balance plus unrealised profit at the mark price.</param>
public sealed record EquityRecord(long Time_ms, Money Equity, Money WalletBalance, Money UnrealizedPnl, Money AvailableBalance, Money InitialMargin, Money MaintenanceMargin);
