using System.Globalization;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>Publishes the core's private events on the user streams of their account, in the core's order. Called on the core's turn.</summary>
internal sealed class UserPublisher : IExchangeSink
{
    private readonly TopicRegistry _topics;
    private readonly Precisions _precisions;
    private readonly Func<long> _clock_ms;
    private readonly EventText _text = new();
    private long _now_ms;

    public UserPublisher(TopicRegistry topics, ListenKeyRegister listenKeys, Precisions precisions, Func<long> clock_ms)
    {
        (_topics, _precisions, _clock_ms) = (topics, precisions, clock_ms);
        listenKeys.Expired += Expire;
    }

    public void TimeAdvanced(long now_ms) => _now_ms = now_ms;

    public void OrderUpdated(OrderUpdated update) =>
        Send(update.Order.Account, "ORDER_TRADE_UPDATE", update.Time_ms, (json, now) => UserEventText.OrderUpdate(json, update, _precisions.Of(update.Order.Symbol), now));

    public void TradeLiteSent(TradeLite trade) =>
        Send(trade.Order.Account, "TRADE_LITE", trade.Time_ms, (json, now) => UserEventText.TradeLite(json, trade, _precisions.Of(trade.Order.Symbol), now));

    public void AccountUpdated(AccountUpdated update) =>
        Send(update.Account, "ACCOUNT_UPDATE", update.Time_ms, (json, now) => UserEventText.AccountUpdate(json, update, _precisions, now));

    public void AlgoOrderUpdated(AlgoOrderUpdated update) =>
        Send(update.Order.Account, "ALGO_UPDATE", update.Time_ms, (json, now) => UserEventText.AlgoUpdate(json, update.Order, update.Time_ms, _precisions.Of(update.Order.Symbol), now));

    public void MarginCalled(MarginCalled call) =>
        Send(call.Account, "MARGIN_CALL", call.Time_ms, (json, now) => UserEventText.MarginCall(json, call, _precisions, now));

    public void AccountConfigured(AccountConfigured change) =>
        Send(change.Account, "ACCOUNT_CONFIG_UPDATE", change.Time_ms, (json, now) => UserEventText.Configured(json, change, now));

    private void Send(AccountId account, string type, long time_ms, Action<System.Text.Json.Utf8JsonWriter, long> write)
    {
        FollowedStream[] topics = _topics.Of(account.Value.ToString(CultureInfo.InvariantCulture), StreamKind.User);
        if (topics.Length == 0)
            return;
        write(_text.Begin(), Math.Max(_now_ms, time_ms));
        foreach (FollowedStream topic in topics)
            topic.Send(_text.Written, type);
    }

    /// <summary>Publishes the expiry of a listen key. It runs on a timer's thread, so it uses a separate buffer.</summary>
    private void Expire(string listenKey, int account)
    {
        var text = new EventText();
        UserEventText.ListenKeyExpired(text.Begin(), listenKey, _clock_ms());
        foreach (FollowedStream topic in _topics.Of(account.ToString(CultureInfo.InvariantCulture), StreamKind.User))
        {
            if (topic.Name.Text == listenKey)
                topic.Send(text.Written, "listenKeyExpired");
        }

        _topics.Drop(listenKey);
    }
}
