using Platform.Analytics.Execution;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>
/// Chooses, when a parent starts, its execution algorithm: the account's, the symbol's own, or by its size relative to the day's volume;
/// and reports when it differs from the requested one. Owned by the account's context.
/// </summary>
internal sealed class ScheduleChoice(ParentRules rules, MarketBoard market, IVolumeHistory volumes, TimeProvider clock)
{
    /// <summary>Time after which a flatten retries with a wider limit.</summary>
    private const long OperatorHorizon_ms = 30_000;

    private const long ProfileRetry_ms = 5 * UnixTime.MillisecondsPerMinute;

    private readonly Dictionary<string, (long Day_ms, long Read_ms, Result<VolumeProfile> Profile)> _profiles = new(StringComparer.Ordinal);

    /// <summary>The limits of child orders, from the contract as it is now.</summary>
    public ChildRules Children(ParentTerms parent, Instrument instrument) => ChildRules.Of(instrument) with
    {
        CatchupMultiple = rules.CatchupMultiple,
        ParticipationCap = rules.ParticipationCap,
        SlippageMax_bps = parent.SlippageMax_bps > 0 ? parent.SlippageMax_bps : rules.SlippageMax_bps,
    };

    /// <summary>The terms of a parent that starts now. An operator's order is always executed immediately.</summary>
    public async Task<ScheduleTerms> ChooseAsync(ParentTerms parent, Instrument instrument, Price price, CancellationToken cancel)
    {
        Quantity step = instrument.CoarserLot().Step;
        ParentAlgorithm algorithm = !parent.IsTrade ? ParentAlgorithm.Market : await AlgorithmAsync(parent, price, cancel);
        return algorithm switch
        {
            ParentAlgorithm.Market => ScheduleTerms.Immediate(Now_ms, parent.IsTrade ? rules.Deadline_ms : Math.Min(rules.Deadline_ms, OperatorHorizon_ms), step),
            ParentAlgorithm.Twap => Twap(parent, instrument, price, step, ""),
            _ => await VwapAsync(parent, instrument, price, step, cancel),
        };
    }

    /// <summary>The schedule that follows from the terms; the same after every restart.</summary>
    public static ExecutionSchedule ScheduleOf(ParentTerms parent, ScheduleTerms terms)
    {
        var slices = new SliceRules(terms.TimeJitter, terms.SizeJitter, terms.PassiveFraction);
        return terms.Algorithm switch
        {
            ParentAlgorithm.Twap => TwapSchedule.Build(
                parent.Planned, terms.Step, terms.Slices, terms.Start_ms, new TwapRules(terms.Horizon_ms, terms.Interval_ms) { Slices = slices }, parent.ParentId),
            ParentAlgorithm.Vwap => VwapSchedule.Build(
                [.. terms.Windows.Select(window => new VwapWindow(window.Start_ms, window.End_ms, 0, window.Cumulative))], terms.Step,
                new VwapRules(terms.Horizon_ms, terms.Interval_ms) { Slices = slices }, parent.ParentId),
            _ => ExecutionSchedule.Immediate(parent.Planned, terms.Start_ms, terms.End_ms),
        };
    }

    private long Now_ms => clock.NowMilliseconds();

    private async Task<ParentAlgorithm> AlgorithmAsync(ParentTerms parent, Price price, CancellationToken cancel)
    {
        ExecutionAlgorithm asked = rules.BySymbol.GetValueOrDefault(parent.Symbol, rules.Algorithm);
        if (asked != ExecutionAlgorithm.Auto)
            return asked switch { ExecutionAlgorithm.Twap => ParentAlgorithm.Twap, ExecutionAlgorithm.Vwap => ParentAlgorithm.Vwap, _ => ParentAlgorithm.Market };
        double day = (await market.DayVolumeAsync(parent.Symbol, cancel)).ToDouble();
        // An unknown volume gives an infinite share, which selects the slowest algorithm.
        double share = day > 0 ? (price * parent.Planned).ToDouble() / day : double.PositiveInfinity;
        return share > rules.AutoVwapShare ? ParentAlgorithm.Vwap : share > rules.AutoTwapShare ? ParentAlgorithm.Twap : ParentAlgorithm.Market;
    }

    private ScheduleTerms Twap(ParentTerms parent, Instrument instrument, Price price, Quantity step, string note)
    {
        int slices = TwapSchedule.SliceCount(parent.Planned, price, instrument.MinNotional, rules.Twap);
        return new ScheduleTerms(
            ParentAlgorithm.Twap, Now_ms, rules.Twap.Horizon_ms, slices, rules.Twap.Interval_ms, rules.Twap.Slices.Time, rules.Twap.Slices.Size, rules.Twap.Slices.PassiveFraction, step, [], note);
    }

    private async Task<ScheduleTerms> VwapAsync(ParentTerms parent, Instrument instrument, Price price, Quantity step, CancellationToken cancel)
    {
        Result<VolumeProfile> profile = await ProfileAsync(parent.Symbol, cancel);
        if (!profile.IsOk)
            return Twap(parent, instrument, price, step, $"TWAP instead of VWAP: {profile.Fault.Message}");
        long start_ms = Now_ms;
        IReadOnlyList<VwapWindow> windows = VwapSchedule.Windows(parent.Planned, step, profile.Value, start_ms, rules.Vwap.Horizon_ms);
        return new ScheduleTerms(
            ParentAlgorithm.Vwap, start_ms, rules.Vwap.Horizon_ms, 0, rules.Vwap.Slice_ms, rules.Vwap.Slices.Time, rules.Vwap.Slices.Size, rules.Vwap.Slices.PassiveFraction, step,
            [.. windows.Select(window => new ScheduleWindow(window.Start_ms, window.End_ms, window.Cumulative))]);
    }

    /// <summary>A profile excludes today, so it is valid until midnight; after a failure it is built again later.</summary>
    private async Task<Result<VolumeProfile>> ProfileAsync(string symbol, CancellationToken cancel)
    {
        long now_ms = Now_ms, day_ms = UnixTime.FloorTo(now_ms, UnixTime.MillisecondsPerDay);
        if (_profiles.TryGetValue(symbol, out (long Day_ms, long Read_ms, Result<VolumeProfile> Profile) known)
            && known.Day_ms == day_ms && (known.Profile.IsOk || now_ms - known.Read_ms < ProfileRetry_ms))
            return known.Profile;
        Result<IReadOnlyList<WindowVolume>> read = await volumes.ReadAsync(symbol, day_ms - rules.Profile.Lookback_days * UnixTime.MillisecondsPerDay, day_ms, cancel);
        Result<VolumeProfile> profile = read.IsOk ? VolumeProfile.FromBars(read.Value, now_ms, rules.Profile) : read.Fault;
        _profiles[symbol] = (day_ms, now_ms, profile);
        return profile;
    }
}
