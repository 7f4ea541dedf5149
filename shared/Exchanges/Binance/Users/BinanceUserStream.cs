using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Streams;
using Platform.Exchanges.Binance.Wire;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Sockets;

namespace Platform.Exchanges.Binance.Users;

/// <summary>Creates and extends listen keys, which identify a user-data stream and expire after 60 minutes of the venue's time.</summary>
internal sealed class ListenKeys(BinanceRest rest)
{
    /// <summary>Creates a listen key. While a key is valid the exchange returns the same key and extends it.</summary>
    public Task<Result<string>> CreateAsync(CancellationToken cancel) => rest.SendAsync(Request(HttpMethod.Post), root => root.Text("listenKey"), cancel);

    /// <summary>Extends the key. NotFound when the key has expired.</summary>
    public Task<Result<Done>> KeepAliveAsync(CancellationToken cancel) => rest.SendAsync(Request(HttpMethod.Put), static _ => Done.Value, cancel);

    private static BinanceRequest Request(HttpMethod method) =>
        new(method, "/fapi/v1/listenKey", new RequestText(), new RequestCost(1, RiskReducing: true), RequestSecurity.Key);
}

/// <summary>Receives the events of the user-data stream, sequentially on the stream's thread. Must not block or throw.</summary>
public interface IUserSink
{
    /// <summary>The stream is connected. Earlier events were not received, so read the account again.</summary>
    void UserStreamUp(int generation);

    void UserStreamDown(int generation, string reason);

    void UserEvent(UserEvent happened);

    /// <summary>A malformed message, which is skipped.</summary>
    void UserEventUnreadable(Fault fault);
}

/// <summary>
/// The user-data stream of one account with its reconnects: key, connection, keep-alive by the platform clock,
/// a new key after expiry (spec/binance-usdm.md §7, §10.4). Run once.
/// </summary>
/// <param name="clock">Platform time, by which the venue counts the lifetime of a key.</param>
public sealed class BinanceUserStream(BinanceRest rest, StreamOptions options, IUserSink sink, TimeProvider clock, TimeProvider realTime)
{
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromMinutes(20);

    private readonly ListenKeys _keys = new(rest);
    private readonly ReconnectDelay _delay = new(options.Seed + 1_000, options.DelayCeiling);
    private int _generation;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            _generation++;
            string reason;
            try
            {
                reason = await LiveOnceAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                reason = "stopped";
            }

            sink.UserStreamDown(_generation, reason);
            if (!cancel.IsCancellationRequested)
                await Task.Delay(_delay.Next(), realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> LiveOnceAsync(CancellationToken cancel)
    {
        Result<string> key = await _keys.CreateAsync(cancel);
        if (!key.IsOk)
            return key.Fault.Message;
        Result<StreamSocket> opened = await StreamSocket.OpenAsync(rest.Endpoints.UserStream(key.Value), realTime, cancel, SocketLiveness.Ping);
        if (!opened.TryGet(out StreamSocket? session, out Fault? fault))
            return fault.Message;
        using (session)
        using (var sessionEnd = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            sink.UserStreamUp(_generation);
            _delay.Reset();
            Task<string> kept = KeepAliveAsync(session, sessionEnd.Token);
            string ended = await ReadAsync(session, cancel);
            session.Abort();
            await sessionEnd.CancelAsync();
            string keeping = await kept;
            return keeping.Length > 0 ? keeping : ended;
        }
    }

    private async Task<string> ReadAsync(StreamSocket session, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                Result<ReadOnlyMemory<byte>> message = await session.ReceiveAsync(cancel);
                if (!message.IsOk)
                    return message.Fault.Message;
                Result<UserEvent> read = UserEventMapping.Read(message.Value);
                if (!read.TryGet(out UserEvent? happened, out Fault? fault))
                    sink.UserEventUnreadable(fault);
                else if (happened is ListenKeyExpired)
                    return "the listen key expired";
                else
                    sink.UserEvent(happened);
            }
        }
        catch (OperationCanceledException)
        {
            return "stopped";
        }
    }

    /// <summary>Keeps the key alive. Ends the session when the key has expired or before the exchange's limit of 24 hours; returns the reason, or empty.</summary>
    private async Task<string> KeepAliveAsync(StreamSocket session, CancellationToken sessionEnd)
    {
        long opened_ms = clock.NowMilliseconds();
        while (true)
        {
            await Task.Delay(KeepAliveEvery, clock, sessionEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (sessionEnd.IsCancellationRequested)
                return "";
            string reason = clock.NowMilliseconds() - opened_ms > options.RenewalAge.TotalMilliseconds ? "renewed before the venue's 24 hours" : "";
            if (reason.Length == 0)
            {
                Result<Done> kept = await KeepOnceAsync(sessionEnd);
                reason = kept.Fault is { Kind: FaultKind.NotFound } expired ? expired.Message : "";
            }

            if (reason.Length == 0)
                continue;
            session.Abort();
            return reason;
        }
    }

    private async Task<Result<Done>> KeepOnceAsync(CancellationToken sessionEnd)
    {
        try
        {
            return await _keys.KeepAliveAsync(sessionEnd);
        }
        catch (OperationCanceledException)
        {
            return Done.Value;
        }
    }
}
