using System.Text;
using System.Text.RegularExpressions;

namespace Platform.EndToEnd.Runs;

/// <summary>
/// Searches the files and answers of a run for secrets; each finding states the place and the secret's name, never the secret.
/// </summary>
/// <param name="secrets">Name and text of each secret.</param>
internal sealed partial class SecretSearch(IReadOnlyDictionary<string, string> secrets)
{
    /// <summary>Every file below a folder, text or binary.</summary>
    public IEnumerable<string> InFiles(string root, string except) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Where(file => file != except)
        .SelectMany(file => In(Path.GetRelativePath(root, file), Read(file)));

    public IEnumerable<string> InText(string place, string text) => In(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Environment and command line of a running process, which every program of the same user may read.</summary>
    public IEnumerable<string> InProcess(int pid, string name) =>
        [.. In($"the environment of {name}", Read($"/proc/{pid}/environ")), .. In($"the command line of {name}", Read($"/proc/{pid}/cmdline"))];

    private IEnumerable<string> In(string place, byte[] content)
    {
        foreach ((string name, string text) in secrets)
        {
            if (content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                yield return $"{place} holds {name}";
        }

        if (Signature().IsMatch(Encoding.Latin1.GetString(content)))
            yield return $"{place} holds a signature";
    }

    /// <summary>Empty for a file that was removed meanwhile, as temporary files are.</summary>
    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>HMAC-SHA256 in the forms of the exchange: in a query, a JSON frame or a log field.</summary>
    [GeneratedRegex("signature[\"']?\\s*[=:]\\s*[\"']?[0-9a-f]{64}", RegexOptions.IgnoreCase)]
    private static partial Regex Signature();
}
