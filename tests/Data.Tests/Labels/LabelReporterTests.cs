using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Data.Labels;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Rpc.Channel;
using Platform.Rpc.Server;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Data.Tests.Labels;

public sealed class LabelReporterTests
{
    private static readonly Label s_first = Label.Parse("2025-12-22-004").Value;

    [Fact]
    public async Task Labels_wait_for_an_absent_coordinator_and_the_newest_answered_one_is_stored()
    {
        using var folder = new TempFolder();
        int port = FreePort.Next();
        using RpcChannel channel = RpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using var alerts = new AlertPublisher("data", _ => { }, TimeProvider.System, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        var client = new Coordinator.CoordinatorClient(channel);
        var reporter = new LabelReporter(client, folder.File("reported_label"), 1, alerts, TimeProvider.System, NullLogger.Instance);
        Assert.Null(reporter.ReadMark());
        using var stop = new CancellationTokenSource();
        Task running = reporter.RunAsync(stop.Token);
        reporter.Report(Verdict(s_first));
        reporter.Report(Verdict(s_first + 1, "ETHUSDT"));

        var heard = new ConcurrentQueue<DataCompleteReport>();
        var builder = new RpcServerBuilder(new RpcServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, port)] }, NullLoggerFactory.Instance);
        builder.Add(Coordinator.Descriptor, binder => Coordinator.BindService(binder, new BarListener(heard)));
        await using RpcServer server = builder.Build();
        Assert.True((await server.StartAsync(CancellationToken.None)).IsOk);

        await Eventually.TrueAsync(() => reporter.Reported == 2);
        await Eventually.TrueAsync(() => reporter.ReadMark() == s_first + 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["2025-12-22-004-r0", "2025-12-22-005-r0"], heard.Select(report => report.RunId));
        Assert.Equal([false, true], heard.Select(report => report.Degraded));
        Assert.Equal("ETHUSDT", Assert.Single(heard.Last().Missing));
    }

    private static LabelOutcome Verdict(Label label, params string[] missing) => new(label, 2, 2 - missing.Length, missing, label.End_ms + 2_000, label.End_ms + 2_050);

    private sealed class BarListener(ConcurrentQueue<DataCompleteReport> heard) : Coordinator.CoordinatorBase
    {
        public override Task<ReportReply> ReportDataComplete(DataCompleteReport request, ServerCallContext context)
        {
            heard.Enqueue(request);
            return Task.FromResult(new ReportReply { Accepted = true });
        }
    }
}
