using System.Net;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Configuration.Trading;

namespace Platform.Hosting.Configuration.Reading;

/// <summary>Rules that relate several keys; the range of one key is declared with the key.</summary>
internal static class ConfigurationRules
{
    /// <summary>Returns the key and the problem of each violated rule.</summary>
    public static IEnumerable<(string Path, string Message)> Check(PlatformConfiguration configuration) =>
        [.. Consent(configuration), .. Leverage(configuration), .. Accounts(configuration), .. Ports(configuration), .. Timing(configuration), .. Lists(configuration)];

    private static IEnumerable<(string, string)> Consent(PlatformConfiguration configuration)
    {
        if (configuration.Mode == PlatformMode.Live && configuration.Live.Confirm != LiveOptions.Consent)
            yield return ("live.confirm", $"must read \"{LiveOptions.Consent}\" in mode live, which trades real money; otherwise use mode mock or testnet.");
    }

    private static IEnumerable<(string, string)> Leverage(PlatformConfiguration configuration)
    {
        double strategy = configuration.Portfolio.StrategyLeverage, exchange = configuration.Execution.Leverage;
        if (strategy > 0.5 * exchange)
            yield return ("portfolio.strategy_leverage", $"is {strategy:0.##}; expected at most half of execution.leverage ({exchange:0}), that is {0.5 * exchange:0.##}: initial margin must fit into half of the equity.");
        double gross = strategy * configuration.Portfolio.Gross;
        if (gross > configuration.Risk.GrossLeverageMax)
            yield return ("risk.gross_leverage_max", $"is {configuration.Risk.GrossLeverageMax:0.##}; expected at least strategy_leverage x gross = {gross:0.##}, or every run would be denied.");
    }

    private static IEnumerable<(string, string)> Accounts(PlatformConfiguration configuration)
    {
        if (!configuration.Accounts.Any(account => account.Enabled))
            yield return ("accounts", "contains no enabled account; expected at least one.");
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int index = 0; index < configuration.Accounts.Count; index++)
        {
            AccountOptions account = configuration.Accounts[index];
            if (account.Id.Length == 0)
                yield return ($"accounts[{index}]", "has no id; expected letters, digits and underscores.");
            else if (!seen.Add(account.Id))
                yield return ($"accounts[{index}]", $"repeats the id '{account.Id}'; each account needs a unique id.");
        }
    }

    private static IEnumerable<(string, string)> Ports(PlatformConfiguration configuration)
    {
        NetworkOptions network = configuration.Network;
        if (!IPAddress.TryParse(network.Host, out IPAddress? host))
            yield return ("network.host", $"is '{network.Host}'; expected an IPv4 address, such as 127.0.0.1.");
        else if (!IPAddress.IsLoopback(host) && network.TlsCertificate.Length == 0)
            yield return ("network.host", $"is {host}, which other machines can reach; expected 127.0.0.1, or TLS: network.tls_certificate and network.tls_key with PEM files.");
        if (network.TlsKey.Length > 0 && network.TlsCertificate.Length == 0)
            yield return ("network.tls_key", "is set without network.tls_certificate; expected both, or neither for no TLS.");
        Dictionary<int, string> taken = [];
        foreach ((string key, int port) in network.PortsOf(configuration.Mode == PlatformMode.Mock, configuration.Accounts.Count))
        {
            if (port is < 1 or > 65535)
                yield return ($"network.{key}", $"is {port} after network.port_shift; expected 1 to 65535.");
            else if (!taken.TryAdd(port, key))
                yield return ($"network.{key}", $"is port {port}, which network.{taken[port]} already uses; ports must differ.");
        }
    }

    private static IEnumerable<(string, string)> Timing(PlatformConfiguration configuration)
    {
        if (configuration.Bars.HardDeadline_ms <= configuration.Bars.Grace_ms)
            yield return ("bars.hard_deadline_ms", $"is {configuration.Bars.HardDeadline_ms}; expected more than bars.grace_ms ({configuration.Bars.Grace_ms}).");
        if (configuration.Trigger.Deadline_ms <= configuration.Bars.Grace_ms)
            yield return ("trigger.deadline_ms", $"is {configuration.Trigger.Deadline_ms}; expected more than bars.grace_ms ({configuration.Bars.Grace_ms}), or every run would be degraded.");
        if (configuration.Supervisor.RestartBackoffMax_ms < configuration.Supervisor.RestartBackoff_ms)
            yield return ("supervisor.restart_backoff_max_ms", "is below supervisor.restart_backoff_ms; expected at least that value.");
    }

    private static IEnumerable<(string, string)> Lists(PlatformConfiguration configuration)
    {
        IReadOnlyList<double> bounds = configuration.TranStats.Rmb;
        if (bounds.Count != 3 || bounds.Any(bound => bound <= 0) || !bounds.SequenceEqual(bounds.Distinct().Order()))
            yield return ("tran_stats.rmb", "must have three increasing amounts, such as [40000, 200000, 1000000].");
        string[] known = ["15m", "30m", "1h", "4h", "8h", "12h", "1d"];
        foreach (string period in configuration.Bars.Rollups.Where(period => !known.Contains(period)))
            yield return ("bars.rollups", $"contains '{period}'; expected only {string.Join(", ", known)}.");
    }
}
