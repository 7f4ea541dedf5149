using Platform.Domain.Labels;

namespace Platform.Coordinator.Runs;

/// <summary>The progress of the runs at one instant.</summary>
/// <param name="NewestReported">The newest label that data has reported; null before the first.</param>
/// <param name="NewestCompleted">The newest label whose run was held or executed by every account; null before the first.</param>
/// <param name="IsHeld">True while the operator holds all runs.</param>
/// <param name="Stage">The process that the newest run waits for, and what it must do; empty when every reported run has ended.</param>
/// <param name="Without">Symbols that the newest report listed as missing.</param>
internal sealed record RunProgress(Label? NewestReported, Label? NewestCompleted, bool IsHeld, string Stage, IReadOnlyList<string> Without)
{
    public static RunProgress Of(RunBook book, bool isHeld)
    {
        Run? newest = book.Newest("").FirstOrDefault(run => run.State != RunState.Coalesced);
        string stage = book.Computing is { } computing
            ? $"strategy: run {computing.Id} was triggered {computing.Attempts} times and has not been computed"
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
                return $"executor: run {run.Id} has not been executed by {string.Join(", ", waiting)}";
            case RunState.DataComplete:
                return $"coordinator: run {run.Id} waits for its trigger";
            default:
                return "";
        }
    }

    private static Label? LabelOf(string text) => Label.Parse(text) is { IsOk: true } label ? label.Value : null;
}
