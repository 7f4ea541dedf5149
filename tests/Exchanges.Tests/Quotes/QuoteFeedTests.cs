using System.Collections.Concurrent;
using Platform.Domain.Market;
using Platform.Exchanges.Okx;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Platform.Exchanges.Sockets;
using Platform.Exchanges.Tests.Kit;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Exchanges.Tests.Quotes;

public sealed class QuoteFeedTests : IAsyncLifetime
{
    private const string Symbol = "BTC/USD*:PERP";
    private static readonly QuoteInstrument s_btc = new("BTC-USDT-SWAP", Symbol, "USDT", 1, 0.01m, 0.0001m);
    private static readonly QuoteInstrument s_eth = new("ETH-USDT-SWAP", "ETH/USD*:PERP", "USDT", 1, 0.1m, 0.001m);

    private readonly ReceiveClock _clock = new(TimeProvider.System);
    private readonly QuoteRecorder _sink = new();
    private readonly CancellationTokenSource _stop = new();
    private ScriptedVenue _venue = null!;
    private QuoteEngine _engine = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _venue = await ScriptedVenue.StartAsync();
        _engine = new QuoteEngine([new EngineExchange("okx", [Symbol])], _clock, _sink);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _venue.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_quote_is_visible_to_readers_with_its_age_and_statistics()
    {
        _venue.OnSocket = async socket =>
        {
            Assert.Contains("\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT-SWAP\"", await socket.ReceiveAsync(), StringComparison.Ordinal);
            await socket.SendAsync(Best(65_011));
            await socket.ReceiveAsync();
        };
        Start();
        await Eventually.TrueAsync(() => _engine.GetQuote("okx", Symbol) is not null);
        QuoteReading reading = _engine.GetQuote("okx", Symbol)!.Value;
        Assert.Equal((65_011m, 65_012m), (reading.Quote.Bid, reading.Quote.Ask));
        Assert.True(reading.IsCurrent && reading.Age_s >= 0);
        Assert.Equal(new BestAcrossExchanges(65_011, "okx", 65_012, "okx"), _engine.GetBbo(Symbol));
        Assert.True(_engine.IsHealthy());
        Assert.Equal(1, Assert.Single(_engine.GetStatistics()).Updates);
        Assert.True(Assert.Single(_engine.GetConnectionStatus()).IsConnected);
        Assert.Null(_engine.GetQuote("okx", "ETH/USD*:PERP"));
    }

    [Fact]
    public async Task A_lost_connection_is_opened_again_with_all_subscriptions_and_old_quotes_do_not_count()
    {
        var mayAnswer = new TaskCompletionSource();
        int connections = 0;
        _venue.OnSocket = async socket =>
        {
            int number = Interlocked.Increment(ref connections);
            await socket.ReceiveAsync();
            if (number > 1)
                await mayAnswer.Task;
            await socket.SendAsync(Best(65_000 + number));
            if (number > 1)
                await socket.ReceiveAsync();
        };
        Start();
        await Eventually.TrueAsync(() => connections == 2);
        Assert.False(_engine.GetQuote("okx", Symbol)!.Value.IsCurrent);
        Assert.Null(_engine.GetBbo(Symbol));
        Assert.False(_engine.IsHealthy());
        mayAnswer.SetResult();
        await Eventually.TrueAsync(() => _engine.GetQuote("okx", Symbol)!.Value.Quote.Bid == 65_002);
        Assert.Equal(1, Assert.Single(_engine.GetConnectionStatus()).Reconnects);
        Assert.Equal(2, _venue.Messages.Count(message => message.Contains("subscribe", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_notice_of_the_exchange_makes_the_feed_connect_again()
    {
        _venue.OnSocket = async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade.","connId":"9f"}""");
            await socket.ReceiveAsync();
        };
        Start();
        await Eventually.TrueAsync(() => _sink.Events.Any(happened => happened.Contains("asked to connect again", StringComparison.Ordinal)));
        await Eventually.TrueAsync(() => _sink.Events.Count(happened => happened == "up okx 0") > 1);
    }

    [Fact]
    public async Task A_gap_in_a_book_is_repaired_by_a_new_subscription()
    {
        _venue.OnSocket = async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync(Book("snapshot", -1, 5));
            await socket.SendAsync(Book("update", 7, 8));
            Assert.Contains("\"unsubscribe\"", await socket.ReceiveAsync(), StringComparison.Ordinal);
            Assert.Contains("\"subscribe\"", await socket.ReceiveAsync(), StringComparison.Ordinal);
            await socket.SendAsync(Book("snapshot", -1, 9));
            await socket.ReceiveAsync();
        };
        Start(withDepth: true);
        await Eventually.TrueAsync(() => _sink.Books.Count == 2);
        Assert.Equal(1, Assert.Single(_engine.GetConnectionStatus()).Gaps);
        Assert.Equal(new QuoteLevel(65_000, 0.04m), _engine.GetDepth("okx", Symbol)!.Bids[0]);
    }

    [Fact]
    public async Task A_silent_connection_is_pinged_and_then_given_up()
    {
        var heard = new ConcurrentQueue<string?>();
        _venue.OnSocket = async socket =>
        {
            while (await socket.ReceiveAsync() is { } text)
                heard.Enqueue(text);
        };
        Start(exchange: new ImpatientExchange(new OkxExchange(_venue.Endpoints.Rest, new Uri(_venue.Endpoints.Streams, "/ws/v5/public"))));
        await Eventually.TrueAsync(() => heard.Contains("ping"));
        await Eventually.TrueAsync(() => _sink.Events.Any(happened => happened.Contains("silent for", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_instrument_is_added_and_removed_while_the_feed_runs()
    {
        using QuoteFeed feed = Start();
        await Eventually.TrueAsync(() => _venue.Messages.Count == 1);
        Assert.True(await feed.AddAsync(s_eth, CancellationToken.None));
        Assert.True(await feed.RemoveAsync(s_btc, CancellationToken.None));
        Assert.False(await feed.RemoveAsync(s_btc, CancellationToken.None));
        await Eventually.TrueAsync(() => _venue.Messages.Count == 3);
        Assert.Contains("\"op\":\"subscribe\",\"args\":[{\"channel\":\"bbo-tbt\",\"instId\":\"ETH-USDT-SWAP\"}]", _venue.Messages.ElementAt(1), StringComparison.Ordinal);
        Assert.Contains("\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT-SWAP\"}]", _venue.Messages.ElementAt(2), StringComparison.Ordinal);
    }

    [Fact]
    public void More_symbols_than_the_exchange_allows_are_refused()
    {
        QuoteInstrument[] many = [.. Enumerable.Repeat(s_btc, 6_001)];
        Fault? fault = QuoteFeed.Create(Exchange(), many, many, new FeedOptions(), _sink, _clock).Fault;
        Assert.Equal(FaultKind.Exhausted, fault!.Kind);
    }

    private QuoteFeed Start(bool withDepth = false, IQuoteExchange? exchange = null)
    {
        QuoteFeed feed = QuoteFeed.Create(exchange ?? Exchange(), [s_btc], [s_btc, s_eth], new FeedOptions(withDepth), _engine, _clock).Value;
        _running = feed.RunAsync(_stop.Token);
        return feed;
    }

    private OkxExchange Exchange() => new(_venue.Endpoints.Rest, new Uri(_venue.Endpoints.Streams, "/ws/v5/public"));

    private static string Best(int bid) => $$"""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["{{bid + 1}}","8","0","9"]],"bids":[["{{bid}}","4","0","1"]],"ts":"1784073600069","seqId":1}]}""";

    private static string Book(string action, int previous, int sequence) =>
        $$"""{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"{{action}}","data":[{"asks":[["65001","8","0","9"]],"bids":[["65000","4","0","1"]],"ts":"1784073600069","prevSeqId":{{previous}},"seqId":{{sequence}}}]}""";

    /// <summary>An exchange whose limits of silence fit into a test.</summary>
    private sealed class ImpatientExchange(IQuoteExchange inner) : IQuoteExchange
    {
        public string Name => inner.Name;

        public Uri Socket => inner.Socket;

        public QuoteLimits Limits => inner.Limits;

        public PingRule Ping { get; } = new(TimeSpan.FromMilliseconds(100), inner.Ping.Message, TimeSpan.FromMilliseconds(400));

        public Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest rest, CancellationToken cancel) => inner.ListAsync(rest, cancel);

        public IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => inner.Subscribe(instruments, withDepth);

        public IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => inner.Unsubscribe(instruments, withDepth);

        public IEnumerable<byte[]> Renew(QuoteInstrument instrument) => inner.Renew(instrument);

        public IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) => inner.CreateReader(instruments, sink);
    }
}
