using Platform.Data.Labels;

namespace Platform.Data.Tests.Kit;

/// <summary>Keeps what label completeness decides.</summary>
internal sealed class CollectedReports : ILabelReports
{
    public List<LabelOutcome> Outcomes { get; } = [];

    public List<LabelOutcome> PassedOver { get; } = [];

    public List<string> Overdues { get; } = [];

    public void Report(LabelOutcome outcome) => Outcomes.Add(outcome);

    public void PassOver(LabelOutcome outcome) => PassedOver.Add(outcome);

    public void Overdue(string what) => Overdues.Add(what);
}
