using System.CommandLine;
using System.Globalization;
using Platform.Archives.Features;
using Platform.Cli.Arguments;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Archive;

/// <summary>platform archive join: adds the hour features, with the prefix at_, to a wide table.</summary>
internal static class JoinCommand
{
    public static Command Create()
    {
        var command = new Command("join", "Add the features by hour, with the prefix at_, to the rows of a wide table (CSV or Parquet).");
        var features = new Option<string>("--features") { Description = "Output folder of platform archive build.", Required = true };
        var table = new Option<string>("--base") { Description = "Wide table, one row per hour and symbol; .parquet, otherwise CSV with a header.", Required = true };
        var output = new Option<string>("--out") { Description = "Output file; .parquet, otherwise CSV.", Required = true };
        var time = new Option<string?>("--time") { Description = "Column of the base with the start of the hour; without it the usual column names are tried." };
        var symbol = new Option<string?>("--symbol") { Description = "Symbol of a base that has no column symbol." };
        foreach (Option option in new Option[] { features, table, output, time, symbol })
            command.Add(option);
        command.SetAction(parsed =>
        {
            string source = parsed.GetValue(table)!;
            if (!File.Exists(source))
                return CommandFault.Report(new Fault(FaultKind.Invalid, $"--base {source} does not exist"));
            Result<JoinResult> joined = FeatureJoin.Run(new JoinOptions(parsed.GetValue(features)!, source, parsed.GetValue(output)!, parsed.GetValue(time), parsed.GetValue(symbol)));
            if (!joined.TryGet(out JoinResult done, out Fault? fault))
                return CommandFault.Report(fault);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Joined} of {done.Rows} rows have features"));
            return 0;
        });
        return command;
    }
}
