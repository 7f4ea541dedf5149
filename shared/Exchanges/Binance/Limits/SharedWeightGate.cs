using Platform.Domain;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Exchanges.Binance.Limits;

/// <summary>Settings of <see cref="SharedWeightGate"/>.</summary>
/// <param name="Pool">Host and port of the REST interface: requests from one address to it share one budget.</param>
/// <param name="Block">Weight taken in one request, so that few are needed.</param>
/// <param name="AwayPerMinute">This process's share while the coordinator does not answer; the shares of all together stay under the venue's limit.</param>
public sealed record SharedWeightOptions(string Pool, int AwayPerMinute, int Block = 60);

/// <summary>
/// The budget of one process as a part of the one that all processes behind an address share. Weight is taken in blocks that last
/// until the minute ends; risk-reducing requests are asked for separately and first. A block by the exchange is passed on to the others and received from them
/// within a second of requests. Any thread may call.
/// </summary>
/// <param name="own">This process's own bounds, also on orders.</param>
/// <param name="ask">Asks the owner of the shared budget; null when it is away.</param>
public sealed class SharedWeightGate(
    LocalWeightGate own, SharedWeightOptions options, Func<WeightAsk, CancellationToken, Task<WeightGrant?>> ask, TimeProvider clock, TimeProvider realTime) : IWeightGate, IDisposable
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan s_heardFor = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private long _minute;
    private int _prepaid, _spent;
    private long _heardAt = long.MinValue;

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
                return new Fault(FaultKind.Exhausted, $"The shared request budget has too little left for weight {cost.Weight}; retry in {verdict.Wait_ms} ms.", IsTransient: true);
            await Task.Delay(TimeSpan.FromMilliseconds(verdict.Wait_ms), verdict.ByPlatformClock ? clock : realTime, cancel);

            // The exchange may have blocked requests meanwhile, of this process or of another.
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

    /// <summary>The limit on orders is the account's own: nobody else is told.</summary>
    public void BlockOrders(TimeSpan span) => own.BlockOrders(span);

    public void Dispose() => _asking.Dispose();

    /// <summary>One caller at a time asks for a block, and the others find it filled; what reduces risk does not queue behind them.</summary>
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
            bool heard = _heardAt != long.MinValue && realTime.GetElapsedTime(_heardAt) < s_heardFor;
            return heard && Spend(weight);
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

    /// <summary>Adds what was granted; false when the minute it was for is over, or another caller was quicker.</summary>
    private bool Receive(int granted, long minute, int weight)
    {
        lock (_gate)
        {
            Roll();
            _heardAt = realTime.GetTimestamp();
            _prepaid += minute == _minute ? granted : 0;
            return Spend(weight);
        }
    }

    /// <summary>While the coordinator does not answer: a share that all processes together may spend, its last fifth for what reduces risk.</summary>
    private Verdict SpendShare(RequestCost cost)
    {
        lock (_gate)
        {
            Roll();
            int limit = cost.RiskReducing ? options.AwayPerMinute : options.AwayPerMinute * 4 / 5;
            if (_spent > 0 && _spent + cost.Weight > limit)
                return new Verdict(false, UnixTime.MillisecondsPerMinute - clock.NowMilliseconds() % UnixTime.MillisecondsPerMinute, ByPlatformClock: true);
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
            await Task.Delay(s_heardFor, realTime);
        }
    }

    private readonly record struct Verdict(bool Taken, long Wait_ms, bool ByPlatformClock)
    {
        public static Verdict Yes => new(true, 0, false);
    }
}
