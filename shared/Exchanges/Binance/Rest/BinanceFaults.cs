using System.Net;
using System.Text;
using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Rest;

/// <summary>Maps HTTP status, error code and text to a fault whose kind determines what the caller does (spec/binance-usdm.md §5.4, §6).</summary>
public static class BinanceFaults
{
    /// <summary>The fault of an error answer; Unknown when the outcome of a mutation is not certain.</summary>
    public static Fault FromAnswer(HttpStatusCode status, ReadOnlySpan<byte> body, bool isMutation, string what)
    {
        (int code, string text) = ReadCode(body);
        string message = $"{what}: HTTP {(int)status}, {text}";
        return Classify(status, code, text) switch
        {
            Verdict.OutcomeOpen when isMutation => new Fault(FaultKind.Unknown, message, IsTransient: true, code),
            Verdict.OutcomeOpen or Verdict.NothingDone => new Fault(FaultKind.Unavailable, message, IsTransient: true, code),
            Verdict.LimitReached => new Fault(FaultKind.Exhausted, message, IsTransient: true, code),
            Verdict.AlreadySo => new Fault(FaultKind.Already, message, Code: code),
            Verdict.Absent => new Fault(FaultKind.NotFound, message, Code: code),
            Verdict.ClockOff => new Fault(FaultKind.Rejected, message, IsTransient: true, code),
            _ => new Fault(FaultKind.Rejected, message, Code: code),
        };
    }

    /// <summary>The fault of a missing answer: a refused connection had no effect; otherwise a mutation may have been executed.</summary>
    public static Fault FromLostAnswer(Exception cause, bool isMutation, string what)
    {
        bool neverSent = cause is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };
        string message = $"{what}: {(cause is OperationCanceledException ? "no answer within the time limit" : cause.Message)}";
        FaultKind kind = isMutation && !neverSent ? FaultKind.Unknown : FaultKind.Unavailable;
        return new Fault(kind, message, IsTransient: true);
    }

    /// <summary>How long to send no requests after 429 or 418; the body of a ban contains its end in Unix ms.</summary>
    public static TimeSpan SilenceAfter(HttpStatusCode status, TimeSpan? retryAfter, string text, long serverNow_ms)
    {
        const string marker = "banned until ";
        int start = text.IndexOf(marker, StringComparison.Ordinal);
        if (start >= 0)
        {
            ReadOnlySpan<char> rest = text.AsSpan(start + marker.Length);
            int length = rest.IndexOfAnyExceptInRange('0', '9');
            if (long.TryParse(length < 0 ? rest : rest[..length], out long until_ms) && until_ms > serverNow_ms)
                return TimeSpan.FromMilliseconds(until_ms - serverNow_ms);
        }

        return retryAfter ?? TimeSpan.FromSeconds((int)status == 418 ? 120 : 10);
    }

    /// <summary>True when the order limit of the account was exceeded, not the request limit of the IP address.</summary>
    public static bool IsOrderLimit(ReadOnlySpan<byte> body) => ReadCode(body).Code == -1015;

    private enum Verdict
    {
        Refused,
        NothingDone,
        OutcomeOpen,
        LimitReached,
        AlreadySo,
        Absent,
        ClockOff,
    }

    private static Verdict Classify(HttpStatusCode status, int code, string text) => code switch
    {
        -1006 or -1007 or -1000 => Verdict.OutcomeOpen,
        -1001 or -1008 => Verdict.NothingDone,
        -1003 or -1015 => Verdict.LimitReached,
        -4046 or -4059 or -4171 or -5027 => Verdict.AlreadySo,
        -1125 or -2011 or -2013 => Verdict.Absent,
        -1021 or -5028 => Verdict.ClockOff,
        _ => ClassifyStatus((int)status, text),
    };

    private static Verdict ClassifyStatus(int status, string text) => status switch
    {
        429 or 418 => Verdict.LimitReached,
        403 => Verdict.NothingDone,
        503 when text.StartsWith("Service Unavailable", StringComparison.OrdinalIgnoreCase) || text.StartsWith("System is under maintenance", StringComparison.OrdinalIgnoreCase) => Verdict.NothingDone,
        408 or >= 500 => Verdict.OutcomeOpen,
        _ => Verdict.Refused,
    };

    private static (int Code, string Text) ReadCode(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("msg", out _))
                return ((int)document.RootElement.Int64Or("code", 0), document.RootElement.Text("msg"));
        }
        catch (Exception broken) when (broken is JsonException or WireFormatException)
        {
            // A firewall or proxy answers with HTML; only its first line is useful.
        }

        string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]);
        return (0, text.Length == 0 ? "no body" : text.ReplaceLineEndings(" "));
    }
}
