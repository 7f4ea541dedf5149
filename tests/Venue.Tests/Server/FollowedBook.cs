using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>A local book of a client: the response of a query, updated by the stream (spec/binance-usdm.md §2).</summary>
internal sealed class FollowedBook
{
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private readonly long _from;
    private long _last;

    public FollowedBook(JsonElement asked)
    {
        _from = asked.GetProperty("lastUpdateId").GetInt64();
        Take(_bids, asked.GetProperty("bids"));
        Take(_asks, asked.GetProperty("asks"));
    }

    public IEnumerable<(decimal Price, decimal Quantity)> Bids => _bids.Select(level => (level.Key, level.Value));

    public IEnumerable<(decimal Price, decimal Quantity)> Asks => _asks.Select(level => (level.Key, level.Value));

    public static (decimal Price, decimal Quantity) Level(JsonElement level) =>
        (decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture), decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture));

    /// <summary>Ignores updates that the query already contains; each later update must follow the previous one.</summary>
    public void Apply(JsonElement update)
    {
        long last = update.GetProperty("u").GetInt64(), before = update.GetProperty("pu").GetInt64();
        if (last < _from)
            return;
        if (_last == 0)
            Assert.True(update.GetProperty("U").GetInt64() <= _from || before == _from, $"the first update begins after the query: {update}");
        else
            Assert.Equal(_last, before);
        Take(_bids, update.GetProperty("b"));
        Take(_asks, update.GetProperty("a"));
        _last = last;
    }

    private static void Take(SortedDictionary<decimal, decimal> side, JsonElement levels)
    {
        foreach ((decimal price, decimal quantity) in levels.EnumerateArray().Select(Level))
        {
            if (quantity == 0)
                side.Remove(price);
            else
                side[price] = quantity;
        }
    }
}
