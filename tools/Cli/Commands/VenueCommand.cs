using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Diagnostics;
using Platform.Cli.Runs;
using Platform.Hosting.Places;

namespace Platform.Cli.Commands;

/// <summary>platform venue: runs the simulated exchange alone, in this process; all further arguments are passed to it.</summary>
internal static class VenueCommand
{
    public static Command Create()
    {
        var command = new Command("venue", "Run the simulated exchange alone; all further arguments are passed to it.");
        var rest = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore };
        command.Add(rest);
        command.Add(new HelpOption { Action = new VenueHelp() });
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => RunAsync([.. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens]));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        string executable = Installation.Executable("Venue", "Platform.Venue");
        if (!File.Exists(executable))
        {
            await Console.Error.WriteLineAsync($"{executable} does not exist; build first: scripts/setup.sh");
            return 2;
        }

        // Replaces this process where the system allows it, so that signals to this process reach the exchange.
        if (!OperatingSystem.IsWindows())
            UnixCalls.Become(executable, arguments);
        using Process venue = Process.Start(new ProcessStartInfo(executable, arguments))!;
        await venue.WaitForExitAsync(CancellationToken.None);
        return venue.ExitCode;
    }

    private sealed class VenueHelp : AsynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) => RunAsync(["--help"]);
    }
}
