using Grpc.Core;
using Platform.Contracts;
using Platform.Primitives.Numbers;
using Platform.Strategy.Plugins;
using Platform.Strategy.Runs;
using Platform.Strategy.Targets;
using Platform.Wire.V1;

namespace Platform.Strategy.Control;

/// <summary>The gRPC service Strategy: answers queries about loaded calculators and the targets of runs. Read-only; any thread.</summary>
internal sealed class StrategyEndpoint(PluginRegistry registry, RunHistory ledger, TargetFiles files) : Wire.V1.Strategy.StrategyBase
{
    public override Task<ListCalculatorsReply> ListCalculators(ListCalculatorsRequest request, ServerCallContext context)
    {
        var reply = new ListCalculatorsReply();
        PluginSet set = registry.Current;
        reply.Calculators.AddRange(set.Calculators.Select(RowOf));
        reply.Calculators.AddRange(set.Rejections.Select(rejection => new CalculatorRow
        {
            Name = rejection.Name,
            File = Path.GetFileName(rejection.File),
            State = "rejected",
            Detail = rejection.Why,
        }));
        return Task.FromResult(reply);
    }

    public override Task<GetTargetsReply> GetTargets(GetTargetsRequest request, ServerCallContext context)
    {
        GetTargetsReply? reply = ledger.Find(request.RunId) is { } report
            ? ReplyOf(report.Targets)
            : files.Find(request.RunId, request.Account) is { } document ? ReplyOf(document) : null;
        return reply is null
            ? throw new RpcException(new Status(StatusCode.NotFound, $"no targets of run '{request.RunId}' are stored; data/positions contains only the newest runs"))
            : Task.FromResult(reply);
    }

    private CalculatorRow RowOf(LoadedCalculator calculator)
    {
        CalculatorStatistics statistics = ledger.StatisticsOf(calculator.Name);
        return new CalculatorRow
        {
            Name = calculator.Name,
            Version = calculator.Version,
            File = Path.GetFileName(calculator.File),
            Enabled = true,
            State = statistics.LastFailure.Length > 0 ? "failed" : "ready",
            Detail = statistics.LastFailure,
            LastRunMs = statistics.LastElapsed_ms,
            Runs = statistics.Runs,
            Failures = statistics.Failures,
        };
    }

    private static GetTargetsReply ReplyOf(TargetSet set) =>
        ReplyOf(set.RunId, set.Label, set.Targets, set.Scores);

    private static GetTargetsReply ReplyOf(TargetDocument document) =>
        ReplyOf(document.RunId, document.Label, document.Targets, document.Scores);

    private static GetTargetsReply ReplyOf(
        string runId, string label, IEnumerable<TargetWeight> targets, IReadOnlyDictionary<string, SortedDictionary<string, double>> scores)
    {
        var reply = new GetTargetsReply { RunId = runId, Label = label };
        foreach (TargetWeight target in targets)
        {
            var row = new TargetRow { Symbol = target.Symbol, Weight = target.Weight, DecisionPrice = target.DecisionPrice.Units };
            foreach ((string calculator, SortedDictionary<string, double> of) in scores)
            {
                if (of.TryGetValue(target.Symbol, out double score))
                    row.Scores[calculator] = score;
            }

            reply.Targets.Add(row);
        }

        return reply;
    }
}
