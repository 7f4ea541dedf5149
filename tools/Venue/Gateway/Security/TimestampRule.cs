using System.Globalization;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Security;

/// <summary>
/// Checks the timestamp of a signed request against the venue's clock (spec/binance-usdm.md §5.2).
/// The tolerance for timestamps in the future is multiplied by a clock speed above 1, because it covers the real skew between two clocks.
/// </summary>
/// <param name="most_ms">Largest recvWindow.</param>
internal sealed class TimestampRule(double speed, long most_ms)
{
    private const long Default_ms = 5_000;
    private readonly long _ahead_ms = (long)(1_000 * Math.Max(1, speed));

    /// <summary>Returns an error when the timestamp is missing, too old or too far in the future; null when it is valid.</summary>
    public ApiError? Check(RequestParameters parameters, long server_ms)
    {
        if (!TryRead(parameters["timestamp"], out long timestamp_ms))
            return ApiError.Missing("timestamp");
        long window_ms = Default_ms;
        if (parameters["recvWindow"] is { Length: > 0 } text && (!TryRead(text, out window_ms) || window_ms < 0))
            return ApiError.Malformed("recvWindow");
        if (window_ms > most_ms)
            return ApiError.WindowTooLarge(most_ms);
        if (timestamp_ms >= server_ms + _ahead_ms)
            return ApiError.AheadOfServer;
        return server_ms - timestamp_ms > window_ms ? ApiError.OutsideWindow : null;
    }

    private static bool TryRead(string? text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
