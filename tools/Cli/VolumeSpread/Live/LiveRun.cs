using Platform.Cli.Arguments;
using Platform.Cli.VolumeSpread.Commentary;
using Platform.Cli.VolumeSpread.Results;
using Platform.Primitives.Outcomes;
using Spectre.Console;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>
/// Runs a live session in the terminal: a table or lines on the console, JSON lines to a file, until its time limit or a stop.
/// </summary>
internal static class LiveRun
{
    /// <summary>Runs the session and returns the exit code.</summary>
    /// <param name="demo">True starts a simulated exchange and follows it.</param>
    public static async Task<int> RunAsync(LiveSessionOptions options, bool demo, Stream? json, CancellationToken stop)
    {
        CommentaryOptions? asked = null;
        if (options.CommentaryFile is { } settings && !CommentaryOptions.Read(settings).TryGet(out asked, out Fault? wrong))
            return CommandFault.Report(wrong);
        using var time = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop);
        using AnalysisLines? lines = json is null ? null : new AnalysisLines(json);
        DemoExchange? exchange = null;
        if (demo)
        {
            Result<DemoExchange> started = await DemoExchange.StartAsync(stop);
            if (started.Fault is { } fault)
                return CommandFault.Report(fault);
            exchange = started.Value;
            options = options with { Exchange = exchange.Address };
        }

        using (exchange)
        {
            Console.WriteLine($"Following {string.Join(", ", options.Symbols)} at {options.Exchange}; back-filling {string.Join(", ", options.Timeframes)}. Stop with Ctrl+C.");
            using CommentarySession? commentary = asked is not null ? new CommentarySession(asked, TimeProvider.System) : null;
            Task commenting = commentary?.RunAsync(either.Token) ?? Task.CompletedTask;
            Result<Done> ended = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
                ? await OnTerminalAsync(options, lines, commentary, either.Token)
                : await OnLinesAsync(options, lines, commentary, either.Token);
            bool stopped = either.IsCancellationRequested;
            await time.CancelAsync();
            await commenting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ended.Fault is { } refused && !stopped ? CommandFault.Report(refused) : 0;
        }
    }

    private static Task<Result<Done>> OnTerminalAsync(LiveSessionOptions options, AnalysisLines? lines, CommentarySession? commentary, CancellationToken cancel) =>
        AnsiConsole.Live(new Text("")).StartAsync(display => new LiveSession(options, new LiveTable(display, Console.Out, lines, commentary), TimeProvider.System).RunAsync(cancel));

    private static async Task<Result<Done>> OnLinesAsync(LiveSessionOptions options, AnalysisLines? lines, CommentarySession? commentary, CancellationToken cancel)
    {
        var view = new LiveTable(null, Console.Out, lines, commentary);
        Result<Done> ended = await new LiveSession(options, view, TimeProvider.System).RunAsync(cancel);
        if (view.Last is { } table)
        {
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
            console.Profile.Width = 170;
            console.Write(table);
        }

        return ended;
    }
}
