using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Accounts;

/// <summary>Wallet, profit and margin sums of one account at the current mark prices.</summary>
internal readonly record struct MarginSums(
    Money CrossWallet, Money Unrealized, Money CrossUnrealized, Money PositionInitial, Money CrossPositionInitial, Money OpenOrderInitial,
    Money Maintenance, Money CrossMaintenance)
{
    public Money Available => Money.Max(Money.Zero, CrossWallet + CrossUnrealized - CrossPositionInitial - OpenOrderInitial);
}

/// <summary>The margin formulas of spec/binance-usdm.md §8, in exact arithmetic, truncated to 8 decimals.</summary>
internal static class MarginRules
{
    /// <summary>Maximum number of iterations of the search for the liquidation price, which passes through the brackets in one direction.</summary>
    private const int MaxBrackets = 16;

    /// <summary>A bound above every possible price, small enough that sums do not overflow.</summary>
    private const long MaxPrice = long.MaxValue / 4;

    public static MarginSums Sum(Account account)
    {
        Money unrealized = Money.Zero, crossUnrealized = Money.Zero, initial = Money.Zero, crossInitial = Money.Zero;
        Money orders = Money.Zero, maintenance = Money.Zero, crossMaintenance = Money.Zero, isolated = Money.Zero;
        for (int i = 0; i < account.Holdings.Count; i++)
        {
            Holding holding = account.Holdings[i];
            if (!holding.IsActive)
                continue;
            orders += OpenOrderInitial(holding);
            isolated += holding.IsolatedWallet;
            AddPosition(holding.Both);
            AddPosition(holding.Long);
            AddPosition(holding.Short);

            void AddPosition(ExactPosition position)
            {
                if (!position.IsOpen)
                    return;
                Money profit = Unrealized(holding, position);
                Money needed = PositionInitial(holding, position), kept = Maintenance(holding, position);
                unrealized += profit;
                initial += needed;
                maintenance += kept;
                if (holding.IsIsolated)
                    return;
                crossUnrealized += profit;
                crossInitial += needed;
                crossMaintenance += kept;
            }
        }

        return new MarginSums(account.Wallet - isolated, unrealized, crossUnrealized, initial, crossInitial, orders, maintenance, crossMaintenance);
    }

    public static Notional ExactNotional(Holding holding, ExactPosition position) => (position.Amount * holding.Listing.MarkPrice).Abs;

    public static Money Unrealized(Holding holding, ExactPosition position) => position.ProfitAt(holding.Listing.MarkPrice).Truncate();

    public static Money PositionInitial(Holding holding, ExactPosition position) => Divide(ExactNotional(holding, position), holding.Leverage);

    public static Money Maintenance(Holding holding, ExactPosition position) =>
        position.IsOpen ? Brackets.Maintenance(holding.Listing.View.Brackets, ExactNotional(holding, position)) : Money.Zero;

    public static Money OpenOrderInitial(Holding holding) => OpenOrderInitial(holding, holding.OpeningBids, holding.OpeningAsks);

    /// <summary>Initial margin of open orders: the margin of the larger exposure after all bids or all asks fill, minus the margin of the position. In hedge mode, the margin of bids and asks together.</summary>
    public static Money OpenOrderInitial(Holding holding, Notional bids, Notional asks)
    {
        if (holding.Account.Hedge)
            return Divide(bids + asks, holding.Leverage);
        Notional present = holding.Both.Amount * holding.Listing.MarkPrice;
        Notional up = (present + bids).Abs, down = (present - asks).Abs;
        Notional larger = up > down ? up : down;
        return Money.Max(Money.Zero, Divide(larger, holding.Leverage) - Divide(present.Abs, holding.Leverage));
    }

    /// <summary>The margin that a new order needs: the additional initial margin, and the loss against the mark price when it opens a position.</summary>
    public static Money OrderCost(Holding holding, Side side, Price price, Quantity quantity, bool closes)
    {
        if (closes)
            return Money.Zero;
        Notional value = price * quantity;
        Money before = OpenOrderInitial(holding);
        Money after = side == Side.Buy
            ? OpenOrderInitial(holding, holding.OpeningBids + value, holding.OpeningAsks)
            : OpenOrderInitial(holding, holding.OpeningBids, holding.OpeningAsks + value);
        Price gap = side == Side.Buy ? price - holding.Listing.MarkPrice : holding.Listing.MarkPrice - price;
        Quantity opened = quantity - holding.Both.ClosedBy(side, quantity);
        Money loss = gap.Sign > 0 ? (gap * opened).Truncate() : Money.Zero;
        return after - before + loss;
    }

    /// <summary>The mark price at which the position would be liquidated; zero when there is none (spec/binance-usdm.md §8).</summary>
    public static Price LiquidationPrice(Account account, Holding holding, ExactPosition position, in MarginSums sums)
    {
        if (!position.IsOpen)
            return Price.Zero;
        Money margin = position.IsolatedWallet;
        if (!holding.IsIsolated)
        {
            margin = sums.CrossWallet - sums.CrossMaintenance + sums.CrossUnrealized;
            foreach (ExactPosition own in holding.Positions)
                margin += Maintenance(holding, own) - Unrealized(holding, own);
        }

        IEnumerable<ExactPosition> positions = holding.IsIsolated ? [position] : holding.Positions;

        // The bracket depends on the liquidation price, so the price is computed again until its bracket no longer changes.
        Price price = holding.Listing.MarkPrice;
        for (int i = 0; i < MaxBrackets; i++)
        {
            Price next = Solve(holding, positions, margin, price);
            bool settled = next.IsZero || positions.All(open => BracketAt(holding, open, next) == BracketAt(holding, open, price));
            price = next;
            if (settled)
                break;
        }

        return price;
    }

    /// <summary>
    /// The bankruptcy price: the price at which the loss of a position equals its margin, which is the isolated wallet, or for a cross position the cross wallet
    /// with the unrealized profits of all other cross positions. Rounded to the tick so that the margin suffices; the smallest price when no price uses up the margin.
    /// </summary>
    public static Price BankruptcyPrice(Holding holding, ExactPosition position, in MarginSums sums)
    {
        Money available = holding.IsIsolated ? position.IsolatedWallet : sums.CrossWallet + sums.CrossUnrealized - Unrealized(holding, position);
        Price tick = holding.Listing.Instrument.Price.Tick;
        Int128 units = (position.Cost - available.ToNotional()).Units / position.Amount.Units;
        if (units < tick.Units || units > MaxPrice)
            return units < tick.Units ? tick : Price.FromUnits(MaxPrice).FloorTo(tick);
        var price = Price.FromUnits((long)units);
        return position.Amount.Sign > 0 ? price.CeilingTo(tick) : Price.Max(tick, price.FloorTo(tick));
    }

    /// <summary>Solves the liquidation equation with the brackets at a given price; zero when it has no solution. The price is rounded to the nearest unit, while money is truncated.</summary>
    private static Price Solve(Holding holding, IEnumerable<ExactPosition> positions, Money margin, Price at)
    {
        Int128 top = (Int128)margin.Units * Money.One;
        Int128 bottom = 0;
        foreach (ExactPosition position in positions)
        {
            if (!position.IsOpen)
                continue;
            Bracket bracket = BracketAt(holding, position, at);
            top += (Int128)bracket.Cumulative.Units * Money.One - position.Cost.Units;
            bottom += (Int128)position.Amount.Abs.Units * bracket.MaintenanceRate.Units / Money.One - position.Amount.Units;
        }

        if (bottom == 0)
            return Price.Zero;
        Int128 price = (2 * top + bottom) / (2 * bottom);
        return price <= 0 || price > long.MaxValue ? Price.Zero : Price.FromUnits((long)price);
    }

    private static Bracket BracketAt(Holding holding, ExactPosition position, Price price) =>
        Brackets.At(holding.Listing.View.Brackets, (position.Amount * price).Abs.Truncate());

    private static Money Divide(Notional notional, int leverage) => Money.FromUnits(checked((long)(notional.Units / ((long)leverage * Money.One))));
}
