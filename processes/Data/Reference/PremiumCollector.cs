using Microsoft.Extensions.Logging;
using Platform.Bus.Publishing;
using Platform.Domain.Labels;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;

namespace Platform.Data.Reference;

/// <summary>Publishes each finished premium window and merges the windows into day files, in batches.</summary>
internal sealed partial class PremiumCollector(PremiumSampler sampler, PremiumFiles files, BusPublisher bus, TimeSpan interval, TimeProvider realTime, ILogger log)
{
    /// <summary>Runs until cancelled, then stores what it has.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var waiting = new List<PremiumRow>();
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(interval, realTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (sampler.Finished.TryRead(out PremiumRow? row))
            {
                bus.Publish(BusTopics.PremiumIndex.Of(row.Symbol), row.ToWire(), row.OpenTime_ms + Label.Length_ms);
                waiting.Add(row);
            }

            if (waiting.Count > 0 && Store(waiting))
                waiting.Clear();
        }
    }

    private bool Store(List<PremiumRow> waiting)
    {
        foreach (IGrouping<string, PremiumRow> bySymbol in waiting.GroupBy(row => row.Symbol))
        {
            Result<Done> stored = files.Merge(bySymbol.Key, bySymbol);
            if (stored.IsOk)
                continue;
            NotStored(bySymbol.Key, stored.Fault.Message);
            return false;
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Symbol}: premium windows cannot be stored: {Reason}; the write is retried")]
    private partial void NotStored(string symbol, string reason);
}
