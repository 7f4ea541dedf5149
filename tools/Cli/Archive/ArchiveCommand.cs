using System.CommandLine;

namespace Platform.Cli.Archive;

/// <summary>platform archive: order-flow features and bars from archives of trades.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => new("archive", "Build order-flow features from archives of aggTrades (ZIP, monthly or daily).")
    {
        BuildCommand.Create(),
    };
}
