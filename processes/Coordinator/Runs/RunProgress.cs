using Platform.Domain.Labels;

namespace Platform.Coordinator.Runs;

/// <summary>How far the runs are at one instant.</summary>
/// <param name="NewestReported">The newest label that data has reported; null before the first.</param>
/// <param name="NewestCompleted">The newest label whose run was executed by every account, or held; null before the first.</param>
/// <param name="IsHeld">The operator wants no runs.</param>
/// <param name="Stage">The process that the newest run waits for, with what it waits for; empty when every reported run is over.</param>
/// <param name="Without">Symbols that the newest report named missing.</param>
internal sealed record RunProgress(Label? NewestReported, Label? NewestCompleted, bool IsHeld, string Stage, IReadOnlyList<string> Without)
{
    public static RunProgress Of(RunBook book, bool isHeld)
    {
        Run? newest = book.Newest("").FirstOrDefault(run => run.State != RunState.Coalesced);
        string stage = book.Computing is { } computing
            ? $"strategy: run {computing.Id} was triggered {computing.Attempts} times and is not computed"
            : newest is null ? "" : StageOf(newest);
        return new RunProgress(LabelOf(book.NewestLabel), LabelOf(book.NewestCompleted), isHeld, stage, newest?.Data.Missing.ToArray() ?? []);
    }

    private static string StageOf(Run run)
    {
        switch (run.State)
        {
            case RunState.Failed:
                return $"strategy: run {run.Id} failed, {run.Detail}";
            case RunState.Computed or RunState.Executing:
                string[] waiting = [.. run.Computed?.Accounts.Where(account => !run.Executed.ContainsKey(account)) ?? []];
                return $"executor: run {run.Id} is not executed by {string.Join(", ", waiting)}";
            case RunState.DataComplete:
                return $"coordinator: run {run.Id} waits for its trigger";
            default:
                return "";
        }
    }

    private static Label? LabelOf(string text) => Label.Parse(text) is { IsOk: true } label ? label.Value : null;
}
