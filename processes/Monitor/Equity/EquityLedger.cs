using Platform.Domain.Labels;
using Platform.Monitor.Rows;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Wire.V1;

namespace Platform.Monitor.Equity;

/// <summary>
/// The equity curves of all accounts, sampled by platform time and at every label, stored on disk (spec/quant.md §8.1). Written by the
/// feed's loop only; any thread may read.
/// </summary>
internal sealed class EquityLedger(string folder, long sample_ms, int pointsMax)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, EquityCurve> _curves = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsaved = [];

    /// <summary>Reads the curves of earlier runs; a damaged file, or one with samples from the future, is renamed and reported.</summary>
    public IReadOnlyList<Fault> Load(IEnumerable<string> accounts, long now_ms)
    {
        var faults = new List<Fault>();
        foreach (string account in accounts)
        {
            var curve = new EquityCurve(pointsMax);
            lock (_gate)
                _curves[account] = curve;
            string path = PathOf(account);
            if (!File.Exists(path))
                continue;
            Result<EquityDocument> read = JsonDocumentFile.Read(path, EquityJson.Default.EquityDocument);
            if (read.IsOk && read.Value.Points.Any(sample => sample.At_ms - Label.ClockTolerance_ms > now_ms))
                read = new Fault(FaultKind.Denied, $"{path} holds samples from the future: it belongs to another session, or the clock went back.");
            if (read.IsOk)
            {
                foreach (EquitySample sample in read.Value.Points)
                    curve.Add(sample);
            }
            else
            {
                File.Move(path, path + ".bad", overwrite: true);
                faults.Add(new Fault(FaultKind.Corrupt, $"{read.Fault.Message} The file was kept as {Path.GetFileName(path)}.bad; the curve starts from the beginning."));
            }
        }

        return faults;
    }

    /// <summary>Takes a sample when one is due; returns the new point for the page, or null.</summary>
    public EquityPoint? Sample(AccountEvent account)
    {
        lock (_gate)
        {
            if (!_curves.TryGetValue(account.Account, out EquityCurve? curve))
                _curves[account.Account] = curve = new EquityCurve(pointsMax);
            long? last = curve.Samples.Count == 0 ? null : curve.Samples[^1].At_ms;
            bool due = last is null || account.AtMs - last >= sample_ms || Label.At(account.AtMs) > Label.At(last.Value) || account.AtMs < last - Label.ClockTolerance_ms;
            var sample = new EquitySample(
                account.AtMs, Money.FromUnits(account.Equity).ToString(), Money.FromUnits(account.WalletBalance).ToString(), Money.FromUnits(account.UnrealizedPnl).ToString(), Label.At(account.AtMs).ToString());
            if (!due || !curve.Add(sample))
                return null;
            _unsaved.Add(account.Account);
            return new EquityPoint(account.Account, account.AtMs, Money.FromUnits(account.Equity).ToDouble());
        }
    }

    /// <summary>The highest equity of the stored curve; 0 without a sample.</summary>
    public double Peak(string account)
    {
        lock (_gate)
            return _curves.TryGetValue(account, out EquityCurve? curve) ? curve.Peak : 0;
    }

    public EquityReply Reply(string account)
    {
        lock (_gate)
        {
            IReadOnlyList<EquitySample> samples = _curves.TryGetValue(account, out EquityCurve? curve) ? curve.Samples : [];
            return new EquityReply(account, [.. samples.Select(sample => new double[] { sample.At_ms, Money.Parse(sample.Equity).ToDouble() })]);
        }
    }

    /// <summary>Writes changed curves; returns the faults of those that could not be written.</summary>
    public IReadOnlyList<Fault> Save()
    {
        List<EquityDocument> documents;
        lock (_gate)
        {
            documents = [.. _unsaved.Select(account => new EquityDocument(EquityDocument.CurrentSchema, account, [.. _curves[account].Samples]))];
            _unsaved.Clear();
        }

        return [.. documents.Select(document => JsonDocumentFile.Write(PathOf(document.Account), document, EquityJson.Default.EquityDocument).Fault).OfType<Fault>()];
    }

    private string PathOf(string account) => Path.Combine(folder, $"{account}_equity_curve.json");
}
