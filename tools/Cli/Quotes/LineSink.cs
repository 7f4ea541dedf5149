using Platform.Cli.Quotes.Output;
using Platform.Domain.Market;
using Platform.Exchanges.Quotes;

namespace Platform.Cli.Quotes;

/// <summary>Prints every quote as a line and writes it as JSON.</summary>
internal sealed class LineSink(IReadOnlyList<FollowedExchange> exchanges, LineQueue lines, QuoteJson? json) : IQuoteSink
{
    private readonly Dictionary<(string Exchange, string Symbol), string> _quoteAssets = exchanges
        .SelectMany(exchange => exchange.Instruments.Select(instrument => (exchange.Name, Instrument: instrument)))
        .ToDictionary(pair => (pair.Name, pair.Instrument.Symbol), pair => pair.Instrument.QuoteAsset);

    public void ConnectionUp(string exchange, int connection, long now_ns)
    {
    }

    public void ConnectionDown(string exchange, int connection, long now_ns, string reason) => lines.Write($"{exchange}: connection {connection} is lost: {reason}");

    public void Heartbeat(string exchange, long received_ns)
    {
    }

    public void Quote(in MarketDataUpdate quote)
    {
        json?.Write(in quote);
        lines.Write(QuoteText.Line(in quote, _quoteAssets[(quote.Exchange, quote.Symbol)]));
    }

    public void DepthChanged(string exchange, QuoteInstrument instrument, DepthBook book, long exchangeTime_ms, long received_ns)
    {
    }

    public void Gap(string exchange, QuoteInstrument instrument, string reason) => lines.Write($"{exchange}: the book of {instrument.NativeSymbol} has a gap ({reason}); it is subscribed again");

    public void Refused(string exchange, string message) => lines.Write($"{exchange} refuses: {message}");

    public void Malformed(string exchange, ReadOnlySpan<byte> frame) => lines.Write($"{exchange}: a message could not be read; it is skipped");
}
