using Platform.Primitives.Outcomes;

namespace Platform.Cli.Arguments;

/// <summary>Reports an error of a command: one message on standard error.</summary>
internal static class CommandFault
{
    /// <summary>The exit code: 2 for input that the user must correct, otherwise 1.</summary>
    public static int Report(Fault fault)
    {
        Console.Error.WriteLine(fault.Message);
        return fault.Kind is FaultKind.Invalid or FaultKind.NotFound or FaultKind.Corrupt ? 2 : 1;
    }
}
