using System.Text;
using Platform.Cli.TradeStream.Flow;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Platform.Cli.TradeStream.Reports;

/// <summary>The table of --watch: each symbol with the chart of its CVD over the last minute, and the newest log lines below.</summary>
internal sealed class LiveView(StreamProcessor processor, RecentLines lines, TimeProvider clock)
{
    private const int Points = 40;
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Queue<double>> _courses = new(StringComparer.Ordinal);

    /// <summary>Redraws twice a second until cancelled.</summary>
    public Task RunAsync(IAnsiConsole console, CancellationToken cancel) =>
        console.Live(Render()).AutoClear(false).StartAsync(async live =>
        {
            while (!cancel.IsCancellationRequested)
            {
                live.UpdateTarget(Render());
                await Task.Delay(s_refresh, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            live.UpdateTarget(Render());
        });

    /// <summary>The current view; each call adds one point to the charts.</summary>
    public IRenderable Render()
    {
        var table = new Table().RoundedBorder().AddColumns("symbol", "price", "CVD", "last minute", "z", "EMA", "trades", "bad", "latency");
        foreach (SymbolView symbol in processor.View())
        {
            Queue<double> course = CourseOf(symbol);
            string z = symbol.Last.Z is { } value ? Text($"{value:F3}") : symbol.Last.IsWarmingUp || symbol.Accepted == 0 ? "warm-up" : "none";
            string latency = symbol.Latency_ms is { } ms ? Text($"{ms:F1} ms{(ms < 0 ? " (clock offset)" : "")}") : "-";
            table.AddRow(
                new Text(symbol.HasGap ? $"{symbol.Name} (gap)" : symbol.Name),
                new Text(symbol.LastPrice is { } price ? Text($"{price:0.########}") : "-"),
                new Text(Text($"{symbol.Last.Cvd:F3}")),
                new Text(Sparkline(course), new Style(course.Count > 1 && course.Last() < course.First() ? Color.Red : Color.Green)),
                new Text(z),
                new Text(Text($"{symbol.Last.Ema:F3}")),
                new Text(Text($"{symbol.Accepted}")),
                new Text(Text($"{symbol.BadPoints}")),
                new Text(latency));
        }

        StreamMetrics metrics = processor.Measure();
        var counters = new Text(Text(
            $"messages {metrics.TotalMessages}  parse errors {metrics.ParseErrors}  reconnects {metrics.ReconnectCount}  latency p50 {metrics.Latency.P50_ms:F1} p95 {metrics.Latency.P95_ms:F1} p99 {metrics.Latency.P99_ms:F1} ms  Ctrl-C to stop"));
        return new Rows([table, counters, .. lines.Newest().Select(line => new Text(line, new Style(Color.Grey)))]);
    }

    /// <summary>One block per value, scaled from lowest to highest; a constant series is drawn at the bottom.</summary>
    public static string Sparkline(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return "";
        double low = values.Min(), range = values.Max() - low;
        return string.Concat(values.Select(value => Blocks[range > 0 ? (int)((value - low) / range * (Blocks.Length - 1)) : 0]));
    }

    private Queue<double> CourseOf(SymbolView symbol)
    {
        if (!_courses.TryGetValue(symbol.Name, out Queue<double>? course))
            _courses[symbol.Name] = course = new Queue<double>(Points + 1);
        if (symbol.Accepted > 0)
            course.Enqueue((double)symbol.Last.Cvd);
        if (course.Count > Points)
            course.Dequeue();
        return course;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>The newest log lines, for a view that owns the terminal. Any thread.</summary>
internal sealed class RecentLines : TextWriter
{
    private const int Kept = 6;
    private readonly Queue<string> _lines = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        lock (_lines)
        {
            _lines.Enqueue(value ?? "");
            if (_lines.Count > Kept)
                _lines.Dequeue();
        }
    }

    public string[] Newest()
    {
        lock (_lines)
            return [.. _lines];
    }
}
