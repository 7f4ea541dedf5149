using System.Text.Json;
using Platform.Http;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Http;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Wire;
using Platform.Venue.Gateway.WsApi;

namespace Platform.Venue.Server.Control;

/// <summary>Routes of the venue's clock and state page, which need no token, and of its state, which needs the token.</summary>
internal sealed class ControlRoutes(Exchange exchange, KeyRing keys, OpenSockets sockets, ListenKeyRegister listenKeys, FaultPlan faults, BearerToken? token)
{
    /// <summary>Number of levels of each side of the book that the state contains.</summary>
    private const int BookDepth = 5;

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/venue/v1/clock", RouteSecurity.Public, ClockAsync) { Weight = static _ => 0 },
        new("GET", "/venue", RouteSecurity.Public, PageAsync) { Weight = static _ => 0 },
        new("GET", "/venue/v1/state", RouteSecurity.Public, ControlCalls.Guard(token, StateAsync)) { Weight = static _ => 0 },
    ];

    private static ValueTask<ApiError?> PageAsync(ApiCall call)
    {
        call.Prepared = StatePage.Html;
        call.ContentType = "text/html;charset=UTF-8";
        return default;
    }

    private ValueTask<ApiError?> ClockAsync(ApiCall call)
    {
        ClockAnchor anchor = exchange.Clock.Anchor;
        call.Json.WriteStartObject();
        call.Json.WriteNumber("realStartMs"u8, anchor.RealStart_ms);
        call.Json.WriteNumber("virtualStartMs"u8, anchor.VirtualStart_ms);
        call.Json.WriteNumber("marketStartMs"u8, exchange.MarketStart_ms);
        call.Json.WriteNumber("speed"u8, anchor.Speed);
        call.Json.WriteNumber("nowMs"u8, exchange.Clock.Now_ms);
        call.Json.WriteBoolean("paused"u8, exchange.Clock.IsPaused);
        call.Json.WriteEndObject();
        return default;
    }

    /// <summary>Writes the state. Accounts, book and sums are read in one turn of the core, so they are consistent.</summary>
    private ValueTask<ApiError?> StateAsync(ApiCall call) => exchange.InOneTurn(() =>
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("nowMs"u8, exchange.Clock.Now_ms);
        call.Json.WriteNumber("speed"u8, exchange.Clock.Speed);
        call.Json.WriteBoolean("paused"u8, exchange.Clock.IsPaused);
        call.Json.WriteNumber("symbols"u8, exchange.Market.Symbols.Count);
        call.Json.WriteNumber("listenKeys"u8, listenKeys.Count);
        call.Json.WriteNumber("overflows"u8, sockets.Streams.Overflows);
        call.Json.WriteString("imbalance"u8, exchange.Imbalance().ToString());
        call.Json.WritePropertyName("openInterestImbalances"u8);
        call.Json.WriteArray(exchange.Market.Symbols.Where(symbol => !exchange.OpenInterestBalance(symbol).IsZero), call.Json.WriteStringValue);
        if (call.Parameters["names"] == "true")
        {
            call.Json.WritePropertyName("names"u8);
            call.Json.WriteArray(exchange.Market.Symbols, call.Json.WriteStringValue);
        }

        if (call.Parameters["symbol"] is { Length: > 0 } symbol && exchange.Market.Book(symbol, BookDepth) is { } book)
            WriteBook(call, book);
        WriteMemory(call);
        call.Json.WritePropertyName("accounts"u8);
        call.Json.WriteArray(keys.Keys, key => WriteAccount(call, key.Key, key.Value));
        call.Json.WritePropertyName("connections"u8);
        call.Json.WriteArray(sockets.All, socket => WriteConnection(call.Json, socket));
        call.Json.WritePropertyName("faults"u8);
        FaultText.Write(call.Json, faults);
        call.Json.WriteEndObject();
        return default(ValueTask<ApiError?>);
    });

    /// <summary>Writes the numbers of items in memory and the memory used; with collect=true, after a full garbage collection.</summary>
    private void WriteMemory(ApiCall call)
    {
        RetentionView kept = exchange.Accounts.Retention();
        call.Json.WriteStartObject("memory"u8);
        call.Json.WriteNumber("managedBytes"u8, GC.GetTotalMemory(forceFullCollection: call.Parameters["collect"] == "true"));
        call.Json.WriteNumber("processBytes"u8, Environment.WorkingSet);
        call.Json.WriteNumber("openOrders"u8, kept.OpenOrders);
        call.Json.WriteNumber("endedOrders"u8, kept.EndedOrders);
        call.Json.WriteNumber("forgottenOrders"u8, kept.Forgotten);
        call.Json.WriteNumber("fills"u8, kept.Fills);
        call.Json.WriteNumber("incomes"u8, kept.Incomes);
        call.Json.WriteNumber("amendments"u8, kept.Amendments);
        call.Json.WriteNumber("conditionalOrders"u8, kept.ConditionalOrders);
        call.Json.WriteNumber("trades"u8, kept.Trades);
        call.Json.WriteNumber("aggTrades"u8, kept.AggTrades);
        call.Json.WriteNumber("minutes"u8, kept.Minutes);
        call.Json.WriteEndObject();
    }

    private static void WriteBook(ApiCall call, BookView book)
    {
        call.Json.WriteStartObject("book"u8);
        call.Json.WriteString("symbol"u8, book.Symbol);
        WriteSide(call, "bids", book.Bids);
        WriteSide(call, "asks", book.Asks);
        call.Json.WriteEndObject();
    }

    private static void WriteSide(ApiCall call, string name, IReadOnlyList<BookLevel> levels)
    {
        call.Json.WritePropertyName(name);
        call.Json.WriteArray(levels, level =>
        {
            call.Json.WriteStartArray();
            call.Json.WriteStringValue(level.Price.ToString());
            call.Json.WriteStringValue(level.Quantity.ToString());
            call.Json.WriteEndArray();
        });
    }

    private void WriteAccount(ApiCall call, string key, int number)
    {
        AccountView account = exchange.Accounts.Account(new(number));
        call.Json.WriteStartObject();
        call.Json.WriteString("key"u8, key);
        call.Json.WriteMoney("walletBalance"u8, account.WalletBalance);
        call.Json.WriteMoney("unrealizedPnl"u8, account.UnrealizedPnl);
        call.Json.WriteMoney("marginBalance"u8, account.MarginBalance);
        call.Json.WriteMoney("availableBalance"u8, account.AvailableBalance);
        call.Json.WriteNumber("openOrders"u8, exchange.Accounts.OpenOrders(account.Account, null).Count);
        call.Json.WritePropertyName("positions"u8);
        call.Json.WriteArray(account.Positions, position =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, position.Symbol);
            call.Json.WriteString("positionSide"u8, WireNames.Of(position.PositionSide));
            call.Json.WriteDecimal("amount"u8, position.Amount.Units, -1);
            call.Json.WriteDecimal("entryPrice"u8, position.EntryPrice.Units, -1);
            call.Json.WriteDecimal("markPrice"u8, position.MarkPrice.Units, -1);
            call.Json.WriteEndObject();
        });
        call.Json.WriteEndObject();
    }

    private static void WriteConnection(Utf8JsonWriter json, (string Path, int Streams, SocketSession Session) connection)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, connection.Path);
        json.WriteNumber("streams"u8, connection.Streams);
        json.WriteNumber("sentFrames"u8, connection.Session.SentFrames);
        json.WriteEndObject();
    }
}
