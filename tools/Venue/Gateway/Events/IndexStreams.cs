using System.Text.Json;
using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Sources;
using Platform.Venue.Gateway.Indices;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>Publishes composite indices, asset indices and trading sessions of the underlying markets once per second. Runs on the core's turn.</summary>
internal sealed class IndexStreams(MarketQueries market)
{
    private readonly EventText _text = new();
    private readonly AssetIndices _assets = new(market);
    private readonly CompositeIndices _baskets = new(market);

    public void PublishComposite(FollowedStream topic, long now_ms)
    {
        string symbol = topic.Name.Symbol!;
        IReadOnlyList<IndexComponent> components = _baskets.Components(symbol);
        if (components.Count == 0 || market.Premium(symbol) is not { } premium)
            return;
        Utf8JsonWriter json = _text.Begin();
        Begin(json, "compositeIndex", now_ms);
        json.WriteString("s"u8, symbol);
        json.WritePrice("p"u8, premium.IndexPrice, 8);
        json.WriteString("C"u8, "baseAsset"u8);
        json.WriteStartArray("c"u8);
        foreach (IndexComponent component in components)
        {
            json.WriteStartObject();
            json.WriteString("b"u8, component.BaseAsset);
            json.WriteString("q"u8, component.QuoteAsset);
            json.WriteQuantity("w"u8, component.Quantity, 8);
            json.WriteRate("W"u8, component.Share, 8);
            json.WritePrice("i"u8, component.Price, 8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        topic.Send(_text.Written);
    }

    public void PublishAssets(FollowedStream topic, long now_ms)
    {
        Utf8JsonWriter json = _text.Begin();
        if (topic.Name.Symbol is { } symbol)
        {
            if (_assets.Find(symbol, now_ms) is not { } index)
                return;
            Write(json, index);
        }
        else
        {
            json.WriteStartArray();
            foreach (AssetIndexView index in _assets.All(now_ms))
                Write(json, index);
            json.WriteEndArray();
        }

        topic.Send(_text.Written);
    }

    public void PublishSessions(FollowedStream topic, long now_ms)
    {
        foreach ((string type, SessionCalendar calendar) in (ReadOnlySpan<(string, SessionCalendar)>)[("EquityUpdate", SessionCalendar.Equity), ("CommodityUpdate", SessionCalendar.Commodity)])
        {
            TradingSession session = calendar.At(now_ms);
            Utf8JsonWriter json = _text.Begin();
            Begin(json, type, now_ms);
            json.WriteNumber("t"u8, session.Start_ms);
            json.WriteNumber("T"u8, session.End_ms);
            json.WriteString("S"u8, session.Type);
            json.WriteEndObject();
            topic.Send(_text.Written);
        }
    }

    private static void Write(Utf8JsonWriter json, AssetIndexView index)
    {
        Begin(json, "assetIndexUpdate", index.Time_ms);
        json.WriteString("s"u8, index.Symbol);
        json.WritePrice("i"u8, index.Index, 8);
        json.WriteRate("b"u8, index.Buffer, 8);
        json.WriteRate("a"u8, index.Buffer, 8);
        json.WritePrice("B"u8, index.BidRate, 8);
        json.WritePrice("A"u8, index.AskRate, 8);
        json.WriteRate("q"u8, index.ExchangeBuffer, 8);
        json.WriteRate("g"u8, index.ExchangeBuffer, 8);
        json.WritePrice("Q"u8, index.ExchangeBidRate, 8);
        json.WritePrice("G"u8, index.ExchangeAskRate, 8);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, type);
        json.WriteNumber("E"u8, now_ms);
    }
}
