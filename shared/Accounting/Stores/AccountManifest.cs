using System.Text.Json.Serialization;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Accounting.Stores;

/// <summary>One Parquet file that is whole.</summary>
/// <param name="Name">Relative to the account's folder.</param>
/// <param name="Level">How often its rows were merged into larger files.</param>
/// <param name="First_ms">Earliest time of its rows.</param>
/// <param name="Last_ms">Latest time of its rows.</param>
public sealed record StoredFile(string Table, string Name, int Level, long Rows, long First_ms, long Last_ms);

/// <summary>
/// accounting/{account}/manifest.json: what of the account's files is whole, and how far they reach. It is replaced in one step
/// after the files it names, so that a reader sees all tables as of one moment.
/// </summary>
/// <param name="Version">Grows by one with each replacement.</param>
/// <param name="Sequence">The last ledger fact whose rows are in the files.</param>
/// <param name="Begun_ms">The account is recorded from here on; 0 before it is.</param>
/// <param name="Income_ms">Every booking of the exchange from the beginning to this time is in the files.</param>
/// <param name="Superseded">Files whose rows are in a merged one: kept for readers of the version before.</param>
public sealed record AccountManifest(int Schema, string Account, long Version, long Sequence, long Begun_ms, long Income_ms, IReadOnlyList<StoredFile> Files, IReadOnlyList<string> Superseded)
{
    public const int CurrentSchema = 1;

    /// <summary>Nothing is stored yet.</summary>
    public static AccountManifest Empty(string account) => new(CurrentSchema, account, 0, 0, 0, 0, [], []);

    public long RowsOf(string table) => Files.Where(file => file.Table == table).Sum(file => file.Rows);

    public static string PathIn(string folder) => Path.Combine(folder, "manifest.json");

    /// <summary>Empty when there is none; Invalid when it is damaged or of a later version of the platform.</summary>
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
