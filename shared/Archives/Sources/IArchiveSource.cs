using Platform.Archives.Files;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Sources;

/// <summary>A source of archives; paths are those of <see cref="ArchivePath"/>. Thread-safe.</summary>
internal interface IArchiveSource
{
    /// <summary>Number of consecutive months without a file after which further months are not requested; unlimited when requests are cheap.</summary>
    int EmptyMonthsMax { get; }

    /// <summary>True when the archive exists. A fault only when this cannot be determined.</summary>
    Task<Result<bool>> ExistsAsync(string path, CancellationToken cancel);

    /// <summary>The current SHA-256 of the archive when it is known without a download; otherwise null.</summary>
    Task<Result<string?>> ChecksumAsync(string path, CancellationToken cancel);

    /// <summary>Makes the archive available on this machine. NotFound when it does not exist; Corrupt when it does not match its checksum.</summary>
    Task<Result<LocalArchive>> FetchAsync(string path, CancellationToken cancel);

    /// <summary>Releases an archive that is no longer needed.</summary>
    void Release(LocalArchive archive);
}
