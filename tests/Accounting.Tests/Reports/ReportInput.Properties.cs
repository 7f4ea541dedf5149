using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Platform.Accounting.Records;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Accounting.Tests.Reports;

public sealed class ReportInputProperties
{
    private static readonly string[] s_symbols = ["BTCUSDT", "ETHUSDT"];

    /// <summary>What is read for a range, against everything that is stored, with the rows of the range chosen from it.</summary>
    [Fact]
    public void A_report_of_a_range_equals_the_range_of_the_whole()
    {
        using var folder = new TempFolder("range");
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        var reader = new AccountStoreReader(database, folder.Path);
        int stores = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string account = $"a{++stores}";
            long end_ms = Fill(database, folder.Path, account, random);
            for (int i = 0; i < 6; i++)
            {
                long from_ms = random.NextInt64(0, end_ms), to_ms = random.NextInt64(from_ms, end_ms + 2);
                var period = new StorePeriod(i == 0 ? long.MinValue : from_ms, to_ms);
                Assert.Equal(Figures(Whole(reader, account, period)), Figures(ReportInput.Read(reader, account, period).Value));
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));
    }

    private static ReportInput Whole(AccountStoreReader reader, string account, StorePeriod period)
    {
        List<EquityRecord> equity = reader.Equity(account, StorePeriod.All).Value;
        return new ReportInput(
            account, period, reader.Manifest(account).Value, [.. reader.Fills(account, StorePeriod.All).Value.Where(fill => fill.Time_ms < period.To_ms)], [], [],
            [.. reader.Income(account, StorePeriod.All).Value.Where(row => row.Time_ms < period.To_ms)],
            [.. equity.Where(sample => sample.Time_ms < period.From_ms).TakeLast(1), .. equity.Where(sample => period.Contains(sample.Time_ms))]);
    }

    private static string Figures(ReportInput input)
    {
        var assets = new AssetPrices(null);
        var equity = new EquityFigures(input);
        return JsonSerializer.Serialize(new object[]
        {
            PnlTables.Of(input), PositionTables.Of(input, assets).Select(row => PositionTables.Row(input.Account, row.Symbol, row.Side, row.Trade)).ToArray(),
            new WearTables(input, [], assets, Analytics.Accounts.WearSource.Actual).Report(), equity.Report(), equity.Curve(),
        });
    }

    /// <summary>Positions that open, close, flip and stay open, with funding, transfers and samples, in many files; the last time.</summary>
    private static long Fill(DuckDbDatabase database, string folder, string account, Random random)
    {
        using AccountStore store = AccountStore.Open(database, folder, account).Value;
        long now_ms = 1_000;
        int id = 0;
        for (int batch = 1; batch <= 40; batch++)
        {
            var (fills, income, equity) = (new List<FillRecord>(), new List<IncomeRecord>(), new List<EquityRecord>());
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                now_ms += random.Next(0, 30_000_000);
                (string symbol, Money pnl) = (s_symbols[random.Next(2)], Money.FromUnits(random.Next(-1_000_000, 1_000_000)));
                Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
                switch (random.Next(4))
                {
                    case 0:
                        equity.Add(new EquityRecord(now_ms, Money.Of(1_000 + random.Next(500)), Money.Of(1_000), Money.Zero, Money.Of(500), Money.Of(1), Money.Of(1)));
                        break;
                    case 1:
                        income.Add(new IncomeRecord(now_ms, random.Next(3) == 0 ? "TRANSFER" : "FUNDING_FEE", symbol, "USDT", pnl, ++id, ""));
                        break;
                    default:
                        fills.Add(new FillRecord(
                            ++id, now_ms, symbol, id, FillOrigin.Own, "c", id, "p", "r", side, PositionSide.Both, Quantity.Of(random.Next(1, 4)), Price.Of(random.Next(90, 110)), Money.Parse("0.25"), "USDT", pnl, false));
                        income.Add(new IncomeRecord(now_ms, "COMMISSION", symbol, "USDT", Money.Parse("-0.25"), id, $"{id}"));
                        break;
                }
            }

            Assert.Null(store.Append(new AccountBatch(batch, now_ms) { Fills = fills, Income = income, Equity = equity }).Fault);
        }

        return now_ms;
    }
}
