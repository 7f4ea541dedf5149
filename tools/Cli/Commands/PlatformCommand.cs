using System.CommandLine;
using Platform.Cli.Archive;
using Platform.Cli.Faults;
using Platform.Cli.Operations;
using Platform.Cli.Quotes;
using Platform.Cli.Reports;
using Platform.Cli.Sessions;
using Platform.Cli.Status;
using Platform.Cli.TradeStream;
using Platform.Cli.VolumeSpread;

namespace Platform.Cli.Commands;

/// <summary>The root of the command line, with the list of all commands.</summary>
internal static class PlatformCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Multi-process long/short trading platform for Binance USDⓈ-M perpetuals.")
        {
            UpCommand.Create(),
            DownCommand.Create(),
            StatusCommand.Create(),
            ExplainCommand.Create(),
            AccountReportCommand.Create(),
            SessionsCommand.Create(),
            LogsCommand.Create(),
            DoctorCommand.Create(),
            ArchiveCommand.Create(),
            FaultsCommand.Create(),
            VenueCommand.Create(),
            VpaCommand.Create(),
            StreamCommand.Create(),
            QuotesCommand.Create(),
            ScanCommand.Create(),
            SchemaCommand.Create(),
            NewCalculatorCommand.Create(),
            SuperviseCommand.Create(),
        };
        foreach (Command operation in OperatorCommands.Create())
            root.Add(operation);
        return root;
    }
}
