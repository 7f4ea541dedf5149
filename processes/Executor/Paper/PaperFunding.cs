using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Paper;

/// <summary>
/// Books funding on a paper account: what it held at each settlement, at the rate and mark price that the exchange names
/// afterwards. Owned by the account's context.
/// </summary>
internal sealed class PaperFunding(BinanceMarketClient market, PaperLedger ledger, TimeProvider clock)
{
    private const int PageRows = 1_000;

    /// <summary>The exchange names a rate up to a minute after its settlement.</summary>
    private const long Late_ms = UnixTime.MillisecondsPerMinute;

    private const long AskAgain_ms = 5_000;
    private static readonly PositionSide[] s_sides = [PositionSide.Both, PositionSide.Long, PositionSide.Short];

    private long _asked_ms = long.MinValue / 2;

    /// <summary>Books what was settled since; the exchange is asked only after a full hour has begun. A failure is repaired by the next call.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        long now_ms = clock.NowMilliseconds(), hour_ms = UnixTime.FloorTo(now_ms, UnixTime.MillisecondsPerHour), from_ms = ledger.State.FundedThrough_ms + 1;
        if (hour_ms < from_ms || Math.Abs(now_ms - _asked_ms) < AskAgain_ms)
            return;
        _asked_ms = now_ms;
        while (true)
        {
            Result<IReadOnlyList<FundingRate>> read = await market.GetFundingRatesAsync(null, from_ms, null, PageRows, cancel);
            if (!read.IsOk)
            {
                ledger.Commit(now_ms);
                return;
            }

            foreach (FundingRate rate in read.Value)
                Book(rate);
            // The last time of a full page may go on on the next one.
            if (read.Value.Count < PageRows || read.Value[^1].FundingTime_ms <= from_ms)
                break;
            from_ms = read.Value[^1].FundingTime_ms;
        }

        if (now_ms - hour_ms >= Late_ms && ledger.State.FundedThrough_ms < hour_ms)
            ledger.Record(new PaperFundingRead(now_ms, hour_ms));
        ledger.Commit(now_ms);
    }

    private void Book(FundingRate rate)
    {
        foreach (PositionSide side in s_sides)
        {
            Quantity held = ledger.State.HeldAt(rate.Symbol, side, rate.FundingTime_ms);
            if (held.IsZero || rate.FundingTime_ms <= ledger.State.FundedThrough_ms || ledger.State.IsFunded(rate.Symbol, side, rate.FundingTime_ms))
                continue;
            // Who is long pays a positive rate.
            Money amount = Money.FromUnits(-rate.Rate.Of(rate.MarkPrice * held).Units);
            ledger.Record(new PaperFunded(clock.NowMilliseconds(), rate.Symbol, side, amount, rate.FundingTime_ms));
        }
    }
}
