using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>The configured folders of a run; PlatformPaths converts them to absolute paths.</summary>
public sealed record PathsOptions
{
    [Key("All stored files, with a separate folder for each environment (mock/session-0001, testnet, live), and run/. Created when missing; a folder without write permission stops the start.")]
    public string Data { get; init; } = "data";

    [Key("Number of earlier mock sessions kept in addition to the current one; a start deletes the oldest beyond this number. 0 keeps none.", Min = 0, Max = 10_000)]
    public int SessionsKept { get; init; } = 5;

    [Key("One log file per process.")]
    public string Logs { get; init; } = "logs";

    [Key("Folder of calculator DLLs, one folder each, at any depth; empty: the output folder of the build.")]
    public string Plugins { get; init; } = "";

    [Key("Folder of the built web page that the monitor serves; empty: web/dist of this source tree.")]
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
