using Microsoft.Extensions.Logging.Abstractions;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Accounts;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Recording;
using Platform.Hosting.Alerts;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Kit;

/// <summary>The recording part of an executor from its start to its kill, and orders whose facts it journals.</summary>
internal sealed class RecordingLife : IAsyncDisposable
{
    private readonly IOrderGateway _gateway;
    private readonly SteppedVenue _venue;
    private readonly AccountExecutor _executor;

    /// <param name="rest">A session that trades, or one that reads for a dry run.</param>
    public RecordingLife(SteppedVenue venue, BinanceRest rest, string folder)
    {
        var alerts = new AlertPublisher("recording", _ => { }, venue.Clock, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        (_venue, _gateway) = (venue, TradedAccount.GatewayOf(rest, folder, venue.Clock, alerts));
        RecordedAccount recorded = RecordedAccount.Open(new RecordedFolders(folder, Path.Combine(folder, "accounting"), WaitForDisk: false), TradedAccount.Account, _gateway.Bookings, venue.Clock).Value;
        _executor = new AccountExecutor(TradedAccount.SetupOf(rest, _gateway, alerts, venue.Clock), recorded.Journal);
        Recorder = new AccountRecorder(recorded, _executor, alerts, venue.Clock, TimeProvider.System);
    }

    public AccountRecorder Recorder { get; }

    /// <summary>Reads the account as an executor does at intervals.</summary>
    public async Task LookAsync() => Assert.Null((await _gateway.AccountAsync(CancellationToken.None)).Fault);

    /// <summary>A market order of about the notional; of our own the ledger has every fact, of a foreign one none.</summary>
    public async Task OrderAsync(string symbol, Side side, int notional, bool isOwn, int number)
    {
        string parent = $"r{number}-{symbol}", id = isOwn ? $"{OrderIds.Parent(TradedAccount.Account, $"r{number}", "", symbol, default, default)}-0-0" : $"elsewhere-{number}";
        Quantity quantity = await _venue.QuantityOfAsync(symbol, notional);
        long now_ms = _venue.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Result<VenueOrder> placed = await _gateway.PlaceAsync(new NewOrder(symbol, side, PositionSide.Both, OrderType.Market, quantity, false, id), static () => "", CancellationToken.None);
        await _venue.StepAsync(1_000);
        if (!isOwn || !placed.IsOk)
            return;
        VenueOrder order = (await _gateway.QueryAsync(symbol, id, CancellationToken.None)).Value;
        await RecordAsync(new RunOpened(now_ms, $"r{number}", "", RunKind.Trade));
        await RecordAsync(new ParentPlanned(now_ms, $"r{number}", parent, symbol, side, PositionSide.Both, quantity, false, Price.Of(1), quantity, ""));
        await RecordAsync(new OrderIntended(now_ms, id, parent, OrderType.Market, quantity, Price.Zero));
        await RecordAsync(new OrderSignalled(now_ms, id, OrderSignal.Send, Quantity.Zero, 0, ""));
        foreach (VenueTrade trade in (await _gateway.TradesOfAsync(symbol, order.OrderId, CancellationToken.None)).Value)
            await RecordAsync(new FillBooked(trade.Time_ms, id, trade.TradeId, trade.Quantity, trade.Price, trade.Commission, trade.CommissionAsset, trade.RealizedPnl, trade.IsMaker));
        await RecordAsync(new OrderSignalled(now_ms, id, order.Status == VenueOrderStatus.Filled ? OrderSignal.FillRest : OrderSignal.Expire, order.Executed, order.OrderId, ""));
        await RecordAsync(new ParentClosed(now_ms, parent, ""));
        await RecordAsync(new RunClosed(now_ms, $"r{number}", ""));
    }

    /// <summary>Ends as in a kill: what waits is lost from memory.</summary>
    public async ValueTask DisposeAsync()
    {
        _executor.Dispose();
        await Recorder.CloseAsync();
    }

    private Task RecordAsync(LedgerRecord fact) => Eventually.EndsAsync(_executor.RecordAsync(_ => fact));
}
