using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Life;

/// <summary>The life of a process from its command line to its exit code; every Program.cs calls it, and nothing else does.</summary>
public static class ProcessHost
{
    /// <summary>Stopped as asked.</summary>
    public const int Stopped = 0;

    /// <summary>Could not start, or ended on its own; the supervisor tries again.</summary>
    public const int Failed = 1;

    /// <summary>Arguments, configuration, keys or folders are wrong; trying again is of no use until a person mends them.</summary>
    public const int Misconfigured = 2;

    /// <summary>Runs the process until it is told to stop. Every expected failure is one message on standard error.</summary>
    public static async Task<int> RunAsync(string name, string[] args, Func<ProcessContext, IPlatformProcess> create)
    {
        IReadOnlyDictionary<string, string> environment = ProcessSetup.Environment();
        if (!ProcessSetup.Prepare(name, args, environment).TryGet(out ProcessSetup? setup, out Fault? fault))
        {
            await Console.Error.WriteLineAsync($"{name}: {fault.Message}");
            return Misconfigured;
        }

        bool supervised = environment.ContainsKey(StopSignals.SupervisedVariable);
        using var signals = new StopSignals(supervised);
        return await new ProcessLife(name, setup, signals, supervised).RunAsync(create);
    }
}
