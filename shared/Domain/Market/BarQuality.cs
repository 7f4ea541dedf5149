namespace Platform.Domain.Market;

/// <summary>How far a bar can be trusted; the numbers are on the wire and on disk.</summary>
public enum BarQuality : byte
{
    /// <summary>Closed with every trade of the window.</summary>
    Ok = 0,

    /// <summary>Revised after closing, by trades that came late.</summary>
    Late = 1,

    /// <summary>Closed with a gap that could not be filled; excluded from the trigger.</summary>
    Suspect = 2,

    /// <summary>Taken from the exchange's own klines (history before our first trade): no trade-size buckets.</summary>
    Official = 3,
}
