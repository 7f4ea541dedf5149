using System.CommandLine;
using Platform.Cli.Commands;

// After a signal a command finishes what it began: it ends its children and writes its summary.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await PlatformCommand.Create().Parse(args).InvokeAsync(invocation);
