using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>Writes public events of streams (spec/binance-usdm.md §2.1).</summary>
internal static class MarketEventText
{
    public static void AggTrade(Utf8JsonWriter json, in AggTradePublished published, Decimals decimals, long now_ms)
    {
        Begin(json, "aggTrade", now_ms);
        json.WriteString("s"u8, published.Symbol);
        json.WriteNumber("a"u8, published.Trade.Id);
        json.WritePrice("p"u8, published.Trade.Price, decimals.Price);
        json.WriteQuantity("q"u8, published.Trade.Quantity, decimals.Quantity);
        json.WriteQuantity("nq"u8, published.QuantityWithoutRpi, decimals.Quantity);
        json.WriteNumber("f"u8, published.Trade.FirstTradeId);
        json.WriteNumber("l"u8, published.Trade.LastTradeId);
        json.WriteNumber("T"u8, published.Trade.Time_ms);
        json.WriteBoolean("m"u8, published.Trade.BuyerIsMaker);
        End(json);
    }

    public static void Trade(Utf8JsonWriter json, in TradeView trade, Decimals decimals, long now_ms, bool withSt)
    {
        Begin(json, "trade", now_ms);
        json.WriteNumber("T"u8, trade.Time_ms);
        json.WriteString("s"u8, trade.Symbol);
        json.WriteNumber("t"u8, trade.Id);
        json.WritePrice("p"u8, trade.Price, decimals.Price);
        json.WriteQuantity("q"u8, trade.Quantity, decimals.Quantity);
        json.WriteString("X"u8, trade.Origin switch { TradeOrigin.InsuranceFund => "INSURANCE_FUND", TradeOrigin.Adl => "ADL", _ => "MARKET" });
        json.WriteBoolean("m"u8, trade.BuyerIsMaker);
        if (withSt)
            json.WriteNumber("st"u8, 1);
        json.WriteEndObject();
    }

    public static void BookTicker(Utf8JsonWriter json, in BookTickerView ticker, Decimals decimals, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, "bookTicker"u8);
        json.WriteNumber("u"u8, ticker.UpdateId);
        json.WriteString("s"u8, ticker.Symbol);
        json.WriteString("ps"u8, ListingView.PairOf(ticker.Symbol));
        json.WritePrice("b"u8, ticker.Bid, decimals.Price);
        json.WriteQuantity("B"u8, ticker.BidQuantity, decimals.Quantity);
        json.WritePrice("a"u8, ticker.Ask, decimals.Price);
        json.WriteQuantity("A"u8, ticker.AskQuantity, decimals.Quantity);
        json.WriteNumber("T"u8, ticker.Time_ms);
        json.WriteNumber("E"u8, now_ms);
        End(json);
    }

    public static void MarkPrice(Utf8JsonWriter json, in PremiumView premium)
    {
        Begin(json, "markPriceUpdate", premium.Time_ms);
        json.WriteString("s"u8, premium.Symbol);
        json.WritePrice("p"u8, premium.MarkPrice, 8);
        json.WritePrice("ap"u8, premium.MarkAverage, 8);
        json.WritePrice("i"u8, premium.IndexPrice, 8);
        json.WritePrice("P"u8, premium.EstimatedSettlePrice, 8);
        if (premium.NextFunding_ms == 0)
            json.WriteString("r"u8, ""u8);
        else
            json.WriteRate("r"u8, premium.EstimatedFundingRate, 8);
        json.WriteNumber("T"u8, premium.NextFunding_ms);
        End(json);
    }

    /// <summary>Writes a kline event. An event of continuous klines has the pair and the contract type instead of the symbol.</summary>
    public static void Kline(Utf8JsonWriter json, string symbol, string interval, string contractType, KlineView kline, bool closed, Decimals decimals, long now_ms)
    {
        int quote = Math.Min(8, decimals.Price + decimals.Quantity);
        bool continuous = contractType.Length > 0;
        Begin(json, continuous ? "continuous_kline" : "kline", now_ms);
        json.WriteString(continuous ? "ps"u8 : "s"u8, continuous ? ListingView.PairOf(symbol) : symbol);
        if (continuous)
            json.WriteString("ct"u8, contractType);
        json.WriteStartObject("k"u8);
        json.WriteNumber("t"u8, kline.Open_ms);
        json.WriteNumber("T"u8, kline.Close_ms);
        if (!continuous)
            json.WriteString("s"u8, symbol);
        json.WriteString("i"u8, interval);
        json.WriteNumber("f"u8, kline.FirstTradeId);
        json.WriteNumber("L"u8, kline.LastTradeId);
        json.WritePrice("o"u8, kline.Open, decimals.Price);
        json.WritePrice("c"u8, kline.Close, decimals.Price);
        json.WritePrice("h"u8, kline.High, decimals.Price);
        json.WritePrice("l"u8, kline.Low, decimals.Price);
        json.WriteQuantity("v"u8, kline.Volume, decimals.Quantity);
        json.WriteNumber("n"u8, kline.TradeCount);
        json.WriteBoolean("x"u8, closed);
        json.WriteNotional("q"u8, kline.QuoteVolume, quote);
        json.WriteQuantity("V"u8, kline.TakerBuyVolume, decimals.Quantity);
        json.WriteNotional("Q"u8, kline.TakerBuyQuoteVolume, quote);
        json.WriteString("B"u8, "0"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a 24hrTicker event when <paramref name="full"/>, else a 24hrMiniTicker event.</summary>
    public static void Ticker(Utf8JsonWriter json, TickerView ticker, bool full, Decimals decimals, long now_ms)
    {
        Begin(json, full ? "24hrTicker" : "24hrMiniTicker", now_ms);
        json.WriteString("s"u8, ticker.Symbol);
        json.WriteString("ps"u8, ListingView.PairOf(ticker.Symbol));
        if (full)
        {
            json.WritePrice("p"u8, ticker.Change, decimals.Price);
            json.WriteRate("P"u8, ticker.ChangePercent, 3);
            json.WritePrice("w"u8, ticker.WeightedAverage, decimals.Price);
        }

        json.WritePrice("c"u8, ticker.Last, decimals.Price);
        if (full)
            json.WriteQuantity("Q"u8, ticker.LastQuantity, decimals.Quantity);
        json.WritePrice("o"u8, ticker.Open, decimals.Price);
        json.WritePrice("h"u8, ticker.High, decimals.Price);
        json.WritePrice("l"u8, ticker.Low, decimals.Price);
        json.WriteQuantity("v"u8, ticker.Volume, decimals.Quantity);
        json.WriteNotional("q"u8, ticker.QuoteVolume, Math.Min(8, decimals.Price + decimals.Quantity));
        if (full)
        {
            json.WriteNumber("O"u8, ticker.Open_ms);
            json.WriteNumber("C"u8, ticker.Close_ms);
            json.WriteNumber("F"u8, ticker.FirstTradeId);
            json.WriteNumber("L"u8, ticker.LastTradeId);
            json.WriteNumber("n"u8, ticker.TradeCount);
        }

        End(json);
    }

    /// <summary>Writes a forceOrder event; on the all-market stream it also has the symbol outside the order object.</summary>
    public static void ForceOrder(Utf8JsonWriter json, OrderView order, Price average, long time_ms, Decimals decimals, long now_ms, bool all)
    {
        Begin(json, "forceOrder", now_ms);
        json.WriteStartObject("o"u8);
        json.WriteString("s"u8, order.Symbol);
        json.WriteString("S"u8, WireNames.Of(order.Side));
        json.WriteString("o"u8, "LIMIT"u8);
        json.WriteString("f"u8, "IOC"u8);
        json.WriteQuantity("q"u8, order.Quantity, decimals.Quantity);
        json.WritePrice("p"u8, order.Price, decimals.Price);
        json.WritePrice("ap"u8, average, decimals.Price);
        json.WriteString("X"u8, WireNames.Of(order.Status));
        json.WriteQuantity("l"u8, order.Executed, decimals.Quantity);
        json.WriteQuantity("z"u8, order.Executed, decimals.Quantity);
        json.WriteNumber("T"u8, time_ms);
        json.WriteEndObject();
        if (all)
        {
            json.WriteString("ps"u8, ListingView.PairOf(order.Symbol));
            json.WriteNumber("st"u8, 1);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a contractInfo event, with the brackets when they have changed.</summary>
    public static void ContractInfo(Utf8JsonWriter json, ListingView listing, bool withBrackets, long now_ms)
    {
        Begin(json, "contractInfo", now_ms);
        json.WriteString("s"u8, listing.Symbol);
        json.WriteString("ps"u8, listing.Pair);
        json.WriteString("ct"u8, listing.Instrument.ContractType);
        json.WriteNumber("dt"u8, listing.Delivery_ms);
        json.WriteNumber("ot"u8, listing.Instrument.Onboard_ms);
        json.WriteString("cs"u8, WireNames.Of(listing.Instrument.Status));
        if (withBrackets)
            WriteBrackets(json, listing.Brackets);
        End(json);
    }

    /// <summary>Writes the brackets. A bracket applies to leverages from its maximum down to the maximum of the next bracket, exclusive.</summary>
    private static void WriteBrackets(Utf8JsonWriter json, IReadOnlyList<Bracket> brackets)
    {
        json.WriteStartArray("bks"u8);
        for (int i = 0; i < brackets.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("bs"u8, brackets[i].Number);
            json.WriteNumber("bnf"u8, brackets[i].NotionalFloor);
            json.WriteNumber("bnc"u8, brackets[i].NotionalCap);
            json.WriteDecimalNumber("mmr"u8, brackets[i].MaintenanceRate.Units);
            json.WriteDecimalNumber("cf"u8, brackets[i].Cumulative.Units);
            json.WriteNumber("mi"u8, i + 1 < brackets.Count ? brackets[i + 1].Leverage + 1 : 1);
            json.WriteNumber("ma"u8, brackets[i].Leverage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Begin(Utf8JsonWriter json, string type, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, type);
        json.WriteNumber("E"u8, now_ms);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteNumber("st"u8, 1);
        json.WriteEndObject();
    }
}
