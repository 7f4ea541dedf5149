namespace Platform.Domain.Labels;

/// <summary>
/// What one process sends another about one label's run, once: label and run id are its key, and a repeat of them is recognised
/// and not delivered again.
/// </summary>
public interface ISignal
{
    /// <summary>Time label as text (spec/quant.md §1.4).</summary>
    string Label { get; }

    /// <summary>The run that computes and trades the label.</summary>
    string RunId { get; }
}
