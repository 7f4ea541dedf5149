using System.CommandLine;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Cli.Sessions;
using Platform.Cli.Supervision;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Commands;

/// <summary>platform supervise: the supervisor process that platform up starts in the background. Hidden; started by up only.</summary>
internal static class SuperviseCommand
{
    public static Command Create()
    {
        var command = new Command("supervise", "Supervise the processes of a run until it is stopped.") { Hidden = true };
        UpOptions options = new UpOptions().AddTo(command);
        command.SetAction(async (parsed, _) =>
            options.Read(parsed).TryGet(out RunFolder? folder, out Fault? fault)
                ? await SupervisorSession.RunAsync(folder, options.WithMonitor(parsed), options.KeepsState(parsed))
                : CommandFault.Report(fault));
        return command;
    }
}
