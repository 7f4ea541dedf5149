using Platform.Domain;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Exchanges.Binance.Limits;

/// <summary>Settings of <see cref="SharedWeightGate"/>.</summary>
/// <param name="Pool">Host and port of the REST API; all requests from one IP address to it share one budget.</param>
/// <param name="Block">Weight requested at once from the shared budget, so that few requests are needed.</param>
/// <param name="AwayPerMinute">Weight per minute of this process while the coordinator does not answer; the sum over all processes stays below the venue's limit.</param>
public sealed record SharedWeightOptions(string Pool, int AwayPerMinute, int Block = 60);

/// <summary>
/// The request budget of one process as a part of the budget of all processes behind one IP address. Weight is taken in blocks that are
/// valid until the minute ends; weight for risk-reducing requests is requested separately and first. The gate reports a block by the
/// exchange to the other processes and learns of theirs within one second of requests. Thread-safe.
/// </summary>
/// <param name="own">The local limits of this process, which include the order limits.</param>
/// <param name="ask">Requests weight from the owner of the shared budget; null when the owner does not answer.</param>
public sealed class SharedWeightGate(
    LocalWeightGate own, SharedWeightOptions options, Func<WeightAsk, CancellationToken, Task<WeightGrant?>> ask, TimeProvider clock, TimeProvider realTime) : IWeightGate, IDisposable
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan s_confirmedFor = TimeSpan.FromSeconds(1);

    /// <summary>Pause before the owner of the budget is asked again while it does not answer and the share is spent.</summary>
    private const long AskAgain_ms = 1_000;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private long _minute;
    private int _prepaid, _spent;
    private long _confirmedAt = long.MinValue;

    public async ValueTask<Result<Done>> TakeAsync(RequestCost cost, CancellationToken cancel)
    {
        Result<Done> taken = await own.TakeAsync(cost, cancel);
        if (!taken.IsOk || cost.Weight == 0)
            return taken;
        for (long started = realTime.GetTimestamp(); ;)
        {
            Verdict verdict = await DecideAsync(cost, cancel);
            if (verdict.Taken)
                return Done.Value;
            if (realTime.GetElapsedTime(started) + TimeSpan.FromMilliseconds(verdict.Wait_ms) > s_longestWait)
                return new Fault(FaultKind.Exhausted, $"The remaining shared request budget is too small for weight {cost.Weight}; retry in {verdict.Wait_ms} ms.", IsTransient: true);
            await Task.Delay(TimeSpan.FromMilliseconds(verdict.Wait_ms), verdict.ByPlatformClock ? clock : realTime, cancel);

            // Meanwhile the exchange may have blocked requests of this or another process.
            Result<Done> open = await own.TakeAsync(new RequestCost(0, RiskReducing: cost.RiskReducing), cancel);
            if (!open.IsOk)
                return open;
        }
    }

    public void Observe(int usedWeight) => own.Observe(usedWeight);

    public void Block(TimeSpan span)
    {
        own.Block(span);
        _ = ReportAsync(clock.NowMilliseconds() + (long)span.TotalMilliseconds);
    }

    /// <summary>The order limit belongs to the account and is not shared.</summary>
    public void BlockOrders(TimeSpan span) => own.BlockOrders(span);

    public void Dispose() => _asking.Dispose();

    /// <summary>One caller at a time requests a block, and the waiting callers then use it; risk-reducing requests do not wait for them.</summary>
    private async ValueTask<Verdict> DecideAsync(RequestCost cost, CancellationToken cancel)
    {
        if (TrySpend(cost.Weight))
            return Verdict.Yes;
        if (cost.RiskReducing)
            return await AskAsync(cost, cancel);
        await _asking.WaitAsync(cancel);
        try
        {
            return TrySpend(cost.Weight) ? Verdict.Yes : await AskAsync(cost, cancel);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async ValueTask<Verdict> AskAsync(RequestCost cost, CancellationToken cancel)
    {
        (long minute, int need) = Need(cost.Weight);
        int most = need == 0 || cost.RiskReducing ? need : Math.Max(need, options.Block);
        WeightGrant? answer = await ask(new WeightAsk(options.Pool, need, most, cost.RiskReducing, own.UsedWeight, minute), cancel);
        if (answer is not { } grant)
            return SpendShare(cost);
        if (grant.BlockedFor_ms > 0)
        {
            own.Block(TimeSpan.FromMilliseconds(grant.BlockedFor_ms));
            return new Verdict(false, 0, ByPlatformClock: true);
        }

        if (grant.Weight < need)
            return new Verdict(false, Math.Clamp(grant.RetryAfter_ms, 1, 60_000), ByPlatformClock: false);
        return new Verdict(Receive(grant.Weight, minute, cost.Weight), 0, ByPlatformClock: true);
    }

    private bool TrySpend(int weight)
    {
        lock (_gate)
        {
            Roll();
            bool isConfirmed = _confirmedAt != long.MinValue && realTime.GetElapsedTime(_confirmedAt) < s_confirmedFor;
            return isConfirmed && Spend(weight);
        }
    }

    private (long Minute, int Need) Need(int weight)
    {
        lock (_gate)
        {
            Roll();
            return (_minute, Math.Max(0, weight - _prepaid));
        }
    }

    /// <summary>Adds granted weight; false when its minute has ended or another caller used the weight first.</summary>
    private bool Receive(int granted, long minute, int weight)
    {
        lock (_gate)
        {
            Roll();
            _confirmedAt = realTime.GetTimestamp();
            _prepaid += minute == _minute ? granted : 0;
            return Spend(weight);
        }
    }

    /// <summary>Uses the share of this process while the coordinator does not answer; the last fifth is reserved for risk-reducing requests.</summary>
    private Verdict SpendShare(RequestCost cost)
    {
        lock (_gate)
        {
            Roll();
            int limit = cost.RiskReducing ? options.AwayPerMinute : options.AwayPerMinute * 4 / 5;
            if (_spent > 0 && _spent + cost.Weight > limit)
            {
                // The owner may answer again before the minute ends.
                long minuteEnd_ms = UnixTime.MillisecondsPerMinute - clock.NowMilliseconds() % UnixTime.MillisecondsPerMinute;
                return new Verdict(false, Math.Min(AskAgain_ms, minuteEnd_ms), ByPlatformClock: true);
            }

            _prepaid = Math.Max(0, _prepaid - cost.Weight);
            _spent += cost.Weight;
            return Verdict.Yes;
        }
    }

    private bool Spend(int weight)
    {
        if (_prepaid < weight)
            return false;
        _prepaid -= weight;
        _spent += weight;
        return true;
    }

    private void Roll()
    {
        long minute = clock.NowMilliseconds() / UnixTime.MillisecondsPerMinute;
        if (minute != _minute)
            (_minute, _prepaid, _spent) = (minute, 0, 0);
    }

    private async Task ReportAsync(long until_ms)
    {
        for (long left_ms; (left_ms = until_ms - clock.NowMilliseconds()) > 0;)
        {
            if (await ask(new WeightAsk(options.Pool, 0, 0, RiskReducing: true, BlockedFor_ms: left_ms), CancellationToken.None) is not null)
                return;
            await Task.Delay(s_confirmedFor, realTime);
        }
    }

    private readonly record struct Verdict(bool Taken, long Wait_ms, bool ByPlatformClock)
    {
        public static Verdict Yes => new(true, 0, false);
    }
}
