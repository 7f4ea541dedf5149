using System.CommandLine;
using System.Globalization;
using Platform.Archives.Bars;
using Platform.Cli.Arguments;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Archive;

/// <summary>platform archive bars: builds 5-minute bars with trade-size statistics from files of trades, in the store's layout.</summary>
internal static class BarsCommand
{
    public static Command Create()
    {
        var command = new Command("bars", "Build 5-minute bars with trade-size statistics in the store's layout: DIR/klines/SYMBOL/YYYY-MM-DD.parquet.");
        var inputs = new Option<string[]>("--input") { Description = "ZIP or CSV of aggTrades, recorded streams, or hours of the store's trades; any number.", Required = true, AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "Output folder.", Required = true };
        command.Add(inputs);
        command.Add(output);
        command.SetAction((parsed, cancel) =>
        {
            Result<BarsResult> written = ArchiveBars.Write(parsed.GetValue(inputs)!, parsed.GetValue(output)!, cancel);
            return Task.FromResult(written.TryGet(out BarsResult? result, out Fault? fault) ? Show(result) : CommandFault.Report(fault));
        });
        return command;
    }

    private static int Show(BarsResult result)
    {
        foreach (WrittenBars symbol in result.Symbols)
        {
            string repeats = symbol.Repeats == 0 ? "" : $", {symbol.Repeats} repeated rows omitted";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{symbol.Symbol}: {symbol.Bars} bars of {symbol.Trades} trades in {symbol.Days} day files, {symbol.Suspect} suspect{repeats}"));
        }

        if (result.BadRows > 0)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.BadRows} bad rows were omitted; the first: {result.Examples[0]}"));
        return 0;
    }
}
