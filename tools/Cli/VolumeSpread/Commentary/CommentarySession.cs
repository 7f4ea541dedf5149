using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Platform.Analytics.VolumeSpread;

namespace Platform.Cli.VolumeSpread.Commentary;

/// <summary>Commentary in a live session: queues the facts of bars that raise a signal, and returns texts to show.</summary>
internal sealed class CommentarySession : IDisposable
{
    private readonly CommentaryClient _client;
    private readonly CommentaryQueue _queue;

    public CommentarySession(CommentaryOptions options, TimeProvider realTime)
    {
        string? key = options.KeyVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
        _client = new CommentaryClient(options, key, realTime);
        _queue = new CommentaryQueue(options, _client, realTime);
    }

    /// <summary>Text for the caption of a table; begins with a separator.</summary>
    public string Summary
    {
        get
        {
            CommentaryStatistics now = _queue.Statistics;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"; commentary: {now.Answered} of {now.Asked} answered, {now.Cost:0.0000} spent, {now.CostToday / now.DailyBudget:P0} of the day's budget, longest wait {now.LongestWait.TotalSeconds:0.0} s{(now.IsPaused ? ", paused" : "")}");
        }
    }

    public Task RunAsync(CancellationToken cancel) => _queue.RunAsync(cancel);

    /// <summary>Takes a closed bar; a bar without a primary signal gets no commentary.</summary>
    public void Closed(string symbol, in TimeframeAnalysis closed)
    {
        if (closed.Analysis.Primary is not null)
            _queue.Add(CommentaryFacts.Of(symbol, closed));
    }

    /// <summary>The next text with its facts, marked where it contradicts them.</summary>
    public bool TryTake([NotNullWhen(true)] out string? text)
    {
        text = null;
        while (text is null && _queue.TryTake(out Comment? comment))
        {
            string mark = comment.Contradicts is { } other ? $" [contradicts the computed facts: {other}]" : "";
            if (comment.Text is not null)
                text = $"{comment.Facts.Symbol} {comment.Facts.Timeframe}, {comment.Model} on {comment.Facts.ToPrompt()}:{mark} {comment.Text}";
        }

        return text is not null;
    }

    public void Dispose() => _client.Dispose();
}
