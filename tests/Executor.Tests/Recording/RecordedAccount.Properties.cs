using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Tests.Kit;
using Platform.Primitives.Numbers;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Executor.Tests.Recording;

/// <summary>One thing that happens on a random day.</summary>
internal enum DayEvent
{
    OwnOrder,
    ForeignOrder,
    Transfer,
    Hours,
    Liquidation,
    Write,
    Kill,
}

/// <summary>
/// Random days of an account at the simulated exchange, started as the process it is: what is recorded is what the exchange has
/// booked, to the last digit, whatever happened and wherever the recording process was killed.
/// </summary>
public sealed class RecordedAccountProperties(ITestOutputHelper output)
{
    private const string Balance = "5000";
    private static int s_accounts;

    [Fact]
    public async Task The_records_equal_the_income_of_the_exchange()
    {
        await using SteppedVenue venue = await SteppedVenue.StartAsync(2);
        Gen<(DayEvent Kind, int Value)[]> days =
            from length in Gen.Choose(12, 28)
            from events in Gen.ArrayOf(
                from kind in Gen.Frequency(
                    (6, Gen.Constant(DayEvent.OwnOrder)), (3, Gen.Constant(DayEvent.ForeignOrder)), (2, Gen.Constant(DayEvent.Transfer)), (3, Gen.Constant(DayEvent.Hours)),
                    (1, Gen.Constant(DayEvent.Liquidation)), (3, Gen.Constant(DayEvent.Write)), (2, Gen.Constant(DayEvent.Kill)))
                from value in Gen.Choose(0, 9_999)
                select (kind, value), length)
            select events;
        Prop.ForAll(days.ToArbitrary(), day => Task.Run(() => LiveAsync(venue, day)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5));
    }

    private async Task<bool> LiveAsync(SteppedVenue venue, (DayEvent Kind, int Value)[] day)
    {
        using var folder = new TempFolder("day");
        ApiKey key = await venue.OpenAccountAsync($"day-{Interlocked.Increment(ref s_accounts)}", Balance);
        using BinanceTradingRest rest = venue.Rest(key);
        await venue.StepAsync(1_000);
        var life = new RecordingLife(venue, rest, folder.Path);
        int orders = 0;
        foreach ((DayEvent kind, int value) in day)
        {
            switch (kind)
            {
                case DayEvent.OwnOrder or DayEvent.ForeignOrder:
                    await life.OrderAsync(venue.Symbols[value / 2 % 2], value % 2 == 0 ? Side.Buy : Side.Sell, 300 + value, isOwn: kind == DayEvent.OwnOrder, ++orders);
                    break;
                case DayEvent.Transfer:
                    await venue.TryAsync(new { action = "transfer", account = key.Key, amount = (value / 7m - 600).ToString(CultureInfo.InvariantCulture) });
                    break;
                case DayEvent.Hours:
                    await venue.StepAsync((1 + value % 4) * 3_600_000L + value);
                    break;
                case DayEvent.Liquidation:
                    await venue.TryAsync(new { action = "liquidate", account = key.Key });
                    break;
                case DayEvent.Write:
                    Assert.Null((await life.Recorder.WriteAsync(value % 3 > 0, CancellationToken.None)).Fault);
                    break;
                case DayEvent.Kill:
                    await life.DisposeAsync();
                    life = new RecordingLife(venue, rest, folder.Path);
                    break;
            }
        }

        await venue.StepAsync(60_000);
        Assert.Null((await life.Recorder.WriteAsync(true, CancellationToken.None)).Fault);
        await life.DisposeAsync();
        await AssertRecordedAsync(venue, rest, folder.Path, day);
        return true;
    }

    private async Task AssertRecordedAsync(SteppedVenue venue, BinanceRest rest, string folder, (DayEvent Kind, int Value)[] day)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        var reader = new AccountStoreReader(database, Path.Combine(folder, "accounting"));
        List<IncomeRecord> income = reader.Income(TradedAccount.Account, StorePeriod.All).Value;
        List<FillRecord> fills = reader.Fills(TradedAccount.Account, StorePeriod.All).Value;
        AccountManifest manifest = reader.Manifest(TradedAccount.Account).Value;
        output.WriteLine($"{day.Length} events: {income.Count} bookings ({string.Join(", ", income.GroupBy(row => row.Kind).Select(kind => $"{kind.Count()} {kind.Key}"))}), {fills.Count} fills ({string.Join(", ", fills.GroupBy(fill => fill.Origin).Select(origin => $"{origin.Count()} {origin.Key}"))})");

        // As another client reads it: by kind, and by time instead of pages.
        var booked = new List<IncomeEntry>();
        foreach (string kind in (string[])["TRANSFER", "REALIZED_PNL", "FUNDING_FEE", "COMMISSION", "INSURANCE_CLEAR"])
            booked.AddRange((await new BinanceAccountClient(rest).GetIncomeAsync(kind, manifest.Begun_ms, null, 1000, CancellationToken.None)).Value);
        Assert.Equal(Lines(booked.Select(row => $"{row.Time_ms} {row.Kind} {row.Symbol} {row.Asset} {row.Amount} {row.TransactionId} {row.TradeId}")),
            Lines(income.Select(row => $"{row.Time_ms} {row.Kind} {row.Symbol} {row.Asset} {row.Amount} {row.TransactionId} {row.TradeId}")));

        var trades = new List<VenueTrade>();
        foreach (string symbol in venue.Symbols)
            trades.AddRange((await new BinanceOrderClient(rest).GetTradesFromAsync(symbol, 0, 1000, CancellationToken.None)).Value);
        Assert.Equal(Lines(trades.Select(trade => $"{trade.Symbol} {trade.TradeId} {trade.Side} {trade.Quantity} {trade.Price} {trade.Commission} {trade.RealizedPnl} {trade.IsMaker} {trade.Time_ms}")),
            Lines(fills.Select(fill => $"{fill.Symbol} {fill.TradeId} {fill.Side} {fill.Quantity} {fill.Price} {fill.Commission} {fill.RealizedPnl} {fill.IsMaker} {fill.Time_ms}")));
        Assert.Equal(fills.Where(fill => fill.Origin == FillOrigin.Own).Select(fill => fill.ParentId).Distinct().Count(), reader.Parents(TradedAccount.Account, StorePeriod.All).Value.Count);

        Money wallet = (await new BinanceAccountClient(rest).GetAccountAsync(CancellationToken.None)).Value.WalletBalance;
        Assert.Equal(wallet - Money.Parse(Balance), income.Aggregate(Money.Zero, (sum, row) => sum + row.Amount));
    }

    private static IReadOnlyList<string> Lines(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
