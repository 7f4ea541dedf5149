using System.Net;
using System.Security.Cryptography.X509Certificates;
using Platform.Http;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Unconfirmed;

namespace Platform.Venue.Server.Options;

/// <summary>Everything the command line decides about the venue.</summary>
internal sealed record VenueOptions
{
    public required IPEndPoint Listen { get; init; }
    public required IReadOnlyList<AccountOption> Accounts { get; init; }

    /// <summary>The market and its clock; accounts are added from <see cref="Accounts"/>.</summary>
    public required ExchangeOptions Exchange { get; init; }

    /// <summary>The file that keeps the state; an exchange goes on from it when it exists. Null: nothing is kept.</summary>
    public string? StatePath { get; init; }

    /// <summary>True gives acknowledgements the shape they had before 2026-06-30.</summary>
    public bool Compat2025 { get; init; }

    /// <summary>True accepts signatures over the received bytes only.</summary>
    public bool StrictSignatures { get; init; }

    /// <summary>True refuses parameters that are repeated, empty, unknown or not taken by the call.</summary>
    public bool StrictParameters { get; init; }

    /// <summary>The bearer token of the control API; without one its private part is closed.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>Serves https and wss when set, http and ws otherwise.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Faults in force from the start.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];
    public VenueLimits Limits { get; init; } = new();

    /// <summary>What is assumed where no source says how the real exchange does it.</summary>
    public UnconfirmedFacts Facts { get; init; } = new();
    public SocketOptions Sockets { get; init; } = new();
}
