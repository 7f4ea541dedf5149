using System.Net;
using Platform.Archives.Files;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Archives.Sources;

/// <summary>
/// The archive site, or another site with the same layout. Archives are downloaded to a folder: first as a .part file, which a later attempt
/// continues, and renamed after the checksum matches. They are removed after use unless the settings keep them.
/// </summary>
internal sealed class HttpSource(HttpClient client, Uri root, string folder, bool keeps, RetryPolicy retry) : IArchiveSource
{
    public const string PartSuffix = ".part";

    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(30);

    public int EmptyMonthsMax => 2;

    public Task<Result<bool>> ExistsAsync(string path, CancellationToken cancel) => retry.RunAsync<bool>(
        async () =>
        {
            using HttpResponseMessage answer = await AskAsync(HttpMethod.Head, path, 0, cancel);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return false;
            return answer.IsSuccessStatusCode ? Result<bool>.Ok(true) : Refused(path, answer);
        },
        cancel);

    public Task<Result<string?>> ChecksumAsync(string path, CancellationToken cancel) => retry.RunAsync<string?>(
        async () =>
        {
            using HttpResponseMessage answer = await AskAsync(HttpMethod.Get, path + Checksum.Suffix, 0, cancel);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return Result<string?>.Ok(null);
            if (!answer.IsSuccessStatusCode)
                return Refused(path + Checksum.Suffix, answer);
            byte[] content = await answer.Content.ReadAsByteArrayAsync(cancel).WaitAsync(s_answerLimit, cancel);
            return Checksum.Parse(AddressOf(path + Checksum.Suffix).ToString(), Path.GetFileName(path), content).Then<string?>(hex => hex);
        },
        cancel);

    public async Task<Result<LocalArchive>> FetchAsync(string path, CancellationToken cancel)
    {
        string target = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        string part = target + PartSuffix;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Result<string?> published = await ChecksumAsync(path, cancel);
        if (!published.IsOk)
            return published.Fault;
        string? sha256 = published.Value;
        if (sha256 is not null && File.Exists(target) && Checksum.OfFile(target, cancel) == sha256)
            return new LocalArchive(target, sha256, IsVerified: true);
        bool resumed = File.Exists(part);
        if (resumed && sha256 is not null && Checksum.OfFile(part, cancel) == sha256)
            return Publish(part, target, sha256);
        Result<LocalArchive> fetched = await DownloadAsync(path, part, target, sha256, cancel);
        if (fetched.IsOk || fetched.Fault.Kind != FaultKind.Corrupt || !resumed)
            return fetched;

        // The part file of an earlier attempt belonged to another version of the archive: restart the download once.
        return await DownloadAsync(path, part, target, sha256, cancel);
    }

    public void Release(LocalArchive archive)
    {
        if (!keeps)
            File.Delete(archive.Path);
    }

    private async Task<Result<LocalArchive>> DownloadAsync(string path, string part, string target, string? sha256, CancellationToken cancel)
    {
        Result<Done> received = await retry.RunAsync(() => ReceiveAsync(path, part, sha256 is not null, cancel), cancel);
        if (!received.IsOk)
            return received.Fault;
        if (sha256 is null)
            return Publish(part, target, null);
        string found = Checksum.OfFile(part, cancel);
        if (found == sha256)
            return Publish(part, target, sha256);
        File.Delete(part);
        return Checksum.Mismatch(AddressOf(path).ToString(), sha256, found);
    }

    /// <summary>Downloads the missing rest of the part file. Without a checksum to verify the result, an old part file is not continued.</summary>
    private async Task<Result<Done>> ReceiveAsync(string path, string part, bool mayResume, CancellationToken cancel)
    {
        long have = mayResume && File.Exists(part) ? new FileInfo(part).Length : 0;
        using HttpResponseMessage answer = await AskAsync(HttpMethod.Get, path, have, cancel);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return Done.Value;
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return new Fault(FaultKind.NotFound, $"{AddressOf(path)} does not exist");
        if (!answer.IsSuccessStatusCode)
            return Refused(path, answer);
        bool appends = answer.StatusCode == HttpStatusCode.PartialContent && have > 0;
        await using var file = new FileStream(part, appends ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        await using Stream content = await answer.Content.ReadAsStreamAsync(cancel);
        byte[] buffer = new byte[1 << 18];
        long length = 0;
        while (true)
        {
            int read = await content.ReadAsync(buffer, cancel).AsTask().WaitAsync(s_answerLimit, cancel);
            if (read == 0)
                break;
            file.Write(buffer, 0, read);
            length += read;
        }

        return answer.Content.Headers.ContentLength is { } expected && expected != length
            ? new Fault(FaultKind.Unavailable, $"{AddressOf(path)} ended after {length} of {expected} bytes", IsTransient: true)
            : Done.Value;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, long from, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, AddressOf(path));
        if (from > 0)
            request.Headers.Range = new(from, null);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).WaitAsync(s_answerLimit, cancel);
    }

    private Fault Refused(string path, HttpResponseMessage answer)
    {
        bool mayPass = (int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new Fault(mayPass ? FaultKind.Unavailable : FaultKind.Rejected, $"{AddressOf(path)} answers {(int)answer.StatusCode} {answer.ReasonPhrase}", mayPass, (int)answer.StatusCode);
    }

    private Uri AddressOf(string path) => new($"{root.AbsoluteUri.TrimEnd('/')}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    private static Result<LocalArchive> Publish(string part, string target, string? sha256) =>
        AtomicFile.Publish(part, target).Then<LocalArchive>(_ => new LocalArchive(target, sha256, IsVerified: sha256 is not null));
}
