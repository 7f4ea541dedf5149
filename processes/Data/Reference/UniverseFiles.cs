using System.Globalization;
using System.Text;
using Platform.Data.Store;
using Platform.Domain.Instruments;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Data.Reference;

/// <summary>One line of a universe file.</summary>
internal sealed record UniverseMember(string Symbol, string System, string BaseAsset, string QuoteAsset, string Status, long Onboard_ms)
{
    public static UniverseMember Of(Instrument instrument) => new(
        instrument.Symbol, instrument.SystemName, instrument.BaseAsset, instrument.QuoteAsset, instrument.Status.ToString(), instrument.Onboard_ms);
}

/// <summary>
/// universe/YYYY-MM-DD/{version}/universe.csv: the contracts in force on that UTC day. A file never changes once its day has begun, so
/// that history is reproducible.
/// </summary>
internal sealed class UniverseFiles(string folder, string version)
{
    private const string Header = "symbol,system,base_asset,quote_asset,status,onboard_ms";

    public string Version { get; } = version;

    public string PathOf(long day_ms, string? ofVersion = null) => Path.Combine(folder, DayFiles.DayOf(day_ms), ofVersion ?? Version, "universe.csv");

    public bool Exists(long day_ms) => File.Exists(PathOf(day_ms));

    public Result<Done> Write(long day_ms, IReadOnlyList<UniverseMember> members)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (UniverseMember member in members)
            text.Append(CultureInfo.InvariantCulture, $"{member.Symbol},{member.System},{member.BaseAsset},{member.QuoteAsset},{member.Status},{member.Onboard_ms}\n");
        return AtomicFile.Write(PathOf(day_ms), Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The universe of the newest day at or before the time, and that day; NotFound when there is none, Invalid with the line when a file is damaged.</summary>
    public Result<(long Day_ms, IReadOnlyList<UniverseMember> Members)> AsOf(long unix_ms, string? ofVersion = null)
    {
        long day_ms = DayFiles.StartOf(unix_ms);
        string today = DayFiles.DayOf(day_ms);
        string? newest = !Directory.Exists(folder) ? null : Directory.EnumerateDirectories(folder)
            .Where(path => string.CompareOrdinal(Path.GetFileName(path), today) <= 0 && File.Exists(Path.Combine(path, ofVersion ?? Version, "universe.csv")))
            .MaxBy(path => Path.GetFileName(path), StringComparer.Ordinal);
        if (newest is null)
            return new Fault(FaultKind.NotFound, $"no universe {ofVersion ?? Version} at or before {today} in {folder}");
        long found_ms = (DateOnly.ParseExact(Path.GetFileName(newest), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * UnixTime.MillisecondsPerDay;
        return Read(Path.Combine(newest, ofVersion ?? Version, "universe.csv")).Then(members => Result<(long, IReadOnlyList<UniverseMember>)>.Ok((found_ms, members)));
    }

    private static Result<IReadOnlyList<UniverseMember>> Read(string path)
    {
        var members = new List<UniverseMember>();
        string[] lines = File.ReadAllLines(path);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] parts = lines[i].Split(',');
            if (parts.Length != 6 || !long.TryParse(parts[5], CultureInfo.InvariantCulture, out long onboard_ms))
                return new Fault(FaultKind.Invalid, $"{path}:{i + 1}: expected {Header}");
            members.Add(new UniverseMember(parts[0], parts[1], parts[2], parts[3], parts[4], onboard_ms));
        }

        return members;
    }
}
