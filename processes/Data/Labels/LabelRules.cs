namespace Platform.Data.Labels;

/// <summary>When a label is complete (spec/quant.md §1.6).</summary>
/// <param name="Threshold">Share of the universe that must have closed well; 1 is strict.</param>
/// <param name="Deadline_ms">Exchange ms after the window's end at which the label is reported as it is.</param>
/// <param name="RetryPolicy">Real time that must also have passed: a reconnect makes the exchange clock jump.</param>
/// <param name="HistoryBars">Bars without a hole that a symbol must have before the label to belong to its universe.</param>
internal sealed record LabelRules(double Threshold, long Deadline_ms, TimeSpan RetryPolicy, int HistoryBars);
