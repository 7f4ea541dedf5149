using System.Collections.Frozen;
using Platform.Domain.Market;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Quotes.Engine;

/// <summary>What the engine follows at one exchange.</summary>
/// <param name="Symbols">Canonical.</param>
public sealed record EngineExchange(string Name, IReadOnlyList<string> Symbols, int Connections = 1);

/// <summary>
/// The newest quotes of all exchanges. Feeds write, one thread for each contract; any thread reads, without a lock. Everything it is told
/// goes on to the next sink, after the engine itself.
/// </summary>
public sealed class QuoteEngine : IQuoteSink
{
    private const int DepthMax = 50;

    /// <summary>Age above which a quote is not current (other-venues.md §4).</summary>
    private const double AgeMax_s = 10;

    private readonly ReceiveClock _clock;
    private readonly IQuoteSink? _next;
    private readonly long _started_ns;
    private readonly FrozenDictionary<string, ExchangeConnections> _exchanges;
    private readonly FrozenDictionary<string, FrozenDictionary<string, QuoteSlot>> _slots;
    private readonly FrozenDictionary<string, QuoteSlot[]> _bySymbol;

    public QuoteEngine(IReadOnlyList<EngineExchange> exchanges, ReceiveClock clock, IQuoteSink? next = null)
    {
        (_clock, _next, _started_ns) = (clock, next, clock.Now_ns);
        _exchanges = exchanges.ToFrozenDictionary(exchange => exchange.Name, exchange => new ExchangeConnections(exchange.Name, exchange.Connections), StringComparer.Ordinal);
        _slots = exchanges.ToFrozenDictionary(
            exchange => exchange.Name,
            exchange => exchange.Symbols.Distinct(StringComparer.Ordinal).ToFrozenDictionary(symbol => symbol, symbol => new QuoteSlot(exchange.Name, symbol), StringComparer.Ordinal),
            StringComparer.Ordinal);
        _bySymbol = _slots.Values.SelectMany(slots => slots.Values).GroupBy(slot => slot.Symbol, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(slot => slot.Exchange, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Canonical symbols in order.</summary>
    public IReadOnlyList<string> Symbols => [.. _bySymbol.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The newest quote of one contract; null before the first one, or when it is not followed.</summary>
    public QuoteReading? GetQuote(string exchange, string symbol) =>
        _slots.TryGetValue(exchange, out FrozenDictionary<string, QuoteSlot>? slots) && slots.TryGetValue(symbol, out QuoteSlot? slot) && slot.TryRead(out MarketDataUpdate quote)
            ? Reading(in quote)
            : null;

    /// <summary>The newest quotes of one symbol by exchange, current or not.</summary>
    public IReadOnlyList<QuoteReading> GetAllQuotes(string symbol)
    {
        var readings = new List<QuoteReading>();
        foreach (QuoteSlot slot in _bySymbol.GetValueOrDefault(symbol, []))
        {
            if (slot.TryRead(out MarketDataUpdate quote))
                readings.Add(Reading(in quote));
        }

        return readings;
    }

    /// <summary>Null when no exchange has a current, valid quote.</summary>
    public BestAcrossExchanges? GetBbo(string symbol)
    {
        QuoteReading[] current = [.. GetAllQuotes(symbol).Where(reading => reading.IsCurrent && reading.Quote.IsValid)];
        if (current.Length == 0)
            return null;
        (QuoteReading bid, QuoteReading ask) = (current.MaxBy(reading => reading.Quote.Bid), current.MinBy(reading => reading.Quote.Ask));
        return new BestAcrossExchanges(bid.Quote.Bid, bid.Quote.Exchange, ask.Quote.Ask, ask.Quote.Exchange);
    }

    /// <summary>The newest book of one contract; null without depth.</summary>
    public DepthSnapshot? GetDepth(string exchange, string symbol) =>
        _slots.TryGetValue(exchange, out FrozenDictionary<string, QuoteSlot>? slots) ? slots.GetValueOrDefault(symbol)?.Depth : null;

    /// <summary>Every exchange is connected and heard within 30 s, and every followed contract has a current quote.</summary>
    public bool IsHealthy()
    {
        long now_ns = _clock.Now_ns;
        return _exchanges.Values.All(exchange => exchange.IsConnected && now_ns - exchange.Heartbeat_ns <= 30_000_000_000)
            && _bySymbol.Values.All(slots => Array.TrueForAll(slots, slot => slot.TryRead(out MarketDataUpdate quote) && Reading(in quote).IsCurrent));
    }

    /// <summary>By exchange and symbol, in order.</summary>
    public IReadOnlyList<QuoteStatistics> GetStatistics()
    {
        double elapsed_s = Math.Max(1e-3, (_clock.Now_ns - _started_ns) / 1e9);
        return
        [
            .. _slots.Values.SelectMany(slots => slots.Values)
                .OrderBy(slot => slot.Exchange, StringComparer.Ordinal).ThenBy(slot => slot.Symbol, StringComparer.Ordinal)
                .Select(slot =>
                {
                    (double average_ms, double p50_ms, double p99_ms) = slot.Latency();
                    double? age_s = slot.TryRead(out MarketDataUpdate quote) ? Reading(in quote).Age_s : null;
                    return new QuoteStatistics(slot.Exchange, slot.Symbol, slot.Updates, slot.Updates / elapsed_s, average_ms, p50_ms, p99_ms, age_s);
                }),
        ];
    }

    /// <summary>By exchange, in order.</summary>
    public IReadOnlyList<ConnectionStatus> GetConnectionStatus() =>
        [.. _exchanges.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Measure(_clock.Now_ns))];

    public void ConnectionUp(string exchange, int connection, long now_ns)
    {
        Of(exchange).Up(connection);
        _next?.ConnectionUp(exchange, connection, now_ns);
    }

    public void ConnectionDown(string exchange, int connection, long now_ns, string reason)
    {
        Of(exchange).Down(connection, now_ns, reason);
        _next?.ConnectionDown(exchange, connection, now_ns, reason);
    }

    public void Heartbeat(string exchange, long received_ns)
    {
        Of(exchange).Heartbeat(received_ns);
        _next?.Heartbeat(exchange, received_ns);
    }

    public void Quote(in MarketDataUpdate quote)
    {
        if (!_slots[quote.Exchange].TryGetValue(quote.Symbol, out QuoteSlot? slot))
            return;
        slot.Write(in quote);
        _next?.Quote(in quote);
    }

    public void DepthChanged(string exchange, QuoteInstrument instrument, DepthBook book, long exchangeTime_ms, long received_ns)
    {
        if (!_slots[exchange].TryGetValue(instrument.Symbol, out QuoteSlot? slot))
            return;
        slot.Depth = new DepthSnapshot(book.ToCanonical(isBid: true, instrument, DepthMax), book.ToCanonical(isBid: false, instrument, DepthMax), exchangeTime_ms, received_ns);
        _next?.DepthChanged(exchange, instrument, book, exchangeTime_ms, received_ns);
    }

    public void Gap(string exchange, QuoteInstrument instrument, string reason)
    {
        Of(exchange).CountGap();
        _next?.Gap(exchange, instrument, reason);
    }

    public void Refused(string exchange, string message)
    {
        Of(exchange).CountRefusal(message);
        _next?.Refused(exchange, message);
    }

    public void Malformed(string exchange, ReadOnlySpan<byte> frame)
    {
        Of(exchange).CountMalformed();
        _next?.Malformed(exchange, frame);
    }

    private QuoteReading Reading(in MarketDataUpdate quote)
    {
        double age_s = (_clock.Now_ns - quote.Received_ns) / 1e9;
        return new QuoteReading(quote, age_s, age_s <= AgeMax_s && quote.Received_ns >= Of(quote.Exchange).ValidFrom_ns);
    }

    private ExchangeConnections Of(string exchange)
    {
        Check.That(_exchanges.TryGetValue(exchange, out ExchangeConnections? connections), $"the engine was not made for {exchange}");
        return connections;
    }
}
