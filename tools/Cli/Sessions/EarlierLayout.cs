using System.Globalization;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Sessions;

/// <summary>
/// Files of earlier versions, which kept everything directly below paths.data without a record of their exchange and clock. Nothing reads
/// them; a mock start moves them to another folder, any other start leaves this to the operator.
/// </summary>
internal static class EarlierLayout
{
    private static readonly string[] s_names =
    [
        "klines", "trades", "funding_rates", "premium_index", "universe", "positions", "signals", "equity_curve", "position_history", "strategy_reports", "journal", "ledger",
        Path.Combine("run", "clock.json"), Path.Combine("run", "venue.state"),
    ];

    /// <summary>
    /// Returns the folder they were moved to, empty when there were none; Denied, with the commands to enter, when real orders may depend
    /// on them.
    /// </summary>
    public static Result<string> SetAside(PlatformPaths paths, bool isMock)
    {
        string[] found = [.. s_names.Where(name => Path.Exists(Path.Combine(paths.Data, name)))];
        if (found.Length == 0)
            return "";
        string aside = FreeFolder(paths.Data);
        if (!isMock)
            return new Fault(FaultKind.Denied, $"{paths.Data} holds {string.Join(", ", found)} of an earlier version, which do not state which exchange and account they belong to. Check the account's open orders and positions at the exchange, then move the files away and start again: mkdir {aside} && cd {paths.Data} && mv {string.Join(' ', found)} {aside}");
        try
        {
            Directory.CreateDirectory(aside);
            foreach (string name in found)
                Directory.Move(Path.Combine(paths.Data, name), Path.Combine(aside, Path.GetFileName(name)));
            return aside;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unavailable, $"{paths.Data} holds {string.Join(", ", found)} of an earlier version, which cannot be moved to {aside}: {refused.Message}");
        }
    }

    private static string FreeFolder(string data)
    {
        for (int number = 1; ; number++)
        {
            string folder = Path.Combine(data, string.Create(CultureInfo.InvariantCulture, $"set-aside-{number}"));
            if (!Directory.Exists(folder))
                return folder;
        }
    }
}
