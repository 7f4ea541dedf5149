using Microsoft.Extensions.Logging;
using Platform.Domain.Instruments;

namespace Platform.Venue.Market.Upstream;

/// <summary>Names every loss of sight of the upstream exchange, every gap, and what became of it.</summary>
internal sealed partial class UpstreamLog(ILogger log)
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream connection {Connection} is down: {Reason} It is opened again; books go dark until then")]
    public partial void Down(int connection, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream connection {Connection} is up again")]
    public partial void Up(int connection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {Symbol}: trades {First} to {Last} were missed by the stream and fetched")]
    public partial void Repaired(string symbol, long first, long last);

    [LoggerMessage(Level = LogLevel.Error, Message = "Upstream {Symbol}: trades from {First} on were missed and cannot be fetched any more; the tape goes on behind them")]
    public partial void Lost(string symbol, long first);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {Symbol}: the book was at {Known} when a change came that follows {Previous}; the book is fetched anew")]
    public partial void BookGap(string symbol, long known, long previous);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream {Symbol}: the contract's status is now {Status}")]
    public partial void Status(string symbol, InstrumentStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upstream: the contracts' status could not be asked for: {Reason}")]
    public partial void Unasked(string reason);
}
