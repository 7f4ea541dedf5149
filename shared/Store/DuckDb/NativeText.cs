using System.Runtime.InteropServices;
using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>Converts DuckDB's messages to faults that contain the SQL.</summary>
internal static unsafe class NativeText
{
    private const int MaxSql = 600;

    public static string Of(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    public static Fault Fault(byte* error, string sql)
    {
        string text = Of(error).Trim();
        FaultKind kind = text switch
        {
            _ when text.Contains("No files found", StringComparison.Ordinal) || text.Contains("No such file", StringComparison.Ordinal) => FaultKind.NotFound,
            _ when text.StartsWith("Out of Memory", StringComparison.Ordinal) || text.Contains("No space left", StringComparison.Ordinal) => FaultKind.Exhausted,
            _ when text.StartsWith("IO Error", StringComparison.Ordinal) || text.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase) => FaultKind.Unavailable,
            _ => FaultKind.Invalid,
        };
        string shown = sql.Length <= MaxSql ? sql : sql[..MaxSql] + " …";
        return new Fault(kind, $"DuckDB: {text} [SQL: {shown}]");
    }
}
