using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Binance.Rest;

/// <summary>Time limits of a REST session.</summary>
/// <param name="RecvWindow_ms">Maximum age of a signed request at arrival, by the venue's clock.</param>
/// <param name="TimeLimit">Real time until a request times out; the outcome of a mutation is then unknown.</param>
public sealed record BinanceRestOptions(long RecvWindow_ms = 5_000, TimeSpan? TimeLimit = null)
{
    /// <summary>Options with a wider window for a clock that runs faster than real time: min(60000, 5000 × speed).</summary>
    public static BinanceRestOptions ForSpeed(double speed) => new((long)Math.Min(60_000, 5_000 * Math.Max(1, speed)));
}

/// <summary>
/// A REST session with one venue: request budget, timestamp, signature, transport, and every answer as a value.
/// It does not retry, except once after a clock correction (a request with a refused timestamp has no effect), and neither does the HTTP handler:
/// mutations carry content, because the HTTP handler sends a request without content again when the peer closes the
/// connection before the first byte of the answer; redirects are not followed. It reads, and tests orders without placing
/// them: only <see cref="BinanceTradingRest"/> signs what changes an account. Thread-safe.
/// </summary>
public class BinanceRest : IDisposable
{
    private const int ClockRefused = -1021;

    private static readonly MediaTypeHeaderValue s_form = new("application/x-www-form-urlencoded");

    private readonly HttpClient _http;
    private readonly BinanceEndpoints _endpoints;
    private readonly BinanceRestOptions _options;
    private readonly IWeightGate _gate;
    private readonly TimeProvider _realTime;
    private readonly ApiKey? _key;
    private volatile bool _mayUseReserve;
    private long _weightUsed;

    /// <param name="clock">Platform time, for the timestamps of requests.</param>
    /// <param name="realTime">Real time, for the time limits of answers.</param>
    public BinanceRest(BinanceEndpoints endpoints, BinanceRestOptions options, IWeightGate gate, TimeProvider clock, TimeProvider realTime, ApiKey? key = null)
    {
        _endpoints = endpoints;
        _options = options;
        _gate = gate;
        _realTime = realTime;
        _key = key;
        Clock = new ServerClock(clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            MaxConnectionsPerServer = 32,
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("platform/0.1");
        if (key is not null)
            _http.DefaultRequestHeaders.TryAddWithoutValidation("X-MBX-APIKEY", key.Key);
    }

    public ServerClock Clock { get; }

    public BinanceEndpoints Endpoints => _endpoints;

    /// <summary>Weight of the current minute as the exchange last reported it.</summary>
    public long WeightUsed => Interlocked.Read(ref _weightUsed);

    /// <summary>True while all requests of the session, reads included, may use the reserve of the request budget. Any thread.</summary>
    public bool MayUseReserve
    {
        get => _mayUseReserve;
        set => _mayUseReserve = value;
    }

    /// <summary>Measures the offset to the venue's clock over a few round trips.</summary>
    public async Task<Result<Done>> SynchroniseClockAsync(CancellationToken cancel)
    {
        var samples = new List<(long, long, long)>();
        Fault? last = null;
        for (int i = 0; i < 4; i++)
        {
            long sent_ms = Clock.LocalNow_ms;
            Result<long> server = await SendAsync(BinanceRequest.Get("/fapi/v1/time", new RequestText(), 1), root => root.Int64("serverTime"), cancel);
            if (server.TryGet(out long server_ms, out last))
                samples.Add((sent_ms, server_ms, Clock.LocalNow_ms));
        }

        if (samples.Count == 0)
            return last!;
        Clock.Measure(samples);
        return Done.Value;
    }

    internal Task<Result<T>> SendAsync<T>(BinanceRequest request, Func<JsonElement, T> read, CancellationToken cancel)
    {
        Check.That(!request.ChangesAccount, $"{request.Method} {request.Path} changes the account: it needs a session that trades");
        return SendAnyAsync(request, read, cancel);
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<Result<T>> SendAnyAsync<T>(BinanceRequest request, Func<JsonElement, T> read, CancellationToken cancel)
    {
        Result<T> answer = await SendOnceAsync(request, read, cancel);
        if (answer.Fault is not { Code: ClockRefused } || request.Security != RequestSecurity.Signed)
            return answer;
        Result<Done> synchronised = await SynchroniseClockAsync(cancel);
        return synchronised.IsOk ? await SendOnceAsync(request, read, cancel) : answer;
    }

    private async Task<Result<T>> SendOnceAsync<T>(BinanceRequest request, Func<JsonElement, T> read, CancellationToken cancel)
    {
        Result<Done> headroom = await _gate.TakeAsync(_mayUseReserve ? request.Cost with { RiskReducing = true } : request.Cost, cancel);
        if (!headroom.IsOk)
            return headroom.Fault;
        string what = $"{request.Method} {request.Path}";
        using var limit = new CancellationTokenSource(_options.TimeLimit ?? TimeSpan.FromSeconds(10), _realTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            if (request.WhyNot?.Invoke() is { Length: > 0 } why)
                return new Fault(FaultKind.Denied, $"{what} was not sent: {why}", IsTransient: true);
            using HttpRequestMessage message = Compose(request);
            using HttpResponseMessage answer = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            ObserveLimits(answer, body);
            return answer.IsSuccessStatusCode
                ? Read(body, read, what, request.IsMutation)
                : BinanceFaults.FromAnswer(answer.StatusCode, body, request.IsMutation, what);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && !request.IsMutation)
        {
            throw;
        }
        catch (Exception lost) when (lost is OperationCanceledException or HttpRequestException or IOException or InvalidDataException)
        {
            return BinanceFaults.FromLostAnswer(lost, request.IsMutation, what);
        }
    }

    private HttpRequestMessage Compose(BinanceRequest request)
    {
        string text = request.Text.ToString();
        if (request.Security == RequestSecurity.Signed)
        {
            Check.That(_key is not null, $"{request.Path} needs an API key");
            string glue = text.Length == 0 ? "" : "&";
            text = string.Create(CultureInfo.InvariantCulture, $"{text}{glue}recvWindow={_options.RecvWindow_ms}&timestamp={Clock.Stamp_ms}");
            text = $"{text}&signature={RequestSignature.Of(_key, text)}";
        }

        string origin = _endpoints.Rest.GetLeftPart(UriPartial.Authority);
        // Canonicalisation is disabled so that the sent bytes are the signed bytes.
        var uri = new Uri(text.Length == 0 ? origin + request.Path : $"{origin}{request.Path}?{text}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(request.Method, uri);
        if (request.IsMutation)
        {
            message.Content = new ByteArrayContent([]);
            message.Content.Headers.ContentType = s_form;
        }

        return message;
    }

    private void ObserveLimits(HttpResponseMessage answer, byte[] body)
    {
        if (answer.Headers.TryGetValues("X-MBX-USED-WEIGHT-1M", out IEnumerable<string>? values) && int.TryParse(values.First(), out int used) && used >= 0)
        {
            Interlocked.Exchange(ref _weightUsed, used);
            _gate.Observe(used);
        }

        if ((int)answer.StatusCode is not (429 or 418))
            return;
        TimeSpan silence = BinanceFaults.SilenceAfter(answer.StatusCode, answer.Headers.RetryAfter?.Delta, Encoding.UTF8.GetString(body), Clock.Now_ms);
        if (BinanceFaults.IsOrderLimit(body))
            _gate.BlockOrders(silence);
        else
            _gate.Block(silence);
    }

    /// <summary>Reads a success answer. An unreadable answer to a mutation is Unknown, as a lost answer, and is resolved by a query.</summary>
    private static Result<T> Read<T>(byte[] body, Func<JsonElement, T> read, string what, bool isMutation)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Result<T>.Ok(read(document.RootElement));
        }
        catch (Exception broken) when (broken is JsonException or WireFormatException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return new Fault(isMutation ? FaultKind.Unknown : FaultKind.Corrupt, $"{what}: the answer cannot be read: {broken.Message}", IsTransient: isMutation);
        }
    }
}
