using System.Text;
using Platform.Accounting.Reports;
using static Platform.Accounting.Html.HtmlTable;

namespace Platform.Accounting.Html;

/// <summary>Reports of one or more accounts as one self-contained HTML file: styles and charts are inline; light and dark themes.</summary>
public static class ReportPage
{
    private const int PositionsShown = 200;
    private const int ParentsShown = 200;

    public static string Write(IReadOnlyList<AccountReport> reports)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        html.Append("<title>Account report</title><style>").Append(Style).Append("</style></head><body><h1>Account report</h1>");
        if (reports.Count > 1)
            html.Append("<nav>").AppendJoin(" · ", reports.Select(report => $"<a href=\"#{Encode(report.Account)}\">{Encode(report.Account)}</a>")).Append("</nav>");
        foreach (AccountReport report in reports)
            Append(html, report);
        return html.Append("</body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, AccountReport report)
    {
        html.Append($"<section id=\"{Encode(report.Account)}\"><h2>{Encode(report.Account)}</h2>");
        html.Append($"<p class=\"empty\">{Time(report.FromMs)} to {Time(report.ToMs)} UTC, figures {Encode(report.Source)}; recorded since {Time(report.Records.BegunAtMs)}, bookings of the exchange up to {Time(report.Records.IncomeToMs)}.</p>");
        foreach (string note in report.Notes)
            html.Append($"<p class=\"note\">{Encode(note)}</p>");
        AppendFigures(html, report);
        html.Append("<div class=\"card\">").Append(SvgChart.Line("Equity, USDT at mark", [.. report.EquityCurve.Select(point => (point.AtMs, point.Equity))], value => Number(value, value < 1_000 ? 2 : 0), "accent")).Append("</div>");
        html.Append("<div class=\"card\">").Append(SvgChart.Line("Drawdown", [.. report.EquityCurve.Select(point => (point.AtMs, point.Drawdown))], value => Percent(value), "loss")).Append("</div>");
        html.Append("<div class=\"card\">").Append(SvgChart.Bars("Return by day", [.. report.Performance.Days.Where(day => day.Return is not null).Select(day => (day.Day[5..], day.Return!.Value))], value => Percent(value), false)).Append("</div>");
        AppendPnl(html, report);
        AppendWear(html, report);
        AppendExecution(html, report);
        html.Append("<div class=\"card\">").Append(Of(
            "Positions, openings and closings", ["symbol", "side", "direction", "opened", "closed", "quantity", "entry", "exit", "realised", "fees", "funding", "net"],
            report.PositionHistory.Take(PositionsShown).Select(row => (string[])
            [
                row.Symbol, row.PositionSide, row.Direction, Time(row.OpenedAtMs), row.ClosedAtMs is null ? "open" : Time(row.ClosedAtMs), row.Quantity, row.EntryPrice, row.ExitPrice,
                Amount(row.RealizedPnl, 4), Amount(row.Fees, 4), Amount(row.Funding, 4), Amount(row.NetPnl, 4),
            ]), 5)).Append("</div></section>");
    }

    private static void AppendFigures(StringBuilder html, AccountReport report)
    {
        ReportedPerformance performance = report.Performance;
        ReportedStatistics statistics = report.Statistics;
        bool grey = !performance.IsSufficient;
        html.Append("<div class=\"card figures\">").AppendJoin("",
            Figure("equity", Amount(performance.FinalEquity)), Figure("total return", Percent(performance.TotalReturn)), Figure("Sharpe", Number(performance.Sharpe), grey),
            Figure("Sortino", Number(performance.Sortino), grey), Figure("CAGR", Percent(performance.Cagr), grey), Figure("Calmar", Number(performance.Calmar), grey),
            Figure("volatility", Percent(performance.Volatility), grey), Figure("max drawdown, daily", Percent(performance.MaxDrawdown)), Figure("max drawdown, intraday", Percent(performance.IntradayDrawdown)),
            Figure("positive days", Percent(performance.PositiveDays, 0), grey), Figure("full days", performance.Observations.ToString()), Figure("fills", statistics.TotalTrades.ToString()),
            Figure("traded", Amount(statistics.TradedNotional, 0)), Figure("turnover a day", Number(statistics.TurnoverPerDay)), Figure("fill ratio", Percent(statistics.FillRatio)),
            Figure("maker share", Percent(statistics.MakerShare)), Figure("closed positions", statistics.ClosedPositions.ToString()), Figure("hit rate", Percent(statistics.HitRate, 0)),
            Figure("profit factor", Number(statistics.ProfitFactor)), Figure("total wear", Amount(report.StrategyWear.Total.TotalWear))).Append("</div>");
    }

    private static void AppendPnl(StringBuilder html, AccountReport report)
    {
        string[] headings = ["symbol", "asset", "realised", "commission", "funding", "insurance", "other", "net", "explained by fills"];
        html.Append("<div class=\"card\">").Append(Of("Profit and loss, as booked", headings, report.Pnl.BySymbol.Concat(report.Pnl.Total).Select(row => (string[])
        [
            row.Symbol.Length == 0 ? "all" : row.Symbol, row.Asset, row.RealizedPnl, row.Commission, row.Funding, row.Insurance, row.Other, row.Net, row.IsExplained ? "yes" : "no",
        ]), 2));
        html.Append($"<p class=\"empty\">Transfers: {(report.Pnl.Transfers.Count == 0 ? "none" : Encode(string.Join(", ", report.Pnl.Transfers.Select(pair => $"{pair.Value} {pair.Key}"))))}</p></div>");
    }

    private static void AppendWear(StringBuilder html, AccountReport report)
    {
        ReportedWearTables wear = report.StrategyWear;
        string[] headings = ["", "fees", "slippage", "funding", "wear", "% of equity", "bps of traded", "share of gross", "fills", "traded"];
        html.Append("<div class=\"card\">").Append(SvgChart.Bars(
            "Wear by symbol, USDT lost", [.. wear.BySymbol.Select(row => (row.Name, double.Parse(row.TotalWear, System.Globalization.CultureInfo.InvariantCulture)))], value => Number(value), true));
        html.Append(Of("Strategy wear", headings, wear.ByAlgorithm.Concat(wear.BySymbol).Append(wear.Total).Select(row => (string[])
        [
            row.Name, Amount(row.TotalFees, 4), Amount(row.Slippage, 4), Amount(row.FundingFees, 4), Amount(row.TotalWear, 4), Number(row.WearPct, 4), Number(row.WearBps), Percent(row.WearShare), row.TotalTrades.ToString(),
            Amount(row.TradedNotional, 0),
        ]))).Append("</div>");
    }

    private static void AppendExecution(StringBuilder html, AccountReport report)
    {
        ReportedExecution execution = report.Execution;
        html.Append("<div class=\"card\">").Append(SvgChart.Bars(
            "Implementation shortfall by algorithm, bps", [.. execution.ByAlgorithm.Where(row => row.ShortfallBps is not null).Select(row => (row.Algorithm, row.ShortfallBps!.Value))], value => Number(value), true));
        html.Append(Of("Execution by algorithm", ["algorithm", "parents", "traded", "shortfall", "bps", "vs arrival", "vs VWAP", "vs TWAP", "participation", "filled", "maker"], execution.ByAlgorithm.Select(row => (string[])
        [
            row.Algorithm, row.Parents.ToString(), Amount(row.TradedNotional, 0), Amount(row.Shortfall, 4), Number(row.ShortfallBps), Number(row.ArrivalBps), Number(row.VwapBps), Number(row.TwapBps),
            Percent(row.Participation, 3), Percent(row.FillRatio), Percent(row.MakerShare),
        ])));
        html.Append(Of(
            "Parents, newest first", ["symbol", "side", "algorithm", "state", "started", "planned", "filled", "average", "delay", "impact", "opportunity", "fees", "shortfall", "bps", "vs VWAP", "reason"],
            execution.Parents.Take(ParentsShown).Select(row => (string[])
            [
                row.Symbol, row.Side, row.Algorithm, row.State, Time(row.StartedAtMs), row.Planned, row.Filled, row.AveragePrice, Amount(row.Delay, 4), Amount(row.Impact, 4), Amount(row.Opportunity, 4),
                Amount(row.Fees, 4), Amount(row.Shortfall, 4), Number(row.ShortfallBps), Number(row.VwapBps), row.Reason,
            ]), 5)).Append("</div>");
    }

    private const string Style = """
        :root { --back:#f5f7fa; --card:#fff; --line:#dde3ec; --text:#1b2430; --faint:#5d6a7d; --accent:#2563c9; --gain:#15803d; --loss:#c0343c; font:14px/1.45 system-ui,"Segoe UI",Roboto,sans-serif; font-variant-numeric:tabular-nums; }
        @media (prefers-color-scheme: dark) { :root { --back:#0b1018; --card:#121a27; --line:#1d2636; --text:#d7deea; --faint:#8b98ad; --accent:#6aa9ff; --gain:#4cc38a; --loss:#f07178; } }
        body { margin:0 auto; max-width:1240px; padding:1rem; background:var(--back); color:var(--text); }
        h1 { font-size:1.3rem; } h2 { font-size:1.15rem; margin:1.4rem 0 0.2rem; } h3 { font-size:0.95rem; margin:0.6rem 0 0.4rem; } a { color:var(--accent); }
        .card { background:var(--card); border:1px solid var(--line); border-radius:0.6rem; padding:0.5rem 1rem 0.9rem; margin:0.8rem 0; }
        .figures { display:grid; grid-template-columns:repeat(auto-fill,minmax(140px,1fr)); gap:0.7rem; padding-top:0.9rem; }
        .figure { display:flex; flex-direction:column; } .figure .name { color:var(--faint); font-size:0.78rem; } .figure .value { font-size:1.05rem; } .grey { opacity:0.45; }
        .empty { color:var(--faint); margin:0.2rem 0; } .note { margin:0.3rem 0; padding:0.4rem 0.7rem; border-left:3px solid var(--accent); background:var(--card); }
        .scroll { overflow-x:auto; } table { border-collapse:collapse; width:100%; white-space:nowrap; } th { color:var(--faint); font-weight:normal; font-size:0.8rem; text-align:left; }
        th,td { padding:0.22rem 0.8rem 0.22rem 0; border-bottom:1px solid var(--line); } .number { text-align:right; } .minus { color:var(--loss); }
        svg { width:100%; height:auto; display:block; } svg text { fill:var(--faint); font-size:11px; } .grid { stroke:var(--line); } .line { fill:none; stroke-width:1.6; } .area { opacity:0.14; stroke:none; }
        """;
}
