using Microsoft.AspNetCore.Http;

namespace Platform.Monitor.Http;

/// <summary>The built page, read once into memory; only files of its folder are served.</summary>
internal sealed class PageFiles
{
    private readonly Dictionary<string, (byte[] Content, string Type)> _files = new(StringComparer.Ordinal);

    private PageFiles(string folder) => Folder = folder;

    public string Folder { get; }

    public bool IsBuilt => _files.ContainsKey("/index.html");

    public static PageFiles Read(string folder)
    {
        var files = new PageFiles(folder);
        if (!Directory.Exists(folder))
            return files;
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files._files["/" + Path.GetRelativePath(folder, file).Replace('\\', '/')] = (File.ReadAllBytes(file), TypeOf(file));
        return files;
    }

    /// <summary>Serves a path of the page; "/" is index.html. False when there is no such file.</summary>
    public async Task<bool> TryServeAsync(HttpContext http, CancellationToken cancel)
    {
        string path = http.Request.Path.Value is null or "/" ? "/index.html" : http.Request.Path.Value;
        if (!_files.TryGetValue(path, out (byte[] Content, string Type) file))
            return false;
        http.Response.ContentType = file.Type;
        http.Response.ContentLength = file.Content.Length;
        http.Response.Headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        await http.Response.Body.WriteAsync(file.Content, cancel);
        return true;
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
