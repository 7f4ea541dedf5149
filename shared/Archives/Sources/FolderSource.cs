using Platform.Archives.Files;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Sources;

/// <summary>A folder with a copy of the archive site; read only.</summary>
internal sealed class FolderSource(string folder) : IArchiveSource
{
    public int EmptyMonthsMax => int.MaxValue;

    public Task<Result<bool>> ExistsAsync(string path, CancellationToken cancel) => Task.FromResult(Result<bool>.Ok(File.Exists(PathOf(path))));

    public Task<Result<string?>> ChecksumAsync(string path, CancellationToken cancel) => Task.FromResult(Published(path).Then<string?>(hex =>
        hex is null && File.Exists(PathOf(path)) ? Checksum.OfFile(PathOf(path), cancel) : hex));

    public Task<Result<LocalArchive>> FetchAsync(string path, CancellationToken cancel) => Task.FromResult(File.Exists(PathOf(path))
        ? Published(path).Then<LocalArchive>(hex => new LocalArchive(PathOf(path), hex, IsVerified: false))
        : new Fault(FaultKind.NotFound, $"{PathOf(path)} does not exist"));

    public void Release(LocalArchive archive)
    {
    }

    private Result<string?> Published(string path)
    {
        string file = PathOf(path) + Checksum.Suffix;
        try
        {
            return File.Exists(file) ? Checksum.Parse(file, Path.GetFileName(path), File.ReadAllBytes(file)).Then<string?>(hex => hex) : Result<string?>.Ok(null);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unavailable, $"cannot read {file}: {refused.Message}");
        }
    }

    private string PathOf(string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
}
