using Platform.Data.Labels;
using Platform.Domain.Labels;

namespace Platform.Data.Tests.Kit;

/// <summary>Keeps what label completeness decides.</summary>
internal sealed class CollectedReports : ILabelReports
{
    public List<LabelOutcome> Outcomes { get; } = [];

    public List<(IReadOnlyList<Label> Labels, Label First)> PassedOver { get; } = [];

    public void Report(LabelOutcome outcome) => Outcomes.Add(outcome);

    public void PassOver(IReadOnlyList<Label> labels, Label first) => PassedOver.Add((labels, first));
}
