using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Life;

/// <summary>Runs a process from its command line to its exit code; called by every Program.cs.</summary>
public static class ProcessHost
{
    /// <summary>Runs the process until a stop request. Every expected failure is one message on standard error.</summary>
    public static async Task<int> RunAsync(string name, string[] args, Func<ProcessContext, IPlatformProcess> create)
    {
        IReadOnlyDictionary<string, string> environment = ProcessSetup.Environment();
        if (!ProcessSetup.Prepare(name, args, environment).TryGet(out ProcessSetup? setup, out Fault? fault))
        {
            await Console.Error.WriteLineAsync($"{name}: {fault.Message}");
            return ExitCodes.Misconfigured;
        }

        bool supervised = environment.ContainsKey(StopSignals.SupervisedVariable);
        using var signals = new StopSignals(supervised);
        return await new ProcessLife(name, setup, signals, supervised).RunAsync(create);
    }
}
