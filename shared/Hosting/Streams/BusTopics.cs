using Google.Protobuf;
using Platform.Bus.Topics;
using Platform.Wire.V1;

namespace Platform.Hosting.Streams;

/// <summary>Every stream of the bus with its payload; take one symbol's or account's stream by <see cref="Topic{T}.Of"/>.</summary>
public static class BusTopics
{
    /// <summary>bar, then the interval, then the symbol: <c>Bar.Of("5m").Of("BTCUSDT")</c>.</summary>
    public static Topic<BarEvent> Bar { get; } = Of("bar", BarEvent.Parser);

    /// <summary>funding, then the symbol; published by data.</summary>
    public static Topic<FundingEvent> Funding { get; } = Of("funding", FundingEvent.Parser);

    /// <summary>premium, then the symbol; published by data.</summary>
    public static Topic<PremiumIndexEvent> PremiumIndex { get; } = Of("premium", PremiumIndexEvent.Parser);

    /// <summary>health.data, published by data once per real second.</summary>
    public static Topic<DataHealthEvent> DataHealth { get; } = Of("health.data", DataHealthEvent.Parser);

    /// <summary>run, then the stage; published by the coordinator.</summary>
    public static Topic<RunEvent> Run { get; } = Of("run", RunEvent.Parser);

    /// <summary>order, then the account; published by its executor.</summary>
    public static Topic<OrderEvent> Order { get; } = Of("order", OrderEvent.Parser);

    /// <summary>fill, then the account; published by its executor.</summary>
    public static Topic<FillEvent> Fill { get; } = Of("fill", FillEvent.Parser);

    /// <summary>account, then the account's id; published by its executor.</summary>
    public static Topic<AccountEvent> Account { get; } = Of("account", AccountEvent.Parser);

    /// <summary>alert, then the process that raised it.</summary>
    public static Topic<AlertEvent> Alert { get; } = Of("alert", AlertEvent.Parser);

    private static Topic<T> Of<T>(string name, MessageParser<T> parser)
        where T : IMessage<T> => new(name, (value, payload) => value.WriteTo(payload), parser.ParseFrom);
}
