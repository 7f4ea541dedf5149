using Platform.Domain.Labels;
using System.Text.Json.Serialization.Metadata;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Signals;

/// <summary>The producer side of one signal file: one producer writes, and a new signal replaces the previous one.</summary>
public sealed class SignalFile<T>(string path, JsonTypeInfo<T> type)
    where T : class, ISignal
{
    public string Path { get; } = path;

    /// <summary>The signal is completely on disk when the call succeeds.</summary>
    public Result<Done> Write(T signal) => JsonDocumentFile.Write(Path, signal, type);

    /// <summary>The current signal in the file; NotFound when there is none.</summary>
    public Result<T> Read() => JsonDocumentFile.Read(Path, type);
}
