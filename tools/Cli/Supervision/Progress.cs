using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Alerts;

namespace Platform.Cli.Supervision;

/// <summary>The progress messages of the supervisor to the start command on standard output, one JSON line each.</summary>
/// <param name="Kind">note, starting, running, failed or ready.</param>
internal sealed record Progress(string Kind, string Name, string Text)
{
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Null for a line that is not a progress message, such as other console output.</summary>
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

/// <summary>The receivers of the supervisor's reports: the start command, the alerts and the log.</summary>
internal sealed record SupervisorReports(Action<Progress> Progress, AlertPublisher Alerts, ILogger Log);
