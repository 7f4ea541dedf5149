using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Accounting.Records;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Places;
using Platform.Http;
using Platform.Monitor.Alerts;
using Platform.Monitor.Boards;
using Platform.Monitor.Equity;
using Platform.Monitor.Http;
using Platform.Monitor.Live;
using Platform.Monitor.Records;
using Platform.Monitor.Rows;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Monitor.Tests;

public sealed class ApiTests : IAsyncLifetime
{
    private const string Token = "token-of-this-test";

    private readonly TempFolder _folder = new();
    private readonly MonitorView _view;
    private readonly PageHub _hub = new(5, 100);
    private readonly PageFeed _feed;
    private readonly PageServer _server;
    private readonly HttpClient _http;
    private readonly RpcChannel _nobody;
    private readonly PlatformPaths _paths;
    private readonly RecordedAccounts _recorded;
    private readonly ExecutorQueries _queries;

    public ApiTests()
    {
        int port = FreePort.Next();
        _nobody = RpcChannel.ForAddress($"127.0.0.1:{FreePort.Next()}");
        _paths = new PlatformPaths(_folder.Path, new PathsOptions(), "mock/session-0001");
        _recorded = new RecordedAccounts(_paths, false, TimeProvider.System);
        _queries = new ExecutorQueries(new Dictionary<string, RpcChannel> { ["account1"] = RpcChannel.ForAddress($"127.0.0.1:{FreePort.Next()}") }, TimeProvider.System);
        _view = new MonitorView(
            new ProcessBoard(new CpuShare(TimeProvider.System)), new AccountBoard(), new RunBoard(100, ClockAnchor.RealTime), new OrderBoard(100), new ParentBoard(),
            new EquityLedger(_folder.Path, 60_000, 1_000), new AlertBoard(Path.Combine(_folder.Path, "alerts.json")), new CommandBoard(), new MonitorRun("mock", false, 10, ["account1"], () => 42));
        var routes = new ApiRoutes(
            new ApiReads(_view, new RecordReads(_queries, _recorded, ["account1"])), _feed = new PageFeed(_view, _hub), new BearerToken(Token), PageFiles.Read(_folder.Path),
            new CommandClient(new Coordinator.CoordinatorClient(_nobody), TimeProvider.System), _ => Task.FromResult("up 1\n"));
        _server = new PageServer(new IPEndPoint(IPAddress.Loopback, port), null, routes.HandleAsync, NullLogger.Instance);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async ValueTask InitializeAsync() => Assert.Null((await _server.StartAsync(CancellationToken.None)).Fault);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.StopAsync(CancellationToken.None);
        _server.Dispose();
        _nobody.Dispose();
        _queries.Dispose();
        _recorded.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/api/v1/processes")]
    [InlineData("/api/v1/accounts")]
    [InlineData("/api/v1/orders")]
    [InlineData("/api/v1/events")]
    [InlineData("/metrics")]
    public async Task Without_the_token_nothing_is_read(string path)
    {
        using var stranger = new HttpClient { BaseAddress = _http.BaseAddress };
        using HttpResponseMessage reply = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
        Assert.Contains("of the run folder, and", await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        using var stranger = new HttpClient { BaseAddress = _http.BaseAddress };
        Assert.Equal("ok\n", await stranger.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task An_account_is_shown_with_exact_amounts_and_its_positions()
    {
        _view.Accounts.Apply(new AccountEvent
        {
            Account = "account1",
            AtMs = 7,
            WalletBalance = 100_000_00000001,
            UnrealizedPnl = -1,
            Equity = 100_000_00000000,
            Positions = { new Platform.Wire.V1.PositionRow { Symbol = "BTCUSDT", PositionSide = "BOTH", Quantity = 50_000_000, EntryPrice = 43_000_00000000, MarkPrice = 43_251_30000000, TargetQuantity = 50_000_000 } },
        });
        JsonElement account = (await ReadAsync("/api/v1/accounts"))[0];
        Assert.Equal("100000.00000001", account.GetProperty("walletBalance").GetString());
        Assert.Equal("-0.00000001", account.GetProperty("unrealizedPnl").GetString());
        Assert.Equal("21625.65", account.GetProperty("grossNotional").GetString());
        Assert.Equal(0, account.GetProperty("deviation").GetDouble());
        JsonElement position = (await ReadAsync("/api/v1/positions?account=account1"))[0];
        Assert.Equal("0.5", position.GetProperty("quantity").GetString());
    }

    [Fact]
    public async Task A_newer_event_replaces_every_figure_of_the_account_and_an_older_one_none()
    {
        foreach ((long at_ms, long equity) in new[] { (1L, 100L), (3L, 90L), (2L, 80L) })
            _view.Accounts.Apply(new AccountEvent { Account = "account1", AtMs = at_ms, WalletBalance = equity * 100_000_000, Equity = equity * 100_000_000 });
        JsonElement account = (await ReadAsync("/api/v1/accounts"))[0];
        Assert.Equal("90", account.GetProperty("walletBalance").GetString());
        Assert.Equal("90", account.GetProperty("equity").GetString());
        Assert.Equal("-10", account.GetProperty("equityChange").GetString());
    }

    [Fact]
    public async Task Orders_are_filtered_by_run_and_newest_come_first()
    {
        foreach ((string id, string run) in new[] { ("a", "r1"), ("b", "r2"), ("c", "r1") })
            _view.Orders.Apply(new OrderEvent { Account = "account1", ClientOrderId = id, RunId = run, Quantity = 1 });
        JsonElement rows = await ReadAsync("/api/v1/orders?run=r1&limit=5");
        Assert.Equal(["c", "a"], rows.EnumerateArray().Select(row => row.GetProperty("clientOrderId").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/orders?limit=0", HttpStatusCode.BadRequest, "from 1 to 1000")]
    [InlineData("/api/v1/equity", HttpStatusCode.BadRequest, "?account=")]
    [InlineData("/api/v1/orders?account=nobody", HttpStatusCode.NotFound, "account1")]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "openapi.json")]
    [InlineData("/", HttpStatusCode.NotFound, "scripts/setup.sh")]
    public async Task A_wrong_request_gets_an_error_that_states_what_is_expected(string path, HttpStatusCode status, string expected)
    {
        using HttpResponseMessage reply = await _http.GetAsync(path);
        Assert.Equal(status, reply.StatusCode);
        Assert.Contains(expected, await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_command_without_a_coordinator_gets_the_answer_that_nothing_was_done()
    {
        using HttpResponseMessage reply = await _http.PostAsync("/api/v1/commands", new StringContent("{\"commandId\":\"c1\",\"kind\":\"pause\"}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
        Assert.Contains("Nothing was done", await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_event_stream_begins_with_the_complete_state_and_continues_with_changes()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using Stream stream = await _http.GetStreamAsync("/api/v1/events", limit.Token);
        using var reader = new StreamReader(stream);
        var names = new List<string>();
        while (!names.Contains("alerts"))
            await NextNameAsync(reader, names, limit.Token);
        Assert.Equal(["processes", "accounts", "positions", "orders", "parents", "runs", "commands", "alerts"], names);

        _hub.Send(PageHub.Frame("equity", PageJson.Bytes(new EquityPoint("account1", 1, 2))));
        await NextNameAsync(reader, names, limit.Token);
        Assert.Equal("equity", names[^1]);

        _feed.NoteFill(new FillNotice("account1", "BTCUSDT", 3));
        _feed.SendChanges();
        await NextNameAsync(reader, names, limit.Token);
        Assert.Equal("fill", names[^1]);
    }

    [Fact]
    public async Task The_openapi_document_names_every_path_and_every_property()
    {
        JsonElement document = await ReadAsync("/api/v1/openapi.json");
        Assert.Equal(
            ApiReads.Paths.Select(path => $"/api/v1/{path}").Concat(["/api/v1/events", "/healthz", "/metrics"]).Order(StringComparer.Ordinal),
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Type type = typeof(AccountReport).Assembly.GetType($"Platform.Accounting.Reports.{schema.Name}") ?? typeof(PageJson).Assembly.GetType($"Platform.Monitor.Rows.{schema.Name}", throwOnError: true)!;
            IEnumerable<string> expected = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            Assert.Equal(expected.Order(StringComparer.Ordinal), schema.Value.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Stored_records_can_be_read_while_the_executor_is_down()
    {
        Record();
        JsonElement parent = Assert.Single((await ReadAsync("/api/v1/parents?account=account1&run=r1")).EnumerateArray());
        Assert.Equal(
            "parentId runId account symbol side algorithm state plannedQuantity filledQuantity residualQuantity scheduledQuantity slices startedAtMs endsAtMs decisionPrice arrivalPrice averagePrice shortfallBps reason",
            string.Join(' ', parent.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(("p1", "buy", "3", "1"), (parent.GetProperty("parentId").GetString(), parent.GetProperty("side").GetString()!.ToLowerInvariant(), parent.GetProperty("plannedQuantity").GetString(), parent.GetProperty("filledQuantity").GetString()));
        Assert.Empty((await ReadAsync("/api/v1/parents?run=another")).EnumerateArray());
        JsonElement fill = Assert.Single((await ReadAsync("/api/v1/fills?account=account1&parent=p1")).EnumerateArray());
        Assert.Equal(("102", "0.5", "own"), (fill.GetProperty("price").GetString(), fill.GetProperty("commission").GetString(), fill.GetProperty("origin").GetString()));
        Assert.Equal(2, (await ReadAsync("/api/v1/fills")).GetArrayLength());
        JsonElement trade = Assert.Single((await ReadAsync("/api/v1/trades")).EnumerateArray());
        Assert.Equal(("closed", "LONG", "102", "110"), (trade.GetProperty("state").GetString(), trade.GetProperty("direction").GetString(), trade.GetProperty("entryPrice").GetString(), trade.GetProperty("exitPrice").GetString()));
    }

    [Fact]
    public async Task A_report_is_the_same_document_over_the_api_and_on_disk()
    {
        using HttpResponseMessage none = await _http.GetAsync("/api/v1/reports?account=account1");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("account 'account1' has no records", JsonDocument.Parse(await none.Content.ReadAsStringAsync()).RootElement.GetProperty("message").GetString());
        Record();
        JsonElement report = await ReadAsync("/api/v1/reports?account=account1");
        JsonElement wear = report.GetProperty("strategyWear").GetProperty("total");
        Assert.Equal(("0.5", 2), (wear.GetProperty("totalFees").GetString(), wear.GetProperty("totalTrades").GetInt32()));
        Assert.Null((await _recorded.WriteDocumentsAsync("account1", CancellationToken.None)).Fault);
        using JsonDocument onDisk = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_paths.StrategyReports, "account1_strategy_report_latest.json")));
        JsonElement stored = onDisk.RootElement.GetProperty("strategy_wear").GetProperty("total");
        foreach (string field in (string[])["total_fees", "slippage", "funding_fees", "total_wear", "wear_pct", "initial_equity", "total_trades", "source"])
            Assert.True(stored.TryGetProperty(field, out _), field);
        Assert.Equal(["ETHUSDT"], onDisk.RootElement.GetProperty("trading_pairs").EnumerateArray().Select(pair => pair.GetString()));
        using JsonDocument history = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_paths.PositionHistory, "account1_position_history.json")));
        Assert.Equal("closed", Assert.Single(history.RootElement.GetProperty("positions").EnumerateArray()).GetProperty("state").GetString());
    }

    /// <summary>A parent that filled one of three, and a liquidation that closed it.</summary>
    private void Record()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        using AccountStore store = AccountStore.Open(database, _paths.Accounting, "account1").Value;
        long now_ms = TimeProvider.System.NowMilliseconds();
        var fill = new FillRecord(
            2, now_ms - 60_000, "ETHUSDT", 7, FillOrigin.Own, "c1", 1, "p1", "r1", Side.Buy, PositionSide.Both, Quantity.Of(1), Price.Of(102), Money.Parse("0.5"), "USDT", Money.Zero, false);
        Assert.Null(store.Begin(now_ms - 120_000).Fault);
        Assert.Null(store.Append(new AccountBatch(4, now_ms)
        {
            Fills = [fill, fill with { Time_ms = now_ms - 10_000, TradeId = 8, Origin = FillOrigin.Forced, ParentId = "", RunId = "", Side = Side.Sell, Price = Price.Of(110), Commission = Money.Zero, RealizedPnl = Money.Of(8) }],
            Parents =
            [
                new ParentRecord(
                    3, "p1", "r1", "2025-05-05-003", "ETHUSDT", Side.Buy, PositionSide.Both, ParentAlgorithm.Twap, ParentState.Partial, Quantity.Of(3), Quantity.Of(1), Price.Of(102) * Quantity.Of(1), Quantity.Zero,
                    12, now_ms - 61_000, now_ms - 30_000, now_ms - 30_000, Price.Of(100), Price.Of(101), Price.Of(103), "the deadline passed", ""),
            ],
        }).Fault);
    }

    [Fact]
    public async Task A_port_in_use_is_reported_with_its_key()
    {
        using var second = new PageServer(new IPEndPoint(IPAddress.Loopback, _http.BaseAddress!.Port), null, _ => Task.CompletedTask, NullLogger.Instance);
        string? message = (await second.StartAsync(CancellationToken.None)).Fault?.Message;
        Assert.Contains("network.monitor_http", message);
    }

    private async Task<JsonElement> ReadAsync(string path) => JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync(path));

    private static async Task NextNameAsync(StreamReader reader, List<string> names, CancellationToken cancel)
    {
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                names.Add(line[7..]);
                return;
            }
        }
    }
}
