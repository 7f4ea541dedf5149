using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Streams;

namespace Platform.Venue.Server.Control;

/// <summary>Opens and closes accounts while the venue runs, and keeps the key ring equal to the accounts that are open.</summary>
/// <param name="given">Credentials of the accounts that the options name.</param>
internal sealed class AccountKeys(Exchange exchange, KeyRing keys, ListenKeyRegister listenKeys, IReadOnlyList<ApiCredential> given)
{
    private const int MostAccounts = 10_000;
    private readonly Lock _gate = new();

    /// <summary>Fills the key ring: at the start, and after a reset or a restore.</summary>
    public Result<Done> Load()
    {
        lock (_gate)
        {
            List<(ApiCredential Credential, int Account)> open = [];
            foreach ((AccountId account, string name, string secret) in exchange.Credentials())
            {
                if (!ApiCredential.Create(name, secret).TryGet(out ApiCredential? credential, out Fault? fault))
                    return fault;
                open.Add((credential, account.Value));
            }

            foreach (ApiCredential credential in given)
            {
                // A key of the options may have been closed, and may have been opened again with another secret.
                if (exchange.FindAccount(credential.Key) is { } account && !open.Exists(entry => entry.Account == account.Value))
                    open.Add((credential, account.Value));
            }

            keys.Replace(open);
            return Done.Value;
        }
    }

    /// <param name="secret">An HMAC secret, or the PEM text of a public key.</param>
    public Result<Done> Open(string key, string secret, Money balance, int feeTier)
    {
        if (secret.StartsWith('@'))
            return new Fault(FaultKind.Invalid, "'secret' names a file; send an HMAC secret, or the PEM text of a public key.");
        if (!ApiCredential.Create(key, secret).TryGet(out _, out Fault? fault))
            return fault;
        if (keys.Keys.Count() >= MostAccounts)
            return new Fault(FaultKind.Rejected, $"{MostAccounts} accounts are open: close one first.");
        return exchange.OpenAccount(key, balance, secret, feeTier) is null
            ? new Fault(FaultKind.Rejected, $"The account '{key}' is open already: choose another key, or close it first.")
            : Load();
    }

    public Result<Done> Close(string key)
    {
        if (exchange.FindAccount(key) is not { } account)
            return new Fault(FaultKind.NotFound, $"There is no account '{key}'.");
        exchange.Execute(new CloseAccount(account));
        listenKeys.ExpireNow(account.Value);
        return Load();
    }
}
