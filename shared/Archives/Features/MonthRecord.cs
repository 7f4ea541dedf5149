using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Archives.Features;

/// <summary>The state of one month of a symbol.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MonthState>))]
public enum MonthState
{
    /// <summary>Built from the monthly archive, or from daily archives of all days.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>Built from daily archives of some days; the missing days are listed.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>The source has no archive of the month.</summary>
    [JsonStringEnumMemberName("absent")]
    Absent,

    /// <summary>A minute file of another program, used unchanged.</summary>
    [JsonStringEnumMemberName("given")]
    Given,
}

/// <summary>An archive that was read.</summary>
public sealed record ReadArchive(string Name, string? Sha256);

/// <summary>The sources and counters of a month, stored in the footer of its minute file and in the meta file of the symbol.</summary>
public sealed record MonthRecord
{
    public required string Month { get; init; }
    public required MonthState State { get; init; }
    public IReadOnlyList<ReadArchive> Archives { get; init; } = [];

    /// <summary>Days without an archive in a partial month.</summary>
    public IReadOnlyList<int> MissingDays { get; init; } = [];

    /// <summary>Number of minutes with trades.</summary>
    public int Minutes { get; init; }

    /// <summary>Rows of the archives, without headers.</summary>
    public long Rows { get; init; }
    public long Trades { get; init; }
    public long BadRows { get; init; }
    public long ZeroQuantityRows { get; init; }
    public long RepeatedRows { get; init; }

    /// <summary>Rows that share an aggregate id and underlying trades with another row; the first was kept.</summary>
    public long ConflictingRows { get; init; }

    /// <summary>Rows with a time outside the month, which are ignored.</summary>
    public long OutsideRows { get; init; }

    /// <summary>Aggregate ids between the first and the last that no row contains.</summary>
    public long MissingIds { get; init; }

    /// <summary>ok, or bad_qty when more than 0.1 % of the rows have no quantity (quant.md §1.1).</summary>
    public string Quality { get; init; } = "ok";

    /// <summary>The first bad rows.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}

/// <summary>{SYMBOL}_aggTrades.csv.meta.json: the range that the hour file covers, and the months it contains.</summary>
public sealed record SymbolMeta
{
    public required string Symbol { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }

    /// <summary>False when a month is partial.</summary>
    public required bool Complete { get; init; }

    /// <summary>Rows of the CSV.</summary>
    public required int Hours { get; init; }
    public required string CsvSha256 { get; init; }

    /// <summary>The thresholds of whale and retail trades in quote amount, both inclusive.</summary>
    public long WhaleFrom { get; init; } = 50_000;
    public long RetailUpTo { get; init; } = 1_000;
    public required IReadOnlyList<MonthRecord> Months { get; init; }

    /// <summary>NotFound when the file does not exist; Invalid when it is not a meta file.</summary>
    public static Result<SymbolMeta> Read(string path) => JsonDocumentFile.Read(path, MetaJson.Indented.SymbolMeta);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(MonthRecord))]
[JsonSerializable(typeof(SymbolMeta))]
internal sealed partial class MetaJson : JsonSerializerContext
{
    /// <summary>Writes on one line, without escapes of non-ASCII symbols.</summary>
    public static MetaJson Plain { get; } = new(With(indented: false));

    public static MetaJson Indented { get; } = new(With(indented: true));

    private static JsonSerializerOptions With(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
