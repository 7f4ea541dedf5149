using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Hosting.Places;

/// <summary>clock.json of a mock session: the clock anchor of all processes. The start writes it, and every process reads it.</summary>
public static class ClockFile
{
    public static string ToJson(ClockAnchor anchor) => JsonSerializer.Serialize(
        new Dictionary<string, object> { ["realStartMs"] = anchor.RealStart_ms, ["virtualStartMs"] = anchor.VirtualStart_ms, ["speed"] = anchor.Speed });

    public static Result<ClockAnchor> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.NotFound, $"{path}: cannot be read: {unreadable.Message} In mode mock the start writes the file: run scripts/platform up.");
        }
    }

    /// <summary>Parses the same format from the simulated exchange's GET /venue/v1/clock.</summary>
    public static Result<ClockAnchor> Parse(string json, string from)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            double speed = root.GetProperty("speed").GetDouble();
            if (!(speed > 0))
                return new Fault(FaultKind.Invalid, $"{from}: speed is {speed}; expected more than 0.");
            return new ClockAnchor(root.GetProperty("realStartMs").GetInt64(), root.GetProperty("virtualStartMs").GetInt64(), speed);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Fault(FaultKind.Corrupt, $"{from}: expected {{\"realStartMs\":..,\"virtualStartMs\":..,\"speed\":..}}: {malformed.Message}");
        }
    }
}
