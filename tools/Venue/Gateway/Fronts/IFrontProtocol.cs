using System.Text;
using System.Text.Json;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>An answer to a request over HTTP.</summary>
internal readonly record struct FrontAnswer(int Status, string Body);

/// <summary>One message to a client of a WebSocket.</summary>
internal readonly record struct FrontMessage(byte[] Bytes, bool IsBinary)
{
    public static FrontMessage OfText(string text) => new(Encoding.UTF8.GetBytes(text), false);
}

/// <summary>The public protocol of another exchange, spoken over the prices of the simulated market (other-venues.md).</summary>
internal interface IFrontProtocol
{
    /// <summary>Path of its WebSocket.</summary>
    string SocketPath { get; }

    FrontTerms Terms { get; }

    /// <summary>How the front lists a contract of the main market for which <see cref="FrontContract.IsListed"/> holds.</summary>
    FrontContract List(ListingView listing);

    /// <summary>Answers one message of a client; empty when nothing is answered. Changes the client's subscriptions.</summary>
    IEnumerable<string> Receive(string text, FrontTopics client, FrontMarket market);

    /// <summary>The message due on a subscription now; null when there is none.</summary>
    FrontMessage? Publish(FrontTopic topic, FrontMemory memory, FrontPrices prices, long now_ms);

    /// <summary>A message on a subscription of the whole market; null when there is none.</summary>
    FrontMessage? PublishAll(FrontTopic topic, FrontMemory memory, FrontMarket market, long now_ms) => null;

    /// <summary>A message to a client that was sent nothing since that virtual time; null for none.</summary>
    FrontMessage? Idle(long since_ms, long now_ms) => null;

    /// <summary>The answer to a WebSocket whose query the exchange refuses; null when it is accepted.</summary>
    FrontAnswer? Refuse(IReadOnlyDictionary<string, string> query) => null;

    /// <summary>Answers a request over HTTP; null for an unknown path.</summary>
    FrontAnswer? Answer(string method, string path, IReadOnlyDictionary<string, string> query, JsonElement? body, FrontMarket market);
}
