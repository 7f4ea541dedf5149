namespace Platform.Cli.Plans;

/// <summary>One process to start: what runs, with which arguments, and how it is known to the coordinator.</summary>
/// <param name="Name">Such as data or executor-account1; names its log files.</param>
/// <param name="Process">Such as executor; empty for the simulated exchange, which does not register.</param>
internal sealed record ChildSpec(string Name, string Process, string Account, string Executable, IReadOnlyList<string> Arguments, bool Registers = true);
