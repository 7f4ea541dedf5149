using Platform.Archives.Files;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Sources;

/// <summary>A place that archives are taken from; paths are those of <see cref="ArchivePath"/>. Any thread.</summary>
internal interface IArchiveSource
{
    /// <summary>After so many months without any file in a row the months behind them are not asked for; without limit where asking costs nothing.</summary>
    int EmptyMonthsMax { get; }

    /// <summary>Whether there is such an archive. Faults only when that cannot be known.</summary>
    Task<Result<bool>> ExistsAsync(string path, CancellationToken cancel);

    /// <summary>The SHA-256 of the archive as it is there now, where that is known without fetching it; else null.</summary>
    Task<Result<string?>> ChecksumAsync(string path, CancellationToken cancel);

    /// <summary>Brings the archive to this machine. NotFound when there is none; Corrupt when it does not match its checksum.</summary>
    Task<Result<LocalArchive>> FetchAsync(string path, CancellationToken cancel);

    /// <summary>The archive is used and not needed any more.</summary>
    void Release(LocalArchive archive);
}
