using Platform.Domain.Market;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Arbitrage;

/// <summary>
/// Compares the quotes of all pairs of exchanges and reports opportunities with their lives (quant.md §9). A hit is a difference of quotes,
/// not a trade. Depends only on its calls and their times, so that a replay gives the same reports. One thread.
/// </summary>
public sealed class ArbitrageScanner
{
    private const long Step_ns = 50_000_000;

    private readonly ArbitrageOptions _options;
    private readonly ExchangeHealth[] _exchanges;
    private readonly Dictionary<string, SymbolPairs> _symbols = new(StringComparer.Ordinal);
    private readonly List<OpportunityEvent> _events = [];
    private long _nextStep_ns = long.MinValue;

    /// <param name="exchanges">The names that quotes will have; two or more.</param>
    public ArbitrageScanner(IEnumerable<string> exchanges, ArbitrageOptions options)
    {
        options.Verify();
        _options = options;
        _exchanges = [.. exchanges.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new ExchangeHealth(name))];
    }

    /// <summary>Opportunities that qualify now: by score, then size, then names.</summary>
    public IReadOnlyList<Opportunity> Open =>
    [
        .. _symbols.Values.SelectMany(symbol => symbol.Open)
            .OrderByDescending(open => open.Last.Score)
            .ThenByDescending(open => open.Last.Size)
            .ThenBy(open => open.Last.Buy, StringComparer.Ordinal)
            .ThenBy(open => open.Last.Sell, StringComparer.Ordinal),
    ];

    /// <summary>Fees, steps and funding of a contract; quotes before the first call are not evaluated.</summary>
    public void SetTerms(string exchange, string symbol, LegTerms terms) => SymbolOf(symbol)[IndexOf(exchange)].Terms = terms;

    /// <summary>The connection was opened or lost. Quotes of an exchange count only while it is connected.</summary>
    /// <returns>Reports, valid until the next call.</returns>
    public IReadOnlyList<OpportunityEvent> SetConnected(string exchange, bool isConnected, long now_ns)
    {
        Begin(now_ns);
        int index = IndexOf(exchange);
        (_exchanges[index].IsConnected, _exchanges[index].Heartbeat_ns) = (isConnected, now_ns);
        foreach (SymbolPairs symbol in _symbols.Values)
            symbol.Evaluate(index, now_ns);
        return _events;
    }

    /// <summary>A message of any kind arrived.</summary>
    public void Heartbeat(string exchange, long now_ns) => _exchanges[IndexOf(exchange)].Heartbeat_ns = now_ns;

    /// <summary>Takes one quote. Quotes arrive in the order of their time of arrival.</summary>
    /// <returns>Reports, valid until the next call.</returns>
    public IReadOnlyList<OpportunityEvent> Apply(in MarketDataUpdate quote)
    {
        Begin(quote.Received_ns);
        int index = IndexOf(quote.Exchange);
        SymbolPairs symbol = SymbolOf(quote.Symbol);
        _exchanges[index].Heartbeat_ns = quote.Received_ns;
        _exchanges[index].Clock.Add(quote.Received_ns, quote.ExchangeTime_ms);
        symbol[index].Take(in quote);
        symbol.Evaluate(index, quote.Received_ns);
        return _events;
    }

    /// <summary>Time passed: quotes become old and opportunities expire.</summary>
    /// <returns>Reports, valid until the next call.</returns>
    public IReadOnlyList<OpportunityEvent> AdvanceTo(long now_ns)
    {
        Begin(now_ns);
        return _events;
    }

    /// <summary>Time counts in steps of 50 ms, wherever the calls fall.</summary>
    private void Begin(long now_ns)
    {
        _events.Clear();
        if (_nextStep_ns == long.MinValue)
            _nextStep_ns = now_ns - now_ns % Step_ns + Step_ns;
        for (int steps = 0; _nextStep_ns <= now_ns; steps++)
        {
            // After a long silence everything has expired; its steps bring nothing more.
            if (steps * Step_ns > 2 * (_options.QuoteAgeMax_ms + _options.HeartbeatAgeMax_ms + _options.Expiry_ms) * 1_000_000)
            {
                _nextStep_ns = now_ns - now_ns % Step_ns + Step_ns;
                return;
            }

            foreach (SymbolPairs symbol in _symbols.Values)
                symbol.Advance(_nextStep_ns);
            _nextStep_ns += Step_ns;
        }
    }

    private SymbolPairs SymbolOf(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out SymbolPairs? pairs))
            _symbols[symbol] = pairs = new SymbolPairs(symbol, _exchanges, _options, _events);
        return pairs;
    }

    private int IndexOf(string exchange)
    {
        int index = Array.FindIndex(_exchanges, other => string.Equals(other.Name, exchange, StringComparison.Ordinal));
        Check.That(index >= 0, $"the scanner was not made for {exchange}");
        return index;
    }
}
