using System.Diagnostics.CodeAnalysis;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Cli.VolumeSpread.Commentary;

/// <summary>A model's text with the facts it was given; the text is null when no answer came.</summary>
/// <param name="Contradicts">A phase or signal in the text that differs from the computed one; null when there is none.</param>
internal sealed record Comment(CommentaryFacts Facts, string? Text, string? Contradicts, string? Model);

/// <summary>The counters of a queue.</summary>
internal sealed record CommentaryStatistics(long Asked, long Answered, long Failed, long Replaced, long Refused, decimal Cost, decimal CostToday, decimal DailyBudget, bool IsPaused, TimeSpan LongestWait)
{
    public double SuccessRate => Asked > 0 ? (double)Answered / Asked : double.NaN;
}

/// <summary>
/// Queues commentary by priority, within a daily budget of money. Per symbol and timeframe only the newest waits; when the queue is full,
/// the least urgent is refused. Analyses never wait for it. Any thread may add; one task processes.
/// </summary>
internal sealed class CommentaryQueue(CommentaryOptions options, CommentaryClient client, TimeProvider clock)
{
    private const int QueueMax = 256;
    private readonly Lock _gate = new();
    private readonly List<(CommentaryFacts Facts, long Since)> _waiting = [];
    private readonly SemaphoreSlim _added = new(0);
    private readonly Queue<Comment> _finished = new();
    private long _asked, _answeredCount, _failed, _replaced, _refused, _day;
    private decimal _cost, _costToday;
    private bool _paused;
    private TimeSpan _longestWait;

    public CommentaryStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new CommentaryStatistics(_asked, _answeredCount, _failed, _replaced, _refused, _cost, _costToday, options.DailyBudget, _paused, _longestWait);
        }
    }

    public void Add(CommentaryFacts facts)
    {
        lock (_gate)
        {
            int same = _waiting.FindIndex(entry => entry.Facts.Symbol == facts.Symbol && entry.Facts.Timeframe == facts.Timeframe);
            if (same >= 0)
            {
                _waiting[same] = (facts, _waiting[same].Since);
                _replaced++;
                return;
            }

            if (_waiting.Count == QueueMax)
            {
                int least = _waiting.FindLastIndex(entry => entry.Facts.Priority == _waiting.Max(other => other.Facts.Priority));
                _refused++;
                if (_waiting[least].Facts.Priority <= facts.Priority)
                    return;
                _waiting.RemoveAt(least);
            }

            _waiting.Add((facts, clock.GetTimestamp()));
        }

        _added.Release();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                if (Next() is { } facts)
                    Finish(await CommentAsync(facts, cancel));
                else
                    await _added.WaitAsync(TimeSpan.FromSeconds(1), cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The session has ended; waiting requests are dropped.
        }
    }

    /// <summary>The next finished comment, with or without a text; when they are not taken, the oldest are dropped.</summary>
    public bool TryTake([NotNullWhen(true)] out Comment? comment)
    {
        lock (_gate)
            return _finished.TryDequeue(out comment);
    }

    private void Finish(Comment comment)
    {
        lock (_gate)
        {
            _finished.Enqueue(comment);
            if (_finished.Count > QueueMax)
                _finished.Dequeue();
        }
    }

    /// <summary>
    /// The most urgent request that the budget allows, oldest first within a priority; null when none waits or the day's budget is spent.
    /// </summary>
    private CommentaryFacts? Next()
    {
        lock (_gate)
        {
            long day = clock.NowMilliseconds() / UnixTime.MillisecondsPerDay;
            if (day != _day)
                (_day, _costToday, _paused) = (day, 0, false);
            if (_waiting.Count == 0)
                return null;
            int next = _waiting.FindIndex(entry => entry.Facts.Priority == _waiting.Min(other => other.Facts.Priority));
            (CommentaryFacts facts, long since) = _waiting[next];
            _paused = _costToday + client.Reserve(ModelOf(facts, 0), facts) > options.DailyBudget;
            if (_paused)
                return null;
            _waiting.RemoveAt(next);
            TimeSpan waited = clock.GetElapsedTime(since);
            _longestWait = waited > _longestWait ? waited : _longestWait;
            return facts;
        }
    }

    private CommentaryModel ModelOf(CommentaryFacts facts, int attempt) => options.Models[Math.Min((int)facts.Priority + attempt, options.Models.Count - 1)];

    /// <summary>
    /// Tries the model of the priority, then cheaper ones; a failed attempt is charged in full, because the endpoint may have processed
    /// it.
    /// </summary>
    private async Task<Comment> CommentAsync(CommentaryFacts facts, CancellationToken cancel)
    {
        for (int attempt = 0; attempt < options.Attempts; attempt++)
        {
            CommentaryModel model = ModelOf(facts, attempt);
            decimal reserve = client.Reserve(model, facts);
            lock (_gate)
            {
                if (_costToday + reserve > options.DailyBudget)
                    break;
                _asked++;
            }

            Result<CommentaryAnswer> answer = await client.AskAsync(model, facts, cancel);
            lock (_gate)
            {
                decimal cost = answer.IsOk ? answer.Value.Cost : reserve;
                _cost += cost;
                _costToday += cost;
                _ = answer.IsOk ? _answeredCount++ : _failed++;
            }

            if (answer.IsOk)
                return new Comment(facts, answer.Value.Text, facts.Contradiction(answer.Value.Text), model.Name);
        }

        return new Comment(facts, null, null, null);
    }
}
