using System.CommandLine;
using System.Diagnostics;
using Platform.Cli.Runs;
using Platform.Hosting.Places;

namespace Platform.Cli.Commands;

/// <summary>platform venue: runs the simulated exchange alone, with all further arguments its own.</summary>
internal static class VenueCommand
{
    public static Command Create()
    {
        var command = new Command("venue", "Run the simulated exchange alone; all further arguments are its own (-- --help shows them).");
        var rest = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore };
        command.Add(rest);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancel) =>
        {
            string executable = Installation.Executable("Venue", "Platform.Venue");
            if (!File.Exists(executable))
            {
                await Console.Error.WriteLineAsync($"{executable} does not exist; build first: scripts/setup.sh");
                return 2;
            }

            using Process venue = Process.Start(new ProcessStartInfo(executable, [.. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens]))!;
            try
            {
                await venue.WaitForExitAsync(cancel);
            }
            catch (OperationCanceledException)
            {
                UnixSignals.Terminate(venue.Id);
                await venue.WaitForExitAsync(CancellationToken.None);
            }

            return venue.ExitCode;
        });
        return command;
    }
}
