using System.Collections;
using System.CommandLine;
using Platform.Cli.Arguments;
using Platform.Cli.TradeStream.Settings;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream;

/// <summary>platform stream: cumulative volume delta of a live trade stream, of a recording, or of the simulated exchange.</summary>
internal static class StreamCommand
{
    public static Command Create()
    {
        var command = new Command("stream", "Follow trades and show their cumulative volume delta (CVD), its z-score and average.");
        StreamArguments arguments = new StreamArguments().AddTo(command);
        command.SetAction((parsed, signals) => RunAsync(arguments, parsed, signals));
        return command;
    }

    private static async Task<int> RunAsync(StreamArguments arguments, ParseResult parsed, CancellationToken signals)
    {
        if (!arguments.Read(parsed, EnvironmentVariables()).TryGet(out StreamSettings? settings, out Fault? fault))
            return CommandFault.Report(fault);
        using var stop = new StreamStop(signals);
        Fault? ended = await new StreamSession(settings, TimeProvider.System).RunAsync(stop);
        return ended is null ? 0 : CommandFault.Report(ended);
    }

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
