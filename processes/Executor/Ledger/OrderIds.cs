using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Platform.Analytics.Portfolio;
using Platform.Domain.Orders;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Ledger;

/// <summary>
/// Order ids derived from the purpose of an order, so that the same intent has the same id after every restart:
/// {account}-{run}-{symbol}{leg}-{slice}-{attempt}, at most 36 characters of the exchange's alphabet.
/// </summary>
internal static class OrderIds
{
    private const int MaxLength = 36;

    public static string Parent(string account, string runId, string label, string symbol, DeltaPurpose purpose, PositionSide side)
    {
        char leg = purpose == DeltaPurpose.Reduce ? 'r' : 'i';
        char position = side switch { PositionSide.Long => 'l', PositionSide.Short => 's', _ => 'b' };
        return $"{Digest(account, 4)}-{RunTag(runId, label)}-{Digest(symbol, 8)}{leg}{position}";
    }

    public static string Child(string parentId, int slice, int attempt)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{parentId}-{slice}-{attempt}");
        Check.That(id.Length <= MaxLength, $"{id} is longer than the exchange allows");
        return id;
    }

    /// <summary>True when an id has the form of this account's ids; every other order on the account is foreign.</summary>
    public static bool IsOurs(string account, string clientOrderId) => clientOrderId.StartsWith(Digest(account, 4) + "-", StringComparison.Ordinal);

    /// <summary>yymmddHHH of the label for its first run; the ids of other runs contain a digest of their run id.</summary>
    private static string RunTag(string runId, string label) =>
        label.Length == 14 && runId == $"{label}-r0" ? label[2..].Replace("-", "", StringComparison.Ordinal) : "x" + Digest(runId, 8);

    private static string Digest(string text, int length)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash)[..length];
    }
}
