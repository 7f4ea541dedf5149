using Platform.Domain.Orders;

namespace Platform.Venue.Core.Tape;

/// <summary>One print of a recorded tape, in units of 10^-8.</summary>
internal readonly record struct RecordedPrint(Side Taker, long Price, long Quantity)
{
    /// <summary>When the recording says it traded; 0: now.</summary>
    public long Time_ms { get; init; }

    /// <summary>The recorded number of the aggregate that this print is; 0: the tape aggregates and numbers by itself.</summary>
    public long AggregateId { get; init; }

    /// <summary>Recorded numbers of the trades in it; 0: the tape numbers them.</summary>
    public long FirstId { get; init; }
    public long LastId { get; init; }

    /// <summary>Trades in it, where the tape numbers them.</summary>
    public long Trades { get; init; } = 1;
}
