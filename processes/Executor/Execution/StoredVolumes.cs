using Grpc.Core;
using Platform.Analytics.Execution;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.Executor.Execution;

/// <summary>The stored volumes of 5-minute windows, from the data process or a test.</summary>
internal interface IVolumeHistory
{
    /// <summary>Windows with open time in [from, to) of one symbol; a fault when the store does not answer.</summary>
    Task<Result<IReadOnlyList<WindowVolume>>> ReadAsync(string symbol, long from_ms, long to_ms, CancellationToken cancel);
}

/// <summary>Queries the data process for the bars of a volume profile, a few queries at a time.</summary>
internal sealed class StoredVolumes(Data.DataClient data, TimeProvider realTime) : IVolumeHistory
{
    private const int QuestionsAtOnce = 4;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _questions = new(QuestionsAtOnce);

    public async Task<Result<IReadOnlyList<WindowVolume>>> ReadAsync(string symbol, long from_ms, long to_ms, CancellationToken cancel)
    {
        var request = new QueryBarsRequest { BeginLabel = Label.At(from_ms).ToString(), EndLabel = Label.At(to_ms - 1).ToString(), Interval = "5m" };
        request.Symbols.Add(symbol);
        var volumes = new List<WindowVolume>();
        await _questions.WaitAsync(cancel);
        try
        {
            using AsyncServerStreamingCall<BarBatch> call = data.QueryBars(
                request, new CallOptions(deadline: realTime.GetUtcNow().UtcDateTime + s_limit, cancellationToken: cancel));
            while (await call.ResponseStream.MoveNext(cancel))
            {
                foreach (BarEvent wire in call.ResponseStream.Current.Bars)
                {
                    if (wire.ToDomain().TryGet(out Bar? bar, out Fault? _))
                        volumes.Add(new WindowVolume(bar.OpenTime_ms, bar.Volume.ToDouble()));
                }
            }

            return Result<IReadOnlyList<WindowVolume>>.Ok(volumes);
        }
        catch (RpcException refused)
        {
            cancel.ThrowIfCancellationRequested();
            return new Fault(FaultKind.Unavailable, $"the data process returned no bars: {refused.Status.Detail}", IsTransient: true);
        }
        finally
        {
            _questions.Release();
        }
    }
}
