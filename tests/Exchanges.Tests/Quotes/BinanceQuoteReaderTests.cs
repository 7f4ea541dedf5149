using System.Text.Json;
using Platform.Domain.Market;
using Platform.Exchanges.Binance.Quotes;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Quotes;

public class BinanceQuoteReaderTests
{
    [Fact]
    public void Recorded_best_quotes_read_field_by_field()
    {
        var sink = new QuoteRecorder();
        var reader = new BinanceQuoteReader([new QuoteInstrument("BTCUSDT", "BTC/USD*:PERP", "USDT", 1, 1, 0.001m)], sink);
        int quotes = 0;
        foreach ((long received_ns, byte[] frame) in RecordedFrames.Read("binance-usdm-ws", "btcusdt_20240718.gz").Take(8_000))
        {
            int before = sink.Quotes.Count;
            QuoteFrameKind kind = reader.Read(frame, isBinary: false, received_ns);
            JsonElement root = JsonDocument.Parse(frame).RootElement;
            if (!root.TryGetProperty("stream", out JsonElement stream))
                continue;
            Assert.True(kind is QuoteFrameKind.Data or QuoteFrameKind.Control, $"{kind}: {root}");
            if (stream.GetString() != "btcusdt@bookTicker" || sink.Quotes.Count == before)
                continue;
            quotes++;
            JsonElement row = root.GetProperty("data");
            MarketDataUpdate quote = sink.LastQuote;
            Assert.Equal(
                (Number(row, "b"), Number(row, "a"), Number(row, "B"), Number(row, "A"), row.GetProperty("T").GetInt64(), received_ns),
                (quote.Bid, quote.Ask, quote.BidSize, quote.AskSize, quote.ExchangeTime_ms, quote.Received_ns));
        }

        Assert.True(quotes > 1_000);
        Assert.Empty(sink.Events);
    }

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
