using Platform.Domain.Labels;
using System.Text.Json.Serialization.Metadata;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Signals;

/// <summary>The writing side of one signal file: one producer writes, the newest signal replaces the one before.</summary>
public sealed class SignalFile<T>(string path, JsonTypeInfo<T> type)
    where T : class, ISignal
{
    public string Path { get; } = path;

    /// <summary>On disk, whole, when it returns Ok.</summary>
    public Result<Done> Write(T signal) => JsonDocumentFile.Write(Path, signal, type);

    /// <summary>The signal in the file now; NotFound when there is none.</summary>
    public Result<T> Read() => JsonDocumentFile.Read(Path, type);
}
