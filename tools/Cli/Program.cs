using System.CommandLine;
using System.CommandLine.Invocation;
using Platform.Cli.Commands;

// After a signal, a command finishes its current work: it ends its children and writes its summary.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
ParseResult parsed = PlatformCommand.Create().Parse(args);
int code = await parsed.InvokeAsync(invocation);

// Exit code 2 for arguments that the user must correct, as in every command.
return parsed.Action is ParseErrorAction ? 2 : code;
