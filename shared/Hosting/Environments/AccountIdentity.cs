using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Hosting.Environments;

/// <summary>Which account of the exchange the files of one executor belong to; written when its first start has asked the exchange.</summary>
/// <param name="Account">The account's id in the configuration.</param>
/// <param name="Uid">The exchange's own name for the account; the same for every key of it.</param>
public sealed record AccountIdentity(string Account, string Uid)
{
    /// <summary>Ok when the key in use belongs to the account that the files belong to, or when there are none yet; Denied otherwise.</summary>
    public static Result<Done> Confirm(PlatformPaths paths, string account, string uid)
    {
        string file = paths.AccountFile(account);
        var given = new AccountIdentity(account, uid);
        if (!File.Exists(file))
            return JsonDocumentFile.Write(file, given, IdentityJson.Default.AccountIdentity);
        if (!JsonDocumentFile.Read(file, IdentityJson.Default.AccountIdentity).TryGet(out AccountIdentity? kept, out Fault? fault))
            return fault;
        return kept == given
            ? Done.Value
            : new Fault(FaultKind.Denied, $"{paths.EnvironmentRoot}: orders and positions of account '{kept.Account}' belong to the exchange's account {kept.Uid}; the key now given for '{account}' belongs to {uid}. Give the former key, use another id in accounts for the new one, or move the folder away to begin anew.");
    }
}
