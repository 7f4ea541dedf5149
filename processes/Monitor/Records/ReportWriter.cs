using Microsoft.Extensions.Logging;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Records;

/// <summary>Keeps the report documents of all accounts up to date, one account after the other, by real time.</summary>
internal sealed partial class ReportWriter(RecordedAccounts recorded, IReadOnlyList<string> accounts, AlertPublisher alerts, TimeProvider realTime, ILogger log)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(2);

    /// <summary>Writes until cancelled; a failed document is written again at its next turn.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (TimeSpan wait = s_first; ; wait = s_interval)
        {
            await Task.Delay(wait, realTime, cancel);
            long started = realTime.GetTimestamp();
            foreach (string account in accounts)
            {
                Fault? fault = (await recorded.WriteDocumentsAsync(account, cancel)).Fault;
                alerts.Set($"report_{account}", fault is not null, AlertSeverity.Warning, $"the report of {account} cannot be written: {fault?.Message}");
            }

            Written(accounts.Count, realTime.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Updated the reports of {Accounts} accounts in {Milliseconds:0} ms")]
    private partial void Written(int accounts, double milliseconds);
}
