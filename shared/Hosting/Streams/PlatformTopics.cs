using Google.Protobuf;
using Platform.Bus.Topics;
using Platform.Wire.V1;

namespace Platform.Hosting.Streams;

/// <summary>The topics of the platform's bus with their payload types; publishers add the last word with Of.</summary>
public static class PlatformTopics
{
    /// <summary>bar.interval.SYMBOL, published by data.</summary>
    public static Topic<BarEvent> Bar { get; } = Of("bar", BarEvent.Parser);

    /// <summary>funding.SYMBOL, published by data.</summary>
    public static Topic<FundingEvent> Funding { get; } = Of("funding", FundingEvent.Parser);

    /// <summary>premium.SYMBOL, published by data.</summary>
    public static Topic<PremiumIndexEvent> Premium { get; } = Of("premium", PremiumIndexEvent.Parser);

    /// <summary>health.data, published by data once per real second.</summary>
    public static Topic<DataHealthEvent> DataHealth { get; } = Of("health.data", DataHealthEvent.Parser);

    /// <summary>run.stage, published by the coordinator.</summary>
    public static Topic<RunEvent> Run { get; } = Of("run", RunEvent.Parser);

    /// <summary>order.account, published by the account's executor.</summary>
    public static Topic<OrderEvent> Order { get; } = Of("order", OrderEvent.Parser);

    /// <summary>fill.account, published by the account's executor.</summary>
    public static Topic<FillEvent> Fill { get; } = Of("fill", FillEvent.Parser);

    /// <summary>account.account, published by the account's executor.</summary>
    public static Topic<AccountEvent> Account { get; } = Of("account", AccountEvent.Parser);

    /// <summary>alert.process, published by any process.</summary>
    public static Topic<AlertEvent> Alert { get; } = Of("alert", AlertEvent.Parser);

    private static Topic<T> Of<T>(string name, MessageParser<T> parser)
        where T : class, IMessage<T> =>
        new(name, (message, payload) => message.WriteTo(payload), payload => parser.ParseFrom(payload));
}
