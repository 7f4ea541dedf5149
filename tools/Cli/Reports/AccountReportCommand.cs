using System.CommandLine;
using System.Globalization;
using System.Text;
using Platform.Accounting.Html;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;
using Platform.Store.DuckDb;

namespace Platform.Cli.Reports;

/// <summary>
/// platform report: profit, costs and execution of accounts from the stored records; works with and without a running platform.
/// </summary>
internal static class AccountReportCommand
{
    public static Command Create()
    {
        var command = new Command("report", "Show profit and loss, trading wear (fees, slippage and funding), execution costs and performance of the accounts.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        var account = new Option<string>("--account") { Description = "Only this account.", DefaultValueFactory = _ => "" };
        var from = new Option<string>("--from") { Description = "Start, UTC: YYYY-MM-DD, or with a time as YYYY-MM-DDTHH:MM; the beginning of the records when omitted.", DefaultValueFactory = _ => "" };
        var to = new Option<string>("--to") { Description = "End (exclusive), in the same form; the end of the records when omitted.", DefaultValueFactory = _ => "" };
        var html = new Option<string>("--html") { Description = "Also write a page with charts to this file; the page needs no network.", DefaultValueFactory = _ => "" };
        foreach (Option option in new Option[] { account, from, to, html })
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (!place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault))
                return CommandFault.Report(fault);
            if (!PeriodOf(parsed.GetValue(from)!, parsed.GetValue(to)!).TryGet(out StorePeriod period, out fault))
                return CommandFault.Report(fault);
            if (!Read(folder, parsed.GetValue(account)!, period).TryGet(out List<AccountReport>? reports, out fault))
                return CommandFault.Report(fault);
            return Show(reports, parsed.GetValue(html)!);
        });
        return command;
    }

    private static Result<List<AccountReport>> Read(RunFolder folder, string account, StorePeriod period)
    {
        if (!DuckDbDatabase.Open().TryGet(out DuckDbDatabase? opened, out Fault? missing))
            return missing;
        using DuckDbDatabase database = opened;
        var store = new AccountStoreReader(database, folder.Paths.Accounting);
        IReadOnlyList<string> recorded = store.Accounts();
        if (recorded.Count == 0)
            return new Fault(FaultKind.NotFound, $"No account is recorded in {folder.Paths.Accounting}. Records begin when the platform trades there: platform up. To select another folder or configuration, use --root and --config.");
        var builder = new ReportBuilder(store, new TradePrices(database, folder.Paths.Trades));
        var reports = new List<AccountReport>();
        foreach (string name in account.Length > 0 ? [account] : recorded)
        {
            Result<AccountReport> built = store.Manifest(name).Then(manifest => builder.Build(new ReportRequest(name, period, EndOf(manifest), folder.Configuration.DryRun)));
            if (!built.IsOk)
                return built.Fault;
            reports.Add(built.Value);
        }

        return reports;
    }

    /// <summary>
    /// The end of a report without --to is the last record, because records have platform time, which in mock is not the machine's time.
    /// </summary>
    private static long EndOf(AccountManifest manifest) => manifest.Files.Select(file => file.Last_ms).Append(manifest.Income_ms).Max();

    private static int Show(List<AccountReport> reports, string html)
    {
        foreach (AccountReport report in reports)
            ReportTables.Write(report);
        if (html.Length == 0)
            return 0;
        Result<Done> written = AtomicFile.Write(Path.GetFullPath(html), Encoding.UTF8.GetBytes(ReportPage.Write(reports)));
        if (!written.IsOk)
            return CommandFault.Report(written.Fault);
        Console.WriteLine($"Page: {Path.GetFullPath(html)}");
        return 0;
    }

    private static Result<StorePeriod> PeriodOf(string from, string to)
    {
        Result<long> start_ms = from.Length == 0 ? long.MinValue : TimeOf("--from", from), end_ms = to.Length == 0 ? long.MaxValue : TimeOf("--to", to);
        if ((start_ms.Fault ?? end_ms.Fault) is { } invalid)
            return invalid;
        return start_ms.Value < end_ms.Value ? new StorePeriod(start_ms.Value, end_ms.Value) : new Fault(FaultKind.Invalid, $"--from {from} is not before --to {to}.");
    }

    private static Result<long> TimeOf(string option, string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : new Fault(FaultKind.Invalid, $"{option} '{text}' is not a time: expected UTC as YYYY-MM-DD, or with a time as YYYY-MM-DDTHH:MM.");
}
