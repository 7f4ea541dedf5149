using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>Sampling and alert thresholds of the monitor (spec/quant.md §8).</summary>
public sealed record MonitorOptions
{
    [Key("Platform ms between two samples of the equity curve.", Min = 1_000, Max = 86_400_000)]
    public int EquitySample_ms { get; init; } = 60_000;

    [Key("Maximum number of points of an equity curve; beyond it the oldest are thinned.", Min = 100, Max = 10_000_000)]
    public int EquityPointsMax { get; init; } = 100_000;

    [Key("Maximum number of events queued for one slow page; beyond it the page must reload.", Min = 10, Max = 100_000)]
    public int PageQueueEvents { get; init; } = 1_000;

    [Key("Maximum number of connected pages; further ones are refused with status 503.", Min = 1, Max = 10_000)]
    public int PagesMax { get; init; } = 50;

    [Key("Mean deviation of positions from targets, as a share of target gross: warning above this value.", Min = 0, Max = 10)]
    public double DeviationWarn { get; init; } = 0.05;

    [Key("Largest deviation of one position: critical above this value.", Min = 0, Max = 10)]
    public double DeviationCritical { get; init; } = 0.10;

    [Key("Gross exposure in USDT: warning above this value.", Min = 0)]
    public double GrossExposureWarn { get; init; } = 1_000_000;

    [Key("Gross exposure as a multiple of the target gross: critical above this value.", Min = 1, Max = 100)]
    public double GrossOverTargetCritical { get; init; } = 1.25;

    [Key("|net| / gross: warning above this value.", Min = 0, Max = 1)]
    public double NetRatioWarn { get; init; } = 0.80;

    [Key("Available balance / equity: warning below this value.", Min = 0, Max = 1)]
    public double AvailableRatioWarn { get; init; } = 0.10;

    [Key("Available balance / equity: critical below this value.", Min = 0, Max = 1)]
    public double AvailableRatioCritical { get; init; } = 0.05;

    [Key("Unrealised loss / equity: critical above this value.", Min = 0, Max = 1)]
    public double UnrealizedLossCritical { get; init; } = 0.10;

    [Key("Maintenance margin / equity: warning above this value.", Min = 0, Max = 1)]
    public double MarginRatioWarn { get; init; } = 0.50;

    [Key("Maintenance margin / equity: critical above this value.", Min = 0, Max = 1)]
    public double MarginRatioCritical { get; init; } = 0.80;

    [Key("Drawdown from the highest equity: warning above this value.", Min = 0, Max = 1)]
    public double DrawdownWarn { get; init; } = 0.10;

    [Key("Drawdown from the highest equity: critical above this value.", Min = 0, Max = 1)]
    public double DrawdownCritical { get; init; } = 0.15;

    [Key("Real seconds from window close to published bar: warning above this value.", Min = 0.1, Max = 3600)]
    public double BarDelayWarn_s { get; init; } = 5;

    [Key("Real seconds from window close to published bar: critical above this value.", Min = 0.1, Max = 3600)]
    public double BarDelayCritical_s { get; init; } = 20;

    [Key("Number of consecutive samples over a threshold before an alert is raised.", Min = 1, Max = 100)]
    public int AlertSamples { get; init; } = 2;

    [Key("Platform minutes after which an active alert is repeated.", Min = 1, Max = 10_000)]
    public int AlertRepeat_min { get; init; } = 15;

    [Key("Share of its threshold below which an alert ends.", Min = 0.1, Max = 1)]
    public double AlertClearShare { get; init; } = 0.90;
}
