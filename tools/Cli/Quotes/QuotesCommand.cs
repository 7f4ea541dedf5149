using System.CommandLine;
using Platform.Cli.Arguments;
using Platform.Cli.Quotes.Settings;
using Platform.Cli.TradeStream;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes;

/// <summary>platform quotes: the best bid and ask of perpetual contracts at several exchanges, as lines or as a table.</summary>
internal static class QuotesCommand
{
    public static Command Create()
    {
        var command = new Command("quotes", "Follow the best bid and ask of perpetual contracts at several exchanges.");
        QuoteArguments arguments = new QuoteArguments().AddTo(command);
        command.SetAction((parsed, signals) => RunAsync(arguments.Read(parsed, least: 1), null, signals));
        return command;
    }

    /// <summary>Runs a session; the exit code.</summary>
    internal static async Task<int> RunAsync(Result<QuoteSettings> read, ScanSettings? scan, CancellationToken signals)
    {
        if (!read.TryGet(out QuoteSettings? settings, out Fault? fault))
            return CommandFault.Report(fault);
        using var stop = new StreamStop(signals);
        Fault? ended = await new QuoteSession(settings, scan, TimeProvider.System).RunAsync(stop);
        return ended is null ? 0 : CommandFault.Report(ended);
    }
}

/// <summary>platform scan: differences of quotes between exchanges that would pay for fees. Reports only; it never trades.</summary>
internal static class ScanCommand
{
    public static Command Create()
    {
        var command = new Command("scan", "Report price differences between exchanges that exceed the fees. Nothing is traded: the platform's executor trades Binance only.");
        QuoteArguments arguments = new QuoteArguments().AddTo(command);
        ScanArguments thresholds = new ScanArguments().AddTo(command);
        command.SetAction((parsed, signals) => thresholds.Read(parsed).TryGet(out ScanSettings? scan, out Fault? fault)
            ? QuotesCommand.RunAsync(arguments.Read(parsed, least: 2), scan, signals)
            : Task.FromResult(CommandFault.Report(fault)));
        return command;
    }
}
