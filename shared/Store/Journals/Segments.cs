using System.Globalization;

namespace Platform.Store.Journals;

/// <summary>The files of one journal: {name}-{first sequence, 20 digits}.journal, in order of their first sequence.</summary>
internal static class Segments
{
    private const string Extension = ".journal";
    private const int Digits = 20;

    public static string PathOf(string folder, string name, ulong firstSequence) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{firstSequence:D20}{Extension}"));

    public static List<Segment> List(string folder, string name)
    {
        var segments = new List<Segment>();
        if (!Directory.Exists(folder))
            return segments;
        foreach (string path in Directory.EnumerateFiles(folder, $"{name}-*{Extension}"))
        {
            string text = Path.GetFileNameWithoutExtension(path)[(name.Length + 1)..];
            if (text.Length == Digits && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong first))
                segments.Add(new Segment(path, first));
        }

        segments.Sort((left, right) => left.FirstSequence.CompareTo(right.FirstSequence));
        return segments;
    }
}

internal readonly record struct Segment(string Path, ulong FirstSequence);
