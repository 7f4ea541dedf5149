using System.Globalization;
using System.Net;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Server.Options;

/// <summary>Reads --also: other exchanges to imitate, each with a port, such as okx:5081,hyperliquid:5082.</summary>
internal static class AlsoOption
{
    /// <summary>Exchanges that can be imitated.</summary>
    private static readonly string[] s_known = ["okx", "hyperliquid", "paradex"];

    /// <param name="address">The address of the main exchange; the others listen there too.</param>
    public static Result<IReadOnlyList<(string Exchange, IPEndPoint Listen)>> Parse(IEnumerable<string> texts, IPAddress address)
    {
        var also = new List<(string Exchange, IPEndPoint Listen)>();
        foreach (string text in texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            string[] parts = text.Split(':');
            if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > 65_535)
                return new Fault(FaultKind.Invalid, $"--also '{text}' is not EXCHANGE:PORT; expected text such as okx:5081,hyperliquid:5082 (port 0 takes a free one).");
            if (!s_known.Contains(parts[0]))
                return new Fault(FaultKind.Invalid, $"--also '{text}': the exchange '{parts[0]}' is not known; expected one of {string.Join(", ", s_known)}.");
            if (also.Any(other => other.Exchange == parts[0]))
                return new Fault(FaultKind.Invalid, $"--also '{text}': '{parts[0]}' is given twice; give each exchange once.");
            also.Add((parts[0], new IPEndPoint(address, port)));
        }

        return also;
    }
}
