using System.CommandLine;
using System.CommandLine.Invocation;
using Platform.Cli.Commands;

// After a signal a command finishes what it began: it ends its children and writes its summary.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
ParseResult parsed = PlatformCommand.Create().Parse(args);
int code = await parsed.InvokeAsync(invocation);

// 2 for arguments that a person has to correct, as everywhere in the commands.
return parsed.Action is ParseErrorAction ? 2 : code;
