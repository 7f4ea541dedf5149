using System.Text.Json.Serialization;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Accounting.Stores;

/// <summary>One complete Parquet file.</summary>
/// <param name="Name">Relative to the account's folder.</param>
/// <param name="Level">How often its rows were merged into larger files.</param>
/// <param name="First_ms">Earliest time of its rows.</param>
/// <param name="Last_ms">Latest time of its rows.</param>
public sealed record StoredFile(string Table, string Name, int Level, long Rows, long First_ms, long Last_ms);

/// <summary>
/// accounting/{account}/manifest.json: the complete files of the account and the range they cover. It is replaced atomically
/// after the files it names are written, so that a reader sees all tables in one consistent state.
/// </summary>
/// <param name="Version">Increases by one with each replacement.</param>
/// <param name="Sequence">The last ledger fact whose rows are in the files.</param>
/// <param name="Begun_ms">Start of the recording; 0 before the recording starts.</param>
/// <param name="Income_ms">The files contain every booking of the exchange from the start of the recording to this time.</param>
/// <param name="Superseded">Files whose rows are now in a merged file; kept for readers that use the previous version.</param>
public sealed record AccountManifest(int Schema, string Account, long Version, long Sequence, long Begun_ms, long Income_ms, IReadOnlyList<StoredFile> Files, IReadOnlyList<string> Superseded)
{
    public const int CurrentSchema = 1;

    /// <summary>The manifest of an account without stored rows.</summary>
    public static AccountManifest Empty(string account) => new(CurrentSchema, account, 0, 0, 0, 0, [], []);

    public long RowsOf(string table) => Files.Where(file => file.Table == table).Sum(file => file.Rows);

    public static string PathIn(string folder) => Path.Combine(folder, "manifest.json");

    /// <summary>An empty manifest when the file does not exist; Invalid when it is damaged or written by a later version of the platform.</summary>
    public static Result<AccountManifest> Read(string folder, string account)
    {
        Result<AccountManifest> read = JsonDocumentFile.Read(PathIn(folder), ManifestJson.Default.AccountManifest);
        if (read.Fault is { Kind: FaultKind.NotFound })
            return Empty(account);
        if (!read.TryGet(out AccountManifest? manifest, out Fault? fault))
            return fault;
        return manifest.Schema == CurrentSchema && manifest.Account == account
            ? manifest
            : new Fault(FaultKind.Invalid, $"{PathIn(folder)}: schema {manifest.Schema} of account '{manifest.Account}'; expected schema {CurrentSchema} of account '{account}'. It was written by another version, or the folder was renamed.");
    }

    public Result<Done> Write(string folder) => JsonDocumentFile.Write(PathIn(folder), this, ManifestJson.Default.AccountManifest);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AccountManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
