using System.Globalization;
using System.Text;
using Platform.ExecutionFaults.Scenarios;

namespace Platform.ExecutionFaults.Platforms;

/// <summary>The market and the configuration of one <see cref="AccountPlatform"/>.</summary>
/// <param name="Balance">Initial balance of the account in USDT.</param>
/// <param name="Symbols">Number of contracts of the market.</param>
/// <param name="Yaml">Text of platform.yaml, from the contracts of the market.</param>
internal sealed record PlatformTerms(int Balance, int Symbols, int Seed, int Speed, Func<IReadOnlyList<string>, string> Yaml)
{
    public const int ScenarioBalance = 100_000;

    /// <summary>The terms of a scenario of faults: short horizons, and an account that may take the whole market.</summary>
    public static PlatformTerms Of(AccountMode mode, int seed, int speed) => new(ScenarioBalance, Scenario.Symbols, seed, speed, symbols => Scenarios(mode, speed, symbols));

    private static string Scenarios(AccountMode mode, int speed, IReadOnlyList<string> symbols)
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"""
            clock:
              speed: {speed}
            venue:
              call_timeout_ms: 1000
            execution:
              urgency: {mode.Urgency}
              margin_type: {(mode.Isolated ? "isolated" : "crossed")}
              position_mode: {(mode.Hedge ? "dual_side" : "one_way")}
              participation_cap: 1
              slippage_max_bps: 100
              trigger_age_max_ms: 86400000
              resolve_interval_ms: 50
              reconcile_interval_ms: 1000
              twap_horizon_min: 3
              twap_interval_min: 1
              vwap_horizon_min: 3
              vwap_slice_s: 20
              symbols:

            """);
        for (int i = 0; i < symbols.Count; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"    - symbol: {symbols[i]}\n      algorithm: {mode.Algorithms[i]}\n");
        return yaml.ToString();
    }
}
