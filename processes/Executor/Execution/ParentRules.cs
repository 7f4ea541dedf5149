using Platform.Analytics.Execution;
using Platform.Hosting.Configuration.Trading;

namespace Platform.Executor.Execution;

/// <summary>The execution rules for the parents of one account.</summary>
/// <param name="Algorithm">The account's algorithm; a symbol may have its own.</param>
/// <param name="BySymbol">Algorithms of individual symbols.</param>
/// <param name="AutoTwapShare">Share of the day's volume above which auto uses TWAP.</param>
/// <param name="AutoVwapShare">Share of the day's volume above which auto uses VWAP.</param>
/// <param name="Deadline_ms">Platform ms after which a Market parent abandons its remainder.</param>
internal sealed record ParentRules(
    ExecutionAlgorithm Algorithm, IReadOnlyDictionary<string, ExecutionAlgorithm> BySymbol, double AutoTwapShare, double AutoVwapShare, long Deadline_ms)
{
    public TwapRules Twap { get; init; } = new();

    public VwapRules Vwap { get; init; } = new();

    public ProfileRules Profile { get; init; } = new();

    public double ParticipationCap { get; init; } = 0.10;

    public double CatchupMultiple { get; init; } = 3;

    public double SlippageMax_bps { get; init; } = 30;

    /// <param name="account">The account's own algorithm; null for the configured one.</param>
    public static ParentRules Of(ExecutionOptions options, ExecutionAlgorithm? account)
    {
        double passive = options.Urgency switch { Urgency.Patient => 1, Urgency.Urgent => 0, _ => options.TwapPassiveFraction };
        var slices = new SliceRules(options.TwapTimeJitter, options.TwapSizeJitter, passive);
        return new ParentRules(
            account ?? options.Algorithm, options.Symbols.ToDictionary(row => row.Symbol, row => row.Algorithm, StringComparer.Ordinal), options.AutoTwapShare, options.AutoVwapShare, options.RunDeadline_ms)
        {
            Twap = new TwapRules(options.TwapHorizon_min * 60_000L, options.TwapInterval_min * 60_000L) { Slices = slices },
            Vwap = new VwapRules(options.VwapHorizon_min * 60_000L, options.VwapSlice_s * 1_000L) { Slices = slices },
            Profile = new ProfileRules(options.VwapLookback_days, options.VwapDaysMin, options.VwapShrink),
            ParticipationCap = options.ParticipationCap,
            CatchupMultiple = options.TwapCatchupMultiple,
            SlippageMax_bps = options.SlippageMax_bps,
        };
    }
}
