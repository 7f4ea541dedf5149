using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Tests.Kit;
using Platform.Primitives.Numbers;
using Platform.Store.DuckDb;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Recording;

/// <summary>The moment of a kill.</summary>
internal enum KillAt
{
    /// <summary>Files of a batch are written, and no manifest names them yet.</summary>
    WritingFiles,

    /// <summary>The first orders of a run are on the wire.</summary>
    SendingOrders,

    /// <summary>The manifest has just been replaced, and the process does not know it yet.</summary>
    ReplacingManifest,
}

/// <summary>The executor process is killed with SIGKILL while it trades and while it records; what the files hold in the end is what the exchange has.</summary>
public sealed class KilledRecorderTests(ITestOutputHelper output) : IDisposable
{
    private const string Account = "account1";
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open().Value;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Every_row_is_recorded_once_and_exactly_whenever_the_process_is_killed()
    {
        await using ExecutorRun run = await ExecutorRun.OpenAsync(dryRun: false, []);
        string folder = Path.Combine(run.Records, Account);
        var reader = new AccountStoreReader(_database, run.Records);
        double weight = 0.1;
        foreach (KillAt moment in Enum.GetValues<KillAt>())
        {
            (long version, int sent) = (reader.Manifest(Account).Value.Version, SentBy(run));
            await run.StartAsync();
            run.Trade((run.Symbols[0], weight), (run.Symbols[1], -weight));
            await Eventually.TrueAsync(() => moment switch
            {
                // The manifest is compared too: files and manifest may change between two looks.
                KillAt.WritingFiles => FilesIn(folder).Length > reader.Manifest(Account).Value.Files.Count || reader.Manifest(Account).Value.Version > Math.Max(1, version),
                KillAt.SendingOrders => SentBy(run) > sent,
                _ => reader.Manifest(Account).Value.Version > version,
            });
            await run.KillAsync();
            output.WriteLine($"{moment}: killed with {FilesIn(folder).Length} files, {reader.Manifest(Account).Value.Files.Count} of them in the manifest");
            weight = -1.5 * weight;
        }

        // A batch whose writing was cut off: half of a file that no manifest names.
        AccountManifest cut = reader.Manifest(Account).Value;
        string half = Path.Combine(folder, "fills", $"{cut.Version + 1:D10}-0.parquet");
        byte[] whole = File.ReadAllBytes(Path.Combine(folder, cut.Files.First(file => file.Table == "fills").Name));
        File.WriteAllBytes(half, whole[..(whole.Length / 2)]);

        await run.StartAsync();
        List<VenueTrade> trades = [];
        List<IncomeEntry> income = [];
        await Eventually.TrueAsync(async () =>
        {
            (trades, income) = (await TradesAsync(run), await IncomeAsync(run, cut.Begun_ms));
            return reader.Fills(Account, StorePeriod.All).Value.Count >= trades.Count && reader.Income(Account, StorePeriod.All).Value.Count >= income.Count;
        });
        await run.KillAsync();
        Assert.True(trades.Count >= 8, $"{trades.Count} trades");
        AssertTradesAndIncome(reader, trades, income);
        await AssertOrdersAsync(reader, run);
        Assert.Equal(reader.Manifest(Account).Value.Files.Count, FilesIn(folder).Length);
    }

    private static void AssertTradesAndIncome(AccountStoreReader reader, List<VenueTrade> trades, List<IncomeEntry> income)
    {
        List<FillRecord> fills = reader.Fills(Account, StorePeriod.All).Value;
        Assert.Equal(
            Lines(trades.Select(row => $"{row.Symbol} {row.TradeId} {row.Side} {row.Quantity} {row.Price} {row.Commission} {row.CommissionAsset} {row.RealizedPnl} {row.IsMaker} {row.Time_ms}")),
            Lines(fills.Select(row => $"{row.Symbol} {row.TradeId} {row.Side} {row.Quantity} {row.Price} {row.Commission} {row.CommissionAsset} {row.RealizedPnl} {row.IsMaker} {row.Time_ms}")));
        Assert.All(fills, fill => Assert.Equal(FillOrigin.Own, fill.Origin));
        Assert.Equal(
            Lines(income.Select(row => $"{row.Time_ms} {row.Kind} {row.Symbol} {row.Asset} {row.Amount} {row.TransactionId} {row.TradeId}")),
            Lines(reader.Income(Account, StorePeriod.All).Value.Select(row => $"{row.Time_ms} {row.Kind} {row.Symbol} {row.Asset} {row.Amount} {row.TransactionId} {row.TradeId}")));
    }

    private static async Task AssertOrdersAsync(AccountStoreReader reader, ExecutorRun run)
    {
        List<OrderRecord> orders = reader.Orders(Account, StorePeriod.All).Value;
        List<ParentRecord> parents = reader.Parents(Account, StorePeriod.All).Value;
        ILookup<string, FillRecord> fills = reader.Fills(Account, StorePeriod.All).Value.ToLookup(fill => fill.ParentId);
        Assert.Equal(orders.Count, orders.DistinctBy(order => order.ClientOrderId).Count());
        Assert.Equal(parents.Count, parents.DistinctBy(parent => parent.ParentId).Count());
        Assert.All(parents, parent => Assert.Equal(parent.Filled.Units, fills[parent.ParentId].Sum(fill => fill.Quantity.Units)));
        Assert.Equal(fills.Select(group => group.Key).Order(StringComparer.Ordinal), parents.Where(parent => !parent.Filled.IsZero).Select(parent => parent.ParentId).Order(StringComparer.Ordinal));
        var placed = new List<VenueOrder>();
        foreach (string symbol in run.Symbols)
            placed.AddRange((await new BinanceOrderClient(run.Exchange).GetAllOrdersAsync(symbol, null, null, 1_000, CancellationToken.None)).Value);
        Assert.Equal(
            Lines(placed.Select(order => $"{order.ClientOrderId} {order.OrderId} {order.Symbol} {order.Quantity} {order.Executed}")),
            Lines(orders.Where(order => order.OrderId > 0).Select(order => $"{order.ClientOrderId} {order.OrderId} {order.Symbol} {order.Quantity} {order.Executed}")));
    }

    private static async Task<List<VenueTrade>> TradesAsync(ExecutorRun run)
    {
        var trades = new List<VenueTrade>();
        foreach (string symbol in run.Symbols)
            trades.AddRange((await new BinanceOrderClient(run.Exchange).GetTradesFromAsync(symbol, 0, 1_000, CancellationToken.None)).Value);
        return trades;
    }

    private static async Task<List<IncomeEntry>> IncomeAsync(ExecutorRun run, long from_ms)
    {
        var income = new List<IncomeEntry>();
        foreach (string kind in (string[])["TRANSFER", "REALIZED_PNL", "FUNDING_FEE", "COMMISSION"])
            income.AddRange((await new BinanceAccountClient(run.Exchange).GetIncomeAsync(kind, from_ms, null, 1_000, CancellationToken.None)).Value);
        return income;
    }

    private static int SentBy(ExecutorRun run) => run.Proxy.Forwarded.Count(call => call == "POST /fapi/v1/order");

    private static string[] FilesIn(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories) : [];

    private static IReadOnlyList<string> Lines(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
