namespace Platform.Exchanges.Binance.Streams;

/// <summary>Limits of the stream connections (spec/binance-usdm.md §1.3).</summary>
/// <param name="StreamsPerConnection">The venue allows 1024.</param>
/// <param name="StreamsPerMessage">Maximum number of names in one SUBSCRIBE.</param>
/// <param name="MessagesPerSecond">The venue disconnects above 10.</param>
/// <param name="Silence">Real time without a message after which a connection is treated as lost.</param>
/// <param name="Renewal">Platform time after which a connection is renewed; the venue ends it at 24 hours.</param>
/// <param name="ReconnectCeiling">Maximum wait between attempts, real time.</param>
/// <param name="Seed">Seed of the jitter, so that a run can be repeated.</param>
public sealed record StreamOptions(
    int StreamsPerConnection = 1024,
    int StreamsPerMessage = 200,
    int MessagesPerSecond = 8,
    TimeSpan? Silence = null,
    TimeSpan? Renewal = null,
    TimeSpan? ReconnectCeiling = null,
    int Seed = 1)
{
    public TimeSpan SilenceLimit => Silence ?? TimeSpan.FromSeconds(15);

    public TimeSpan RenewalAge => Renewal ?? TimeSpan.FromHours(23);

    public TimeSpan DelayCeiling => ReconnectCeiling ?? TimeSpan.FromSeconds(10);
}
