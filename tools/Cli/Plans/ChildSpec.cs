namespace Platform.Cli.Plans;

/// <summary>One process to start: its executable, its arguments, and its name at the coordinator.</summary>
/// <param name="Name">The process's name, such as data or executor-account1; also the name of its log files.</param>
/// <param name="Process">Such as executor; empty for the simulated exchange, which does not register.</param>
internal sealed record ChildSpec(string Name, string Process, string Account, string Executable, IReadOnlyList<string> Arguments, bool Registers = true);
