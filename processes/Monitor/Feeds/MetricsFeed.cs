using System.Text;
using Grpc.Core;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Rpc.Channel;
using Platform.Wire.V1;

namespace Platform.Monitor.Feeds;

/// <summary>The Prometheus text of every process in one answer; a process that does not answer is omitted and counted.</summary>
internal sealed class MetricsFeed : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly List<(RpcChannel Channel, Inspection.InspectionClient Client)> _processes = [];
    private readonly ProcessContext _context;

    public MetricsFeed(ProcessContext context)
    {
        _context = context;
        PlatformAddresses addresses = context.Addresses;
        IEnumerable<string> targets = new[] { "coordinator", "data", "strategy" }.Select(process => addresses.Rpc(process))
            .Concat(context.Configuration.Accounts.Where(account => account.Enabled).Select(account => addresses.Rpc("executor", account.Id)));
        foreach (string target in targets)
        {
            RpcChannel channel = context.Access.Open(target);
            _processes.Add((channel, new Inspection.InspectionClient(channel)));
        }
    }

    public async Task<string> ReadAsync(CancellationToken cancel)
    {
        string?[] texts = await Task.WhenAll(_processes.Select(process => AskAsync(process.Client, cancel)));
        string own = _context.Metrics.ToPrometheusText();
        int silent = texts.Count(text => text is null);
        return Merge([own, .. texts.OfType<string>(), $"# HELP platform_silent_processes Processes that did not answer for their metrics\n# TYPE platform_silent_processes gauge\nplatform_silent_processes {silent}\n"]);
    }

    public void Dispose() => _processes.ForEach(process => process.Channel.Dispose());

    /// <summary>
    /// Writes each metric family once, as the format requires: the HELP and TYPE lines of the first process, the values of all.
    /// </summary>
    internal static string Merge(IEnumerable<string> texts)
    {
        var families = new SortedDictionary<string, (List<string> Heads, List<string> Values)>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            (List<string> Heads, List<string> Values) family = ([], []);
            bool first = true;
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                {
                    string name = line.Split(' ', 4)[2];
                    first = !families.ContainsKey(name);
                    family = families.TryGetValue(name, out var known) ? known : families[name] = ([], []);
                }

                if (!line.StartsWith('#'))
                    family.Values.Add(line);
                else if (first)
                    family.Heads.Add(line);
            }
        }

        var merged = new StringBuilder();
        foreach ((List<string> heads, List<string> values) in families.Values)
            merged.AppendJoin('\n', heads.Concat(values)).Append('\n');
        return merged.ToString();
    }

    private async Task<string?> AskAsync(Inspection.InspectionClient client, CancellationToken cancel)
    {
        try
        {
            var options = new CallOptions(deadline: _context.RealTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel);
            return (await client.GetMetricsAsync(new MetricsRequest(), options)).Text;
        }
        catch (RpcException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
