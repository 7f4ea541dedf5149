using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>One fill, as input of the position history.</summary>
/// <param name="Signed">Signed quantity, positive for a buy.</param>
/// <param name="Fee">Commission in the margin asset.</param>
public readonly record struct TripFill(long Time_ms, Quantity Signed, Price Price, Money Fee);

/// <summary>
/// One position of one symbol from opening to closing, at average cost, as on the exchange in one-way mode. A fill that crosses
/// zero closes one position and opens the next; its fee is divided between them by quantity.
/// </summary>
/// <param name="Closed_ms">0 while it is open.</param>
/// <param name="Opened">Sum of the quantities that increased the position.</param>
/// <param name="Closed">Sum of the quantities that reduced the position.</param>
/// <param name="EntryQuote">Sum of price × quantity of the increasing fills.</param>
/// <param name="ExitQuote">Sum of price × quantity of the reducing fills.</param>
/// <param name="Funding">Funding income while the position was open; positive when received.</param>
public sealed record PositionTrade(
    long Opened_ms, long Closed_ms, bool IsLong, Quantity Opened, Quantity Closed, Notional EntryQuote, Notional ExitQuote, Notional Fees, Money Funding)
{
    public bool IsOpen => Closed_ms == 0;

    public Price EntryPrice => EntryQuote.DivideBy(Opened);

    /// <summary>Average exit price; zero while nothing was closed.</summary>
    public Price ExitPrice => Closed.IsZero ? Price.Zero : ExitQuote.DivideBy(Closed);

    /// <summary>Profit of the closed quantity, before fees and funding.</summary>
    public Notional GrossPnl
    {
        get
        {
            Notional cost = IsOpen ? EntryPrice * Closed : EntryQuote;
            return IsLong ? ExitQuote - cost : cost - ExitQuote;
        }
    }

    public Notional NetPnl => GrossPnl - Fees + Funding.ToNotional();

    /// <summary>Finds the positions of one symbol, sorted by time; the last one can be open.</summary>
    /// <param name="fills">Sorted by time.</param>
    /// <param name="funding">Funding income with its time; it belongs to the position that is open at that time.</param>
    public static IReadOnlyList<PositionTrade> Find(IEnumerable<TripFill> fills, IEnumerable<(long Time_ms, Money Amount)> funding)
    {
        var trades = new List<PositionTrade>();
        using IEnumerator<(long Time_ms, Money Amount)> income = funding.GetEnumerator();
        bool more = income.MoveNext();
        PositionTrade? open = null;
        foreach (TripFill fill in fills)
        {
            Earn(fill.Time_ms);
            Quantity left = fill.Signed;
            if (open is not null && open.IsLong != left.Sign > 0)
            {
                Quantity closing = Quantity.Min(left.Abs, open.Opened - open.Closed);
                open = open with { Closed = open.Closed + closing, ExitQuote = open.ExitQuote + fill.Price * closing, Fees = open.Fees + FeeOf(fill, closing) };
                left = fill.Signed.Sign > 0 ? left - closing : left + closing;
                if (open.Closed == open.Opened)
                {
                    trades.Add(open with { Closed_ms = fill.Time_ms });
                    open = null;
                }
            }

            if (left.IsZero)
                continue;
            open ??= new PositionTrade(fill.Time_ms, 0, left.Sign > 0, Quantity.Zero, Quantity.Zero, Notional.Zero, Notional.Zero, Notional.Zero, Money.Zero);
            Notional fee = left == fill.Signed ? fill.Fee.ToNotional() : fill.Fee.ToNotional() - FeeOf(fill, fill.Signed.Abs - left.Abs);
            open = open with { Opened = open.Opened + left.Abs, EntryQuote = open.EntryQuote + fill.Price * left.Abs, Fees = open.Fees + fee };
        }

        Earn(long.MaxValue);
        if (open is not null)
            trades.Add(open);
        return trades;

        void Earn(long until_ms)
        {
            for (; more && income.Current.Time_ms <= until_ms; more = income.MoveNext())
                open = open is null ? null : open with { Funding = open.Funding + income.Current.Amount };
        }
    }

    private static Notional FeeOf(TripFill fill, Quantity part) => Notional.FromUnits(fill.Fee.ToNotional().Units * part.Units / fill.Signed.Abs.Units);
}
