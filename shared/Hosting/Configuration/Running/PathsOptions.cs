using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>The folders of a run, as configured; PlatformPaths makes them absolute.</summary>
public sealed record PathsOptions
{
    [Key("Everything the platform keeps, apart for each environment (mock/session-0001, testnet, live), and run/. Created when missing; a folder that cannot be written stops the start.")]
    public string Data { get; init; } = "data";

    [Key("Earlier mock sessions kept in addition to the present one; at the bound a start deletes the oldest. 0 keeps none.", Min = 0, Max = 10_000)]
    public int SessionsKept { get; init; } = 5;

    [Key("One log file per process.")]
    public string Logs { get; init; } = "logs";

    [Key("Calculator DLLs, one folder each, found at any depth; empty: the folder that the build fills.")]
    public string Plugins { get; init; } = "";

    [Key("The built web page that the monitor serves; empty: web/dist of this tree.")]
    public string Web { get; init; } = "";
}

/// <summary>Speed and start of the virtual clock in mock mode.</summary>
public sealed record ClockOptions
{
    [Key("Platform seconds per real second, 0.1 to 1000; a 5-minute window takes 300/speed real seconds. Mock only: in testnet and live the clock is real.", Min = 0.1, Max = 1000)]
    public double Speed { get; init; } = 10;

    [Key("Platform time at start in mock, ISO 8601 UTC such as 2025-05-05T00:00:00Z; empty: the start of the market's recording, or a fixed day for the model.", Pattern = @"|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")]
    public string Start { get; init; } = "";
}
