using System.Text;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Streams;

/// <summary>A parsed stream URL (spec/binance-usdm.md §1.2): route, raw or wrapped payloads, streams, and filters of user events.</summary>
internal sealed record StreamAddress(string Path, StreamCategory Category, bool Combined, IReadOnlyList<string> Streams, IReadOnlyDictionary<string, HashSet<string>> EventsOf)
{
    /// <summary>Parses a request target; null when it is not a stream URL. A URL without a route delivers the streams of /public.</summary>
    public static StreamAddress? Parse(string target)
    {
        int question = target.IndexOf('?');
        string path = question < 0 ? target : target[..question];
        string rest = path;
        StreamCategory category = StreamCategory.Public;
        foreach ((string prefix, StreamCategory part) in new[] { ("/public", StreamCategory.Public), ("/market", StreamCategory.Market), ("/private", StreamCategory.Private) })
        {
            if (path.StartsWith(prefix + "/", StringComparison.Ordinal))
                (rest, category) = (path[prefix.Length..], part);
        }

        bool bare = rest == "/ws" || rest.StartsWith("/ws/", StringComparison.Ordinal), combined = rest is "/stream" or "/stream/";
        if (!bare && !combined)
            return null;
        var names = new List<string>();
        if (bare && rest.Length > 4)
            names.AddRange(rest[4..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(name => PercentText.Decode(Encoding.UTF8.GetBytes(name))));
        var events = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        AddQuery(question < 0 ? "" : target[(question + 1)..], names, events);
        return new(path, category, combined, names, events);
    }

    private static void AddQuery(string query, List<string> names, Dictionary<string, HashSet<string>> eventsOf)
    {
        // A filter applies to the listen key before it; a filter before all keys applies to the first key.
        string? key = null;
        HashSet<string>? waiting = null;
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=');
            if (equals <= 0)
                continue;
            string value = PercentText.Decode(Encoding.UTF8.GetBytes(pair[(equals + 1)..]));
            string[] parts = value.Split('/', StringSplitOptions.RemoveEmptyEntries);
            switch (pair[..equals])
            {
                case "streams":
                    names.AddRange(parts);
                    break;
                case "listenKey" when value.Length > 0:
                    names.Add(key = value);
                    if (waiting is not null)
                        eventsOf[key] = waiting;
                    waiting = null;
                    break;
                case "events" when key is null:
                    waiting = [.. parts];
                    break;
                case "events":
                    eventsOf[key] = [.. parts];
                    break;
            }
        }
    }
}
