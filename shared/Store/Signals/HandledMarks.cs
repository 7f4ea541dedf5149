using System.Text.Json.Serialization;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Signals;

/// <summary>The newest thousand keys that a consumer has handled, stored in a document that is replaced at each addition.</summary>
internal sealed class HandledMarks
{
    private const int Limit = 1_000;

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly List<string> _keys;
    private readonly HashSet<string> _known;

    private HandledMarks(string path, IEnumerable<string> keys)
    {
        _path = path;
        _keys = [.. keys];
        _known = new HashSet<string>(_keys, StringComparer.Ordinal);
    }

    /// <summary>
    /// An unreadable document is renamed and reported. Signals can then be delivered again, and the consumer recognises the duplicates by
    /// their ids.
    /// </summary>
    public static HandledMarks Open(string path, Action<Fault> onFault)
    {
        Result<HandledSignals> read = JsonDocumentFile.Read(path, HandledSignalsJson.Default.HandledSignals);
        if (read.IsOk)
            return new HandledMarks(path, read.Value.Keys);
        if (read.Fault.Kind != FaultKind.NotFound)
        {
            onFault(read.Fault with { Message = $"{read.Fault.Message}; the file was renamed to {path}.bad, and the list of handled signals is empty" });
            if (read.Fault.Kind == FaultKind.Invalid)
                File.Move(path, path + ".bad", overwrite: true);
        }

        return new HandledMarks(path, []);
    }

    public bool Contains(string key)
    {
        lock (_gate)
            return _known.Contains(key);
    }

    public Result<Done> Add(string key)
    {
        lock (_gate)
        {
            if (!_known.Add(key))
                return Done.Value;
            _keys.Add(key);
            if (_keys.Count > Limit)
            {
                _known.Remove(_keys[0]);
                _keys.RemoveAt(0);
            }

            return JsonDocumentFile.Write(_path, new HandledSignals([.. _keys]), HandledSignalsJson.Default.HandledSignals);
        }
    }
}

/// <summary>Keys (label and run id) of the signals that a consumer has handled, oldest first; stored for restarts.</summary>
internal sealed record HandledSignals(IReadOnlyList<string> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HandledSignals))]
internal sealed partial class HandledSignalsJson : JsonSerializerContext;
