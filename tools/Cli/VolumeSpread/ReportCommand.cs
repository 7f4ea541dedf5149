using System.CommandLine;
using System.Globalization;
using System.Text;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Cli.Arguments;
using Platform.Cli.VolumeSpread.Recorded;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Cli.VolumeSpread;

/// <summary>platform vpa report: writes the report of one day as an HTML page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var command = new Command("report", "Write one day of recorded minute bars as an HTML page: signals, phases, alignment of timeframes.");
        VpaOptions options = new VpaOptions().AddTo(command);
        var input = new Option<string>("--input") { Description = "Folder of minute bars, one file SYMBOL-1m.csv.gz per symbol.", Required = true };
        var html = new Option<string>("--html") { Description = "Output file.", Required = true };
        var day = new Option<string?>("--day") { Description = "UTC day as YYYY-MM-DD; when omitted, the last complete day of all symbols." };
        foreach (Option option in new Option[] { input, html, day })
            command.Add(option);
        command.SetAction(parsed => Run(parsed.GetValue(input)!, parsed.GetValue(html)!, parsed.GetValue(day), options.Symbols(parsed), options.Timeframes(parsed)));
        return command;
    }

    private static int Run(string folder, string html, string? day, IReadOnlyList<string> symbols, Result<IReadOnlyList<BarInterval>> timeframes)
    {
        if (timeframes.Fault is { } invalid)
            return CommandFault.Report(invalid);
        if (!BarFolder.Find(folder, symbols).TryGet(out IReadOnlyList<(string Symbol, string File)>? files, out Fault? missing))
            return CommandFault.Report(missing);
        var problems = new InputProblems(Console.Error);
        List<(string Symbol, IReadOnlyList<PriceVolumeBar> Minutes)> series = [.. files.Select(file => (file.Symbol, new MinuteBarFile(file.File, problems).Read()))];
        Result<long> from_ms = DayOf(day, series);
        if (from_ms.Fault is { } noDay)
            return CommandFault.Report(noDay);
        var report = new DailyReport(from_ms.Value, from_ms.Value + UnixTime.MillisecondsPerDay);
        foreach ((string symbol, IReadOnlyList<PriceVolumeBar> minutes) in series)
        {
            report.Add(symbol, new SymbolReplay(symbol, timeframes.Value, VolumeSpreadPreset.Standard).Analyse(minutes));
        }

        if (report.Bars == 0)
            return CommandFault.Report(new Fault(FaultKind.NotFound, $"--day {UnixTime.ToText(from_ms.Value)[..10]}: no bar of {folder} closes on that day; {Span(series)}."));
        Result<Done> written = AtomicFile.Write(html, Encoding.UTF8.GetBytes(DailyReportPage.Write(report, timeframes.Value)));
        if (written.Fault is { } unwritten)
            return CommandFault.Report(unwritten);
        Console.WriteLine($"{html}: {UnixTime.ToText(from_ms.Value)[..10]}, {report.Bars} closed bars, {report.Changes.Count} phase changes.");
        return problems.Count == 0 ? 0 : 2;
    }

    private static Result<long> DayOf(string? day, IReadOnlyList<(string Symbol, IReadOnlyList<PriceVolumeBar> Minutes)> series)
    {
        if (day is not null)
        {
            return DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date)
                ? new DateTimeOffset(date).ToUnixTimeMilliseconds()
                : new Fault(FaultKind.Invalid, $"--day '{day}' is not a day; expected YYYY-MM-DD, such as 2025-05-31.");
        }

        long[] ends_ms = [.. series.Where(entry => entry.Minutes.Count > 0).Select(entry => entry.Minutes[^1].OpenTime_ms + UnixTime.MillisecondsPerMinute)];
        return ends_ms.Length > 0
            ? UnixTime.FloorTo(ends_ms.Min(), UnixTime.MillisecondsPerDay) - UnixTime.MillisecondsPerDay
            : new Fault(FaultKind.NotFound, "There is no bar in the input; expected at least one.");
    }

    private static string Span(IReadOnlyList<(string Symbol, IReadOnlyList<PriceVolumeBar> Minutes)> series)
    {
        var held = series.Where(entry => entry.Minutes.Count > 0).ToList();
        return held.Count == 0 ? "it has none" : $"it has bars from {UnixTime.ToText(held.Min(entry => entry.Minutes[0].OpenTime_ms))[..10]} to {UnixTime.ToText(held.Max(entry => entry.Minutes[^1].OpenTime_ms))[..10]}";
    }
}
