using Google.Protobuf;
using Platform.Bus.Topics;
using Platform.Contracts;
using Platform.Wire.V1;

namespace Platform.Hosting.Streams;

/// <summary>All streams of the bus with their payloads; use <see cref="Topic{T}.Of"/> for the stream of one symbol or account.</summary>
public static class BusTopics
{
    /// <summary>bar, then the interval, then the symbol: <c>Bar.Of("5m").Of("BTCUSDT")</c>.</summary>
    public static Topic<BarEvent> Bar { get; } = Of(TopicNames.Bar, BarEvent.Parser);

    /// <summary>funding, then the symbol; published by data.</summary>
    public static Topic<FundingEvent> Funding { get; } = Of(TopicNames.Funding, FundingEvent.Parser);

    /// <summary>premium, then the symbol; published by data.</summary>
    public static Topic<PremiumIndexEvent> PremiumIndex { get; } = Of(TopicNames.PremiumIndex, PremiumIndexEvent.Parser);

    /// <summary>health.data, published by data once per real second.</summary>
    public static Topic<DataHealthEvent> DataHealth { get; } = Of(TopicNames.DataHealth, DataHealthEvent.Parser);

    /// <summary>run, then the stage; published by the coordinator.</summary>
    public static Topic<RunEvent> Run { get; } = Of(TopicNames.Run, RunEvent.Parser);

    /// <summary>order, then the account; published by its executor.</summary>
    public static Topic<OrderEvent> Order { get; } = Of(TopicNames.Order, OrderEvent.Parser);

    /// <summary>fill, then the account; published by its executor.</summary>
    public static Topic<FillEvent> Fill { get; } = Of(TopicNames.Fill, FillEvent.Parser);

    /// <summary>account, then the account's id; published by its executor.</summary>
    public static Topic<AccountEvent> Account { get; } = Of(TopicNames.Account, AccountEvent.Parser);

    /// <summary>alert, then the process that raised it, including its account; published by <see cref="Alerts.AlertPublisher"/> only.</summary>
    public static Topic<AlertEvent> Alert { get; } = Of(TopicNames.Alert, AlertEvent.Parser);

    private static Topic<T> Of<T>(string name, MessageParser<T> parser)
        where T : IMessage<T> => new(name, (value, payload) => value.WriteTo(payload), parser.ParseFrom);
}
