using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Market.Klines;
using Platform.Venue.Market.Model;
using Platform.Venue.Market.Recordings;

namespace Platform.Venue.Market;

/// <summary>Opens the source that the options name.</summary>
internal static class MarketSources
{
    private const int DefaultSymbols = 10;

    /// <param name="real_ms">Unix ms at which the model starts when the options do not set a start.</param>
    public static Result<IMarketSource> Open(ExchangeOptions options, long real_ms)
    {
        switch (options.Market)
        {
            case MarketKind.Model:
                long start_ms = UnixTime.FloorTo(options.VirtualStart_ms ?? real_ms, UnixTime.MillisecondsPerSecond);
                return new ModelSource(options.Seed, options.Symbols == 0 ? DefaultSymbols : options.Symbols, start_ms);
            case MarketKind.Klines:
                return KlineSource.Open(options).Then<IMarketSource>(source => source);
            case MarketKind.Archives when KlineSource.HoldsOnlyBars(options.MarketPath):
                goto case MarketKind.Klines;
            case MarketKind.Captures or MarketKind.Archives:
                return RecordingSource.Open(options).Then<IMarketSource>(source => source);
            default:
                return new Fault(FaultKind.Invalid, "A mirrored market cannot be reset: it has no state at its start.");
        }
    }
}
