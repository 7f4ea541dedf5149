using System.Globalization;
using Platform.Accounting.Reports;
using Platform.Cli.Arguments;
using Platform.Primitives.Time;
using Spectre.Console;

namespace Platform.Cli.Reports;

/// <summary>Prints a report as tables in the terminal; ratios based on too few days are grey and marked insufficient.</summary>
internal static class ReportTables
{
    private const int RedirectedWidth = 180;
    private const int RowsShown = 20;

    public static void Write(AccountReport report)
    {
        TerminalTables.Fit(RedirectedWidth);
        Console.WriteLine($"{report.Account}: {TimeText(report.FromMs)} to {TimeText(report.ToMs)} UTC, figures {report.Source}");
        Performance(report);
        Pnl(report);
        Wear(report);
        Execution(report);
        Positions(report);
        foreach (string note in report.Notes)
            Console.WriteLine($"Note: {note}");
        Console.WriteLine();
    }

    private static void Performance(AccountReport report)
    {
        ReportedPerformance figures = report.Performance;
        ReportedStatistics statistics = report.Statistics;
        Table table = New("performance", "", "trading", "");
        (string, string, bool)[] left =
        [
            ("equity at start", Amount(figures.InitialEquity), false), ("equity at end", Amount(figures.FinalEquity), false), ("total return", Percent(figures.TotalReturn), false),
            ("max drawdown, daily", Percent(figures.MaxDrawdown), false), ("max drawdown, intraday", Percent(figures.IntradayDrawdown), false), ("Sharpe", Number(figures.Sharpe), true),
            ("Sortino", Number(figures.Sortino), true), ("Calmar", Number(figures.Calmar), true), ("volatility", Percent(figures.Volatility), true),
        ];
        (string, string)[] right =
        [
            ("fills", $"{statistics.TotalTrades}"), ("parents", $"{statistics.Parents} and {statistics.DeniedParents} denied"), ("traded notional", Amount(statistics.TradedNotional)),
            ("turnover a day", Number(statistics.TurnoverPerDay)), ("fill ratio", Percent(statistics.FillRatio)), ("maker share", Percent(statistics.MakerShare)),
            ("positions closed, open", $"{statistics.ClosedPositions}, {statistics.OpenPositions}"), ("hit rate", Percent(statistics.HitRate)), ("profit factor", Number(statistics.ProfitFactor)),
        ];
        for (int i = 0; i < left.Length; i++)
        {
            (string name, string value, bool isRatio) = left[i];
            bool isGrey = isRatio && !figures.IsSufficient;
            Style style = isGrey ? new Style(Color.Grey) : Style.Plain;
            table.AddRow(new Text(name, style), new Text(isGrey ? $"{value} insufficient" : value, style), new Text(right[i].Item1), new Text(right[i].Item2));
        }

        AnsiConsole.Write(table);
    }

    private static void Pnl(AccountReport report)
    {
        Table table = New("bookings", "asset", "realised", "commission", "funding", "insurance", "other", "net", "explained");
        foreach (ReportedPnl row in report.Pnl.BySymbol.Concat(report.Pnl.Total))
            TerminalTables.Add(table, row.Symbol.Length == 0 ? "all" : row.Symbol, row.Asset, row.RealizedPnl, row.Commission, row.Funding, row.Insurance, row.Other, row.Net, row.IsExplained ? "yes" : "no");
        foreach ((string asset, string amount) in report.Pnl.Transfers)
            TerminalTables.Add(table, "transfers", asset, "", "", "", "", "", amount, "");
        AnsiConsole.Write(table);
    }

    private static void Wear(AccountReport report)
    {
        Table table = New("wear", "fees", "slippage", "funding", "total", "% of equity", "bps of traded", "fills");
        foreach (ReportedWear row in report.StrategyWear.BySymbol.Concat(report.StrategyWear.ByAlgorithm).Append(report.StrategyWear.Total))
            TerminalTables.Add(table, row.Name, Amount(row.TotalFees), Amount(row.Slippage), Amount(row.FundingFees), Amount(row.TotalWear), Number(row.WearPct), Number(row.WearBps), $"{row.TotalTrades}");
        AnsiConsole.Write(table);
    }

    private static void Execution(AccountReport report)
    {
        Table table = New("execution", "parents", "traded", "shortfall", "bps", "vs arrival", "vs VWAP", "vs TWAP", "filled", "maker");
        foreach (ReportedAlgorithm row in report.Execution.ByAlgorithm)
        {
            TerminalTables.Add(
                table, row.Algorithm, $"{row.Parents}", Amount(row.TradedNotional), Amount(row.Shortfall), Number(row.ShortfallBps), Number(row.ArrivalBps), Number(row.VwapBps), Number(row.TwapBps),
                Percent(row.FillRatio), Percent(row.MakerShare));
        }

        AnsiConsole.Write(table);
    }

    private static void Positions(AccountReport report)
    {
        Table table = New($"positions, newest {RowsShown}", "direction", "opened", "closed", "quantity", "entry", "exit", "fees", "funding", "net");
        foreach (ReportedPosition row in report.PositionHistory.Take(RowsShown))
        {
            TerminalTables.Add(
                table, row.PositionSide == "BOTH" ? row.Symbol : $"{row.Symbol} {row.PositionSide}", row.Direction, TimeText(row.OpenedAtMs), row.ClosedAtMs is { } closed ? TimeText(closed) : "open", row.Quantity,
                row.EntryPrice, row.ExitPrice, Amount(row.Fees), Amount(row.Funding), Amount(row.NetPnl));
        }

        AnsiConsole.Write(table);
    }

    private static Table New(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < columns.Length; i++)
            table.AddColumn(new TableColumn(new Text(columns[i])) { NoWrap = true, Alignment = i == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    private static string Amount(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value.ToString("N2", CultureInfo.InvariantCulture) : "–";

    private static string Number(double? value) => value is { } known ? known.ToString("N2", CultureInfo.InvariantCulture) : "–";

    private static string Percent(double? value) => value is { } known ? (100 * known).ToString("N2", CultureInfo.InvariantCulture) + " %" : "–";

    private static string TimeText(long unix_ms) => UnixTime.ToDateTimeOffset(unix_ms).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
