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

    /// <summary>What lies in the file now; NotFound when there is none.</summary>
    public Result<T> Read() => JsonDocumentFile.Read(Path, type);
}

/// <summary>The signal files of the platform, so that both sides name them alike.</summary>
public static class SignalFiles
{
    public static SignalFile<StrategyTrigger> Strategy(string folder) => new(StrategyPath(folder), SignalJson.Default.StrategyTrigger);

    public static SignalFile<ExecutionTrigger> Execution(string folder, string account) => new(ExecutionPath(folder, account), SignalJson.Default.ExecutionTrigger);

    public static SignalWatch<StrategyTrigger> WatchStrategy(string folder, string markPath, Action<Fault> onFault, TimeProvider realTime) =>
        new(StrategyPath(folder), SignalJson.Default.StrategyTrigger, markPath, onFault, realTime);

    public static SignalWatch<ExecutionTrigger> WatchExecution(string folder, string account, string markPath, Action<Fault> onFault, TimeProvider realTime) =>
        new(ExecutionPath(folder, account), SignalJson.Default.ExecutionTrigger, markPath, onFault, realTime);

    private static string StrategyPath(string folder) => Path.Combine(folder, "strategy_trigger.json");

    private static string ExecutionPath(string folder, string account) => Path.Combine(folder, $"execution_trigger_{account}.json");
}
