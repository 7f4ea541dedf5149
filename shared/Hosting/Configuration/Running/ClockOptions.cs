using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>Speed and start of the virtual clock in mock mode.</summary>
public sealed record ClockOptions
{
    [Key("Platform seconds per real second, 0.1 to 1000; a 5-minute window takes 300/speed real seconds. Mock only: in testnet and live the clock is real.", Min = 0.1, Max = 1000)]
    public double Speed { get; init; } = 10;

    [Key("Platform time at start in mock, ISO 8601 UTC such as 2025-05-05T00:00:00Z; empty: the start of the market's recording, or a fixed day for the model.", Pattern = @"|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")]
    public string Start { get; init; } = "";
}
