using System.IO.Compression;
using Platform.Archives.Rows;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Files;

/// <summary>An archive on this machine.</summary>
/// <param name="Sha256">The value of its checksum file; null when there is no checksum file.</param>
/// <param name="IsVerified">True when the content was compared with the checksum during the download.</param>
internal sealed record LocalArchive(string Path, string? Sha256, bool IsVerified);

/// <summary>The result of a read.</summary>
/// <param name="IsWhole">False when the sink stopped the read early.</param>
/// <param name="Sha256">The SHA-256 of the archive; null unless it was read completely.</param>
internal readonly record struct TradeFileRead(bool IsWhole, string? Sha256);

/// <summary>
/// Reads the trades of a ZIP with one CSV, without unpacking to disk, or of a plain or gzipped CSV. The content is
/// valid only when the read succeeds: the checksum, or without one the CRC-32 in the ZIP, is compared during the read.
/// </summary>
internal static class TradeFile
{
    private const string ZipSuffix = ".zip";
    private const string GzipSuffix = ".gz";

    /// <summary>Passes every valid trade to the sink. Corrupt when the file is damaged; Invalid when it contains other data.</summary>
    public static Result<TradeFileRead> Read(LocalArchive archive, ITradeSink sink, RowCounts counts, CancellationToken cancel)
    {
        using FileHashing? hashing = archive.IsVerified ? null : new FileHashing(archive.Path);
        try
        {
            Result<bool> read = ReadContent(archive, sink, counts, cancel);
            if (!read.IsOk)
                return read.Fault;
            if (!read.Value)
                return default(TradeFileRead);
            string found = hashing is null ? archive.Sha256! : hashing.Complete();
            return archive.Sha256 is { } expected && found != expected ? Checksum.Mismatch(archive.Path, expected, found) : new TradeFileRead(true, found);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Corrupt, $"cannot read {archive.Path}: {broken.Message}");
        }
    }

    private static Result<bool> ReadContent(LocalArchive archive, ITradeSink sink, RowCounts counts, CancellationToken cancel)
    {
        using var file = new FileStream(archive.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        if (archive.Path.EndsWith(GzipSuffix, StringComparison.OrdinalIgnoreCase))
        {
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            return ReadLines(inflated, archive.Path, sink, counts, null, cancel);
        }

        if (!archive.Path.EndsWith(ZipSuffix, StringComparison.OrdinalIgnoreCase))
            return ReadLines(file, archive.Path, sink, counts, null, cancel);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        ZipArchiveEntry[] entries = [.. zip.Entries.Where(IsCsv)];
        if (entries.Length != 1)
            return new Fault(FaultKind.Invalid, $"{archive.Path} contains {entries.Length} CSV files ({string.Join(", ", entries.Take(3).Select(entry => entry.FullName))}); expected one");
        using Stream content = entries[0].Open();
        var crc = archive.Sha256 is null ? new Crc32() : null;
        Result<bool> read = ReadLines(content, archive.Path, sink, counts, crc, cancel);
        return crc is not null && read is { IsOk: true, Value: true } && crc.Value != entries[0].Crc32
            ? new Fault(FaultKind.Corrupt, $"{archive.Path} is damaged: the CRC-32 of {entries[0].Name} is {crc.Value:x8}; expected {entries[0].Crc32:x8}")
            : read;
    }

    private static Result<bool> ReadLines(Stream content, string path, ITradeSink sink, RowCounts counts, Crc32? crc, CancellationToken cancel)
    {
        var rows = new RowReader(path, sink, counts);
        bool wantsAll = true;
        Result<Done> read = LineBlocks.Read(content, path, Visit, cancel);
        if (!read.IsOk)
            return read.Fault;
        return rows.HeaderProblem is { } problem ? new Fault(FaultKind.Invalid, $"{path}:1: {problem}") : wantsAll;

        bool Visit(ReadOnlyMemory<byte> lines)
        {
            crc?.Append(lines.Span);
            return wantsAll = rows.Read(lines.Span);
        }
    }

    /// <summary>True for a CSV file; macOS adds a second folder with file attributes, which is ignored.</summary>
    private static bool IsCsv(ZipArchiveEntry entry) =>
        entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);
}
