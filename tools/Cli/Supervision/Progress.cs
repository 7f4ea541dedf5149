using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Alerts;

namespace Platform.Cli.Supervision;

/// <summary>What the supervisor reports to the start command over its standard output, one JSON line each.</summary>
/// <param name="Kind">note, starting, running, failed or ready.</param>
internal sealed record Progress(string Kind, string Name, string Text)
{
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Null for a line that is not one: something else wrote to the console.</summary>
    public static Progress? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Progress>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Where the supervisor reports to: the start command, the alerts, the log.</summary>
internal sealed record SupervisorReports(Action<Progress> Progress, AlertPublisher Alerts, ILogger Log);
