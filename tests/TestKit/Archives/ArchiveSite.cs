using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Platform.TestKit.Processes;

namespace Platform.TestKit.Archives;

/// <summary>
/// Serves an archive site on loopback from a folder, with ranges, 404 for missing files, and on demand transfers that break off, are
/// refused or end in an error. Records the requests.
/// </summary>
public sealed class ArchiveSite : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _cuts = new();
    private readonly ConcurrentDictionary<string, (int Times, int Status)> _errors = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentDictionary<string, byte> _held = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Task _serving;

    public ArchiveSite(string folder)
    {
        _folder = folder;
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Address { get; }

    /// <summary>Each request as `GET path` or `GET path from BYTE`, oldest first.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Makes the answers to a path break off in the middle of the remaining bytes, the given number of times.</summary>
    public void Cut(string archive, int times = 1) => _cuts[archive] = times;

    /// <summary>Makes the answers to a path an error, the given number of times.</summary>
    public void Fail(string archive, int status, int times = 1) => _errors[archive] = (times, status);

    /// <summary>Leaves the next request of a path without an answer; later ones are answered.</summary>
    public void Hold(string archive) => _held.TryAdd(archive, 0);

    public async ValueTask DisposeAsync()
    {
        _ended.Set();
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string archive = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
        string? range = context.Request.Headers["Range"];
        long from = range is null ? 0 : long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        _requests.Enqueue($"{context.Request.HttpMethod} {archive}{(from > 0 ? string.Create(CultureInfo.InvariantCulture, $" from {from}") : "")}");
        if (_held.TryRemove(archive, out _))
            _ended.Wait();
        string path = Path.Combine([_folder, .. archive.Split('/')]);
        try
        {
            if (_errors.TryGetValue(archive, out (int Times, int Status) error) && error.Times > 0)
            {
                _errors[archive] = (error.Times - 1, error.Status);
                context.Response.StatusCode = error.Status;
            }
            else if (!File.Exists(path))
                context.Response.StatusCode = 404;
            else if (from > 0 && from >= new FileInfo(path).Length)
                context.Response.StatusCode = 416;
            else
                Send(context, archive, File.ReadAllBytes(path), (int)from);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or InvalidOperationException)
        {
            // The client disconnected, or the transfer was broken off on purpose.
        }
    }

    private void Send(HttpListenerContext context, string archive, byte[] content, int from)
    {
        HttpListenerResponse answer = context.Response;
        answer.StatusCode = from > 0 ? 206 : 200;
        answer.ContentLength64 = content.Length - from;
        if (context.Request.HttpMethod == "HEAD")
            return;
        if (_cuts.TryGetValue(archive, out int cuts) && cuts > 0)
        {
            _cuts[archive] = cuts - 1;
            answer.OutputStream.Write(content, from, (content.Length - from) / 2);
            answer.OutputStream.Flush();
            answer.Abort();
            throw new IOException("cut");
        }

        answer.OutputStream.Write(content, from, content.Length - from);
    }
}
