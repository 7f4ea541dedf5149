using System.Net;
using System.Security.Cryptography.X509Certificates;
using Platform.Http;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Unconfirmed;

namespace Platform.Venue.Server.Options;

/// <summary>The validated options of the venue.</summary>
internal sealed record VenueOptions
{
    public required IPEndPoint Listen { get; init; }
    public required IReadOnlyList<AccountOption> Accounts { get; init; }

    /// <summary>The options of the exchange, without its accounts, which are in <see cref="Accounts"/>.</summary>
    public required ExchangeOptions Exchange { get; init; }

    /// <summary>Path of the state file, from which the exchange continues when it exists; null for none.</summary>
    public string? StatePath { get; init; }

    /// <summary>True for order acknowledgements with avgPrice and cumQuote, as before 2026-06-30.</summary>
    public bool Compat2025 { get; init; }

    /// <summary>True to accept only signatures over the received bytes.</summary>
    public bool StrictSignatures { get; init; }

    /// <summary>True to refuse repeated, empty, unknown and unexpected parameters.</summary>
    public bool StrictParameters { get; init; }

    /// <summary>The bearer token of the control API; when null, all calls that need the token are refused.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>The TLS certificate for https and wss; null to serve http and ws.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Faults that are active from the start.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];
    public VenueLimits Limits { get; init; } = new();

    /// <summary>Assumptions about unconfirmed facts.</summary>
    public UnconfirmedFacts Facts { get; init; } = new();
    public SocketOptions Sockets { get; init; } = new();

    /// <summary>Other exchanges whose public protocols are served over the same market.</summary>
    public IReadOnlyList<(string Exchange, IPEndPoint Listen)> Also { get; init; } = [];
}
