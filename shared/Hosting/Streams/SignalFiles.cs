using Platform.Contracts;
using Platform.Primitives.Outcomes;
using Platform.Store.Signals;

namespace Platform.Hosting.Streams;

/// <summary>The signal files of the platform, with the names used by producer and consumer.</summary>
public static class SignalFiles
{
    public static SignalFile<StrategyTrigger> Strategy(string folder) => new(StrategyPath(folder), TriggerJson.Default.StrategyTrigger);

    public static SignalFile<ExecutionTrigger> Execution(string folder, string account) => new(ExecutionPath(folder, account), TriggerJson.Default.ExecutionTrigger);

    public static SignalWatch<StrategyTrigger> WatchStrategy(string folder, string markPath, Action<Fault> onFault, TimeProvider realTime) =>
        new(new SignalSource(StrategyPath(folder), markPath), TriggerJson.Default.StrategyTrigger, onFault, realTime);

    public static SignalWatch<ExecutionTrigger> WatchExecution(string folder, string account, string markPath, Action<Fault> onFault, TimeProvider realTime) =>
        new(new SignalSource(ExecutionPath(folder, account), markPath), TriggerJson.Default.ExecutionTrigger, onFault, realTime);

    private static string StrategyPath(string folder) => Path.Combine(folder, "strategy_trigger.json");

    private static string ExecutionPath(string folder, string account) => Path.Combine(folder, $"execution_trigger_{account}.json");
}
