using Microsoft.Extensions.Logging;
using Platform.Domain.Instruments;

namespace Platform.Venue.Market.Upstream;

/// <summary>Logs every lost connection to the upstream exchange, every gap, and its repair.</summary>
internal sealed partial class UpstreamLog(ILogger log)
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream connection {Connection} is down: {Reason} Reconnecting; its books are empty until then")]
    public partial void Down(int connection, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream connection {Connection} is up again")]
    public partial void Up(int connection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {Symbol}: trades {First} to {Last} were missed by the stream and fetched over REST")]
    public partial void Repaired(string symbol, long first, long last);

    [LoggerMessage(Level = LogLevel.Error, Message = "Upstream {Symbol}: trades from {First} on were missed and cannot be fetched; the tape continues after them")]
    public partial void Lost(string symbol, long first);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {Symbol}: gap in the book between update {Known} and the change after {Previous}; fetching the book again")]
    public partial void BookGap(string symbol, long known, long previous);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {Symbol}: contract status changed to {Status}")]
    public partial void Status(string symbol, InstrumentStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream: contract statuses could not be fetched: {Reason}")]
    public partial void StatusUnavailable(string reason);
}
