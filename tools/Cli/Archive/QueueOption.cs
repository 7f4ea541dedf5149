using System.CommandLine;
using Platform.Archives.Queues;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Archive;

/// <summary>The options of a queue shared with other workers, and how to open it.</summary>
internal sealed class QueueOption
{
    private static readonly TimeSpan s_leaseMin = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _queue = new("--queue") { Description = "Queue shared by several workers: a file in a folder that all of them can access, or postgres://USER:PASSWORD@HOST:PORT/DATABASE." };
    private readonly Option<double> _lease = new("--lease") { Description = "Seconds after which the symbol of a silent worker is assigned to another.", DefaultValueFactory = _ => 120 };

    public QueueOption AddTo(Command command, bool withLease)
    {
        command.Add(_queue);
        if (withLease)
            command.Add(_lease);
        return this;
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_queue) is not null;

    public TimeSpan Lease(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_lease));

    /// <summary>Opens the configured queue; without one, a queue of this process only.</summary>
    public async Task<Result<IWorkQueue>> OpenAsync(ParseResult parsed, TimeSpan lease, CancellationToken cancel)
    {
        if (lease < s_leaseMin)
            return new Fault(FaultKind.Invalid, $"--lease is {lease.TotalSeconds} s; expected at least {s_leaseMin.TotalSeconds}");
        switch (parsed.GetValue(_queue))
        {
            case null:
                return new MemoryQueue(TimeProvider.System, lease);
            case { } address when PostgresQueue.IsAddress(address):
                return (await PostgresQueue.OpenAsync(address, lease, cancel)).Then<IWorkQueue>(queue => queue);
            case { } path when Directory.Exists(path):
                return new Fault(FaultKind.Invalid, $"--queue {path} is a folder; expected a file in it, such as {Path.Combine(path, "queue.json")}");
            case { } path:
                return new FileQueue(path, TimeProvider.System, lease);
        }
    }
}
