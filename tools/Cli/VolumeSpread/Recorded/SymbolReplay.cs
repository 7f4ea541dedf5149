using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Primitives.Time;

namespace Platform.Cli.VolumeSpread.Recorded;

/// <summary>Analyses the recorded minute bars of one symbol from the first to the last.</summary>
internal sealed class SymbolReplay(string symbol, IReadOnlyList<BarInterval> timeframes, VolumeSpreadPreset preset)
{
    private readonly SymbolAnalysis _analysis = new(symbol, timeframes, preset);
    private readonly BarRollUp[] _rollUps = [.. timeframes.OrderBy(timeframe => timeframe.Minutes).Select(timeframe => new BarRollUp(timeframe, UnixTime.MillisecondsPerMinute))];

    public string Symbol => symbol;

    /// <summary>Windows of the timeframe without a bar, because a minute is missing.</summary>
    public long Incomplete(BarInterval timeframe) => _rollUps.First(rollUp => rollUp.Timeframe == timeframe).Incomplete;

    /// <summary>Every instant at which a bar closed: all roll-ups of the instant first, then one evaluation.</summary>
    public IEnumerable<AnalysedInstant> Analyse(IReadOnlyList<PriceVolumeBar> minutes)
    {
        List<TimeframeClose> closes = [];
        foreach (PriceVolumeBar minute in minutes)
        {
            closes.Clear();
            foreach (BarRollUp rollUp in _rollUps)
            {
                if (rollUp.TryAdd(minute, out PriceVolumeBar bar))
                    closes.Add(new TimeframeClose(rollUp.Timeframe, bar, PerpetualContext.Unknown));
            }

            if (closes.Count == 0)
                continue;
            List<TimeframeAnalysis> analyses = new(closes.Count);
            _analysis.Close(closes, analyses);
            yield return new AnalysedInstant(minute.OpenTime_ms + UnixTime.MillisecondsPerMinute, analyses, _analysis.Alignment);
        }
    }
}
