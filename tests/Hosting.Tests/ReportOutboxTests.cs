using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting.Alerts;
using Platform.Hosting.Control;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Hosting.Tests;

public sealed class ReportOutboxTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly AlertPublisher _alerts = new("data", _ => { }, TimeProvider.System, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
    private readonly ConcurrentQueue<int> _sent = new();
    private readonly ConcurrentQueue<int> _delivered = new();
    private volatile StatusCode _answer = StatusCode.OK;

    public void Dispose()
    {
        _stop.Cancel();
        _alerts.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Reports_arrive_in_order_and_each_until_it_is_answered()
    {
        ReportOutbox<int> outbox = New();
        _answer = StatusCode.Unavailable;
        outbox.Add(1);
        outbox.Add(2);
        Task running = outbox.RunAsync(_stop.Token);
        await Eventually.TrueAsync(() => _sent.Count >= 2);
        Assert.Empty(_delivered);
        Assert.True(_alerts.IsStanding("report/label"));

        _answer = StatusCode.OK;
        await Eventually.TrueAsync(() => _delivered.Count == 2);
        Assert.Equal([1, 2], _delivered);
        Assert.False(_alerts.IsStanding("report/label"));
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task A_permanently_refused_report_does_not_delay_the_next()
    {
        ReportOutbox<int> outbox = New();
        _answer = StatusCode.InvalidArgument;
        outbox.Add(1);
        Task running = outbox.RunAsync(_stop.Token);
        await Eventually.TrueAsync(() => _alerts.IsStanding("report/label/refused"));
        _answer = StatusCode.OK;
        outbox.Add(2);
        await Eventually.TrueAsync(() => _delivered.Count == 1);
        Assert.Equal([2], _delivered);
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public void When_the_queue_is_full_the_oldest_report_is_dropped_and_counted()
    {
        ReportOutbox<int> outbox = New();
        for (int i = 0; i < ReportOutbox<int>.WaitingMax + 3; i++)
            outbox.Add(i);
        Assert.Equal(3, outbox.Dropped);
        Assert.True(_alerts.IsStanding("report/label/dropped"));
    }

    private ReportOutbox<int> New() => new(
        "label",
        (report, _) =>
        {
            _sent.Enqueue(report);
            return _answer == StatusCode.OK ? Task.FromResult(new ReportReply { Accepted = true }) : throw new RpcException(new Status(_answer, "not now"));
        },
        (report, _) =>
        {
            _delivered.Enqueue(report);
            return Task.CompletedTask;
        },
        _alerts, TimeProvider.System, NullLogger.Instance);
}
