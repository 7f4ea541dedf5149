using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Streams;

namespace Platform.Venue.Server.Control;

/// <summary>Opens and closes accounts at run time, and updates the key ring so that it contains the keys of the open accounts.</summary>
/// <param name="given">The credentials of the accounts in the options.</param>
internal sealed class AccountKeys(Exchange exchange, KeyRing keys, ListenKeyRegister listenKeys, IReadOnlyList<ApiCredential> given)
{
    private const int MaxAccounts = 10_000;
    private readonly Lock _gate = new();

    /// <summary>Fills the key ring with the keys of all open accounts: at the start, and after a reset or a restore.</summary>
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
                // A client may have closed an account of the options and opened it again with another secret.
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
            return new Fault(FaultKind.Invalid, "'secret' starts with '@', which means a file name; send an HMAC secret or the PEM text of a public key.");
        if (!ApiCredential.Create(key, secret).TryGet(out _, out Fault? fault))
            return fault;
        if (keys.Keys.Count() >= MaxAccounts)
            return new Fault(FaultKind.Rejected, $"{MaxAccounts} accounts are open, which is the maximum: close one first.");
        return exchange.OpenAccount(key, balance, secret, feeTier) is null
            ? new Fault(FaultKind.Rejected, $"The account '{key}' is already open: choose another key, or close it first.")
            : Load();
    }

    public Result<Done> Close(string key)
    {
        if (exchange.FindAccount(key) is not { } account)
            return new Fault(FaultKind.NotFound, $"There is no open account '{key}'.");
        exchange.Execute(new CloseAccount(account));
        listenKeys.ExpireNow(account.Value);
        return Load();
    }
}
