using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Coordinator.Operations;
using Platform.Coordinator.Rates;
using Platform.Coordinator.Registry;
using Platform.Coordinator.Runs;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Coordinator;

/// <summary>The coordinator's gRPC endpoint: passes each call to the part that answers it and maps faults to status codes.</summary>
internal sealed partial class CoordinatorEndpoint(
    ProcessRegistry registry,
    SupervisorWatch supervisor,
    RunLedger runs,
    CommandFollowing following,
    WeightBudget budget,
    ILogger log) : Wire.V1.Coordinator.CoordinatorBase
{
    private CommandLog Commands => following.Log;

    public override Task<RegisterReply> Register(RegisterRequest request, ServerCallContext context)
    {
        if (registry.Register(request))
        {
            Registered(request.InstanceId, request.Pid);
            if (request.Process == "strategy")
                Value(runs.StrategyRestarted());
        }

        return Task.FromResult(new RegisterReply { HeartbeatIntervalMs = (long)registry.HeartbeatInterval.TotalMilliseconds });
    }

    public override Task<HeartbeatReply> Heartbeat(HeartbeatRequest request, ServerCallContext context) =>
        Task.FromResult(new HeartbeatReply { Known = registry.Heartbeat(request) });

    public override Task<ReportReply> ReportDataComplete(DataCompleteReport request, ServerCallContext context) =>
        Task.FromResult(Value(runs.DataComplete(request)));

    public override Task<ReportReply> ReportComputed(ComputedReport request, ServerCallContext context) =>
        Task.FromResult(Value(runs.Computed(request)));

    public override Task<ReportReply> ReportExecuted(ExecutedReport request, ServerCallContext context) =>
        Task.FromResult(Value(runs.Executed(request)));

    public override Task<ReportReply> ReportAlerts(ReportAlertsRequest request, ServerCallContext context)
    {
        supervisor.Report(request);
        return Task.FromResult(new ReportReply { Accepted = true });
    }

    public override Task<ListProcessesReply> ListProcesses(ListProcessesRequest request, ServerCallContext context)
    {
        var reply = new ListProcessesReply { Operator = Commands.State };
        reply.Processes.AddRange(registry.List());
        return Task.FromResult(reply);
    }

    public override Task<ListRunsReply> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        var reply = new ListRunsReply();
        reply.Runs.AddRange(runs.List(request.Limit, request.BeforeRunId));
        return Task.FromResult(reply);
    }

    public override Task<CommandReply> Command(CommandRequest request, ServerCallContext context)
    {
        CommandReply reply = Value(Commands.Command(request));
        CommandAnswered(request.CommandId, request.Kind, $"{request.Account} {request.Symbol}".Trim(), request.By, request.Reason, reply.Accepted, reply.Reason);
        if (reply.Accepted)
            Value(runs.Hold(Commands.Holds));
        return Task.FromResult(reply);
    }

    /// <summary>Streams commands until the executor disconnects or this process stops.</summary>
    public override Task FollowCommands(FollowCommandsRequest request, IServerStreamWriter<CommandFeed> responseStream, ServerCallContext context) =>
        following.FollowAsync(request, responseStream, context.CancellationToken);

    public override Task<ReportReply> ReportCommand(CommandOutcome request, ServerCallContext context)
    {
        ReportReply reply = Value(Commands.Report(request));
        Value(runs.Hold(Commands.Holds));
        return Task.FromResult(reply);
    }

    public override Task<ListCommandsReply> ListCommands(ListCommandsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCommandsReply { Commands = { Commands.List(request.Limit) } });

    public override Task<TakeWeightReply> TakeWeight(TakeWeightRequest request, ServerCallContext context)
    {
        if (budget.Check(request.Pool, request.Process, request.Weight, request.WeightMax) is { } refused)
            throw new RpcException(new Status(refused.Kind == FaultKind.Invalid ? StatusCode.InvalidArgument : StatusCode.ResourceExhausted, refused.Message));
        if (request.BlockedForMs > 0 && budget.Block(request.Pool, request.BlockedForMs))
            RequestsBlocked(request.Pool, request.Process, request.BlockedForMs);
        if (!budget.Observe(request.Pool, request.VenueUsed, request.VenueMinute))
            CountRejected(request.Process, request.VenueUsed, request.Pool);
        WeightAnswer answer = budget.Take(request.Pool, request.Process, request.Weight, request.WeightMax, request.RiskReducing);
        return Task.FromResult(new TakeWeightReply
        {
            Granted = answer.Granted,
            GrantedWeight = answer.Weight,
            RetryAfterMs = answer.RetryAfter_ms,
            BlockedForMs = answer.BlockedFor_ms,
        });
    }

    private static T Value<T>(Result<T> result) => result.IsOk
        ? result.Value
        : throw new RpcException(new Status(result.Fault.Kind == FaultKind.Invalid ? StatusCode.InvalidArgument : StatusCode.Unavailable, result.Fault.Message));

    [LoggerMessage(Level = LogLevel.Information, Message = "Registered {InstanceId} (pid {Pid})")]
    private partial void Registered(string instanceId, int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Pool} blocked the requests of {Process} for {BlockedFor} ms; every process that uses this IP address pauses its requests")]
    private partial void RequestsBlocked(string pool, string process, long blockedFor);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Process} reports an impossible weight of {Count} at {Pool}; the report is not used")]
    private partial void CountRejected(string process, int count, string pool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command {CommandId}: {Kind} {Account} by {By} ({Why}): accepted {Accepted} {Reason}")]
    private partial void CommandAnswered(string commandId, string kind, string account, string by, string why, bool accepted, string reason);
}
