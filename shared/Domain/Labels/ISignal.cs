namespace Platform.Domain.Labels;

/// <summary>
/// A message from one process to another about the run of one label. Label and run id are its key: a duplicate is recognised
/// and not delivered a second time.
/// </summary>
public interface ISignal
{
    /// <summary>Time label as text (spec/quant.md §1.4).</summary>
    string Label { get; }

    /// <summary>The run that computes and trades the label.</summary>
    string RunId { get; }
}
