using System.CommandLine;

namespace Platform.Cli.Archive;

/// <summary>platform archive: order-flow features and bars from archives of trades.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => new("archive", "Build features and bars from archives of aggTrades.")
    {
        BuildCommand.Create(),
        BarsCommand.Create(),
        JoinCommand.Create(),
        ArchiveStatusCommand.Create(),
    };
}
