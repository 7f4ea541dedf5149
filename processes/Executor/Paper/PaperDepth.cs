using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Paper;

/// <summary>
/// The live depth that a dry run fills orders from: read for every order and refused when too old. A quantity taken by one order
/// is not available to the next until the exchange shows a newer book. Owned by the account's context.
/// </summary>
/// <param name="ageMax_ms">Platform ms since the exchange made the answer.</param>
internal sealed class PaperDepth(BinanceMarketClient market, TimeProvider clock, long ageMax_ms)
{
    /// <summary>Has a low weight; an order that needs more levels reads the full depth.</summary>
    private const int LevelsFirst = 50;

    private const int LevelsMax = 1_000;

    private readonly Dictionary<string, (long UpdateId, Dictionary<Price, Quantity> Levels)> _taken = new(StringComparer.Ordinal);

    /// <summary>Deep enough for the order, or the deepest there is. Unavailable when it is too old.</summary>
    /// <param name="limit">Worst price; null for any.</param>
    public async Task<Result<BookSnapshot>> ReadAsync(string symbol, Side side, Quantity quantity, Price? limit, CancellationToken cancel)
    {
        Result<BookSnapshot> read = await ReadAsync(symbol, LevelsFirst, cancel);
        if (!read.IsOk)
            return read;
        IReadOnlyList<DepthLevel> against = Against(read.Value, side);
        bool isEnough = against.Count < LevelsFirst || !Crosses(side, against[^1].Price, limit) || Sum(Free(read.Value, symbol, side, limit)) >= quantity;
        return isEnough ? read : await ReadAsync(symbol, LevelsMax, cancel);
    }

    /// <summary>What an order of the quantity would fill with, best level first; nothing is taken.</summary>
    public IReadOnlyList<DepthLevel> Match(BookSnapshot book, string symbol, Side side, Quantity quantity, Price? limit)
    {
        var fills = new List<DepthLevel>();
        foreach (DepthLevel level in Free(book, symbol, side, limit))
        {
            Quantity part = Quantity.Min(level.Quantity, quantity);
            if (part.IsZero)
                break;
            fills.Add(level with { Quantity = part });
            quantity -= part;
        }

        return fills;
    }

    /// <summary>Takes the fills of <see cref="Match"/> out of the book.</summary>
    public void Take(BookSnapshot book, string symbol, IEnumerable<DepthLevel> fills)
    {
        if (!_taken.TryGetValue(symbol, out (long UpdateId, Dictionary<Price, Quantity> Levels) taken) || taken.UpdateId < book.LastUpdateId)
            _taken[symbol] = taken = (book.LastUpdateId, []);
        foreach (DepthLevel fill in fills)
            taken.Levels[fill.Price] = taken.Levels.GetValueOrDefault(fill.Price) + fill.Quantity;
    }

    /// <summary>True when an order at the limit trades with the other side at once.</summary>
    public static bool Crosses(BookSnapshot book, Side side, Price limit) => Against(book, side) is [var best, ..] && Crosses(side, best.Price, limit);

    private async Task<Result<BookSnapshot>> ReadAsync(string symbol, int levels, CancellationToken cancel)
    {
        Result<BookSnapshot> read = await market.GetDepthAsync(symbol, levels, cancel);
        if (!read.IsOk || read.Value.Time_ms <= 0)
            return read;
        long age_ms = clock.NowMilliseconds() - read.Value.Time_ms;
        return age_ms <= ageMax_ms ? read : new Fault(FaultKind.Unavailable, $"{symbol}: the depth is {age_ms} ms old, at most {ageMax_ms} are allowed; nothing was filled on it", IsTransient: true);
    }

    private IEnumerable<DepthLevel> Free(BookSnapshot book, string symbol, Side side, Price? limit)
    {
        Dictionary<Price, Quantity>? taken = _taken.TryGetValue(symbol, out var known) && known.UpdateId >= book.LastUpdateId ? known.Levels : null;
        return Against(book, side).TakeWhile(level => Crosses(side, level.Price, limit))
            .Select(level => level with { Quantity = level.Quantity - (taken?.GetValueOrDefault(level.Price) ?? Quantity.Zero) })
            .Where(level => level.Quantity.Sign > 0);
    }

    private static IReadOnlyList<DepthLevel> Against(BookSnapshot book, Side side) => side == Side.Buy ? book.Asks : book.Bids;

    private static bool Crosses(Side side, Price price, Price? limit) => limit is not { } worst || (side == Side.Buy ? price <= worst : price >= worst);

    private static Quantity Sum(IEnumerable<DepthLevel> levels) => levels.Aggregate(Quantity.Zero, (sum, level) => sum + level.Quantity);
}
