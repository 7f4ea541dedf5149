using System.Globalization;
using Platform.Domain.Market;

namespace Platform.Archives.Rows;

/// <summary>Receives the valid trades of a file.</summary>
internal interface ITradeSink
{
    /// <summary>Adds a trade; false stops the read.</summary>
    bool Add(in AggTrade trade);
}

/// <summary>Counters of the rows of one or more files of a symbol. One writer thread.</summary>
internal sealed class RowCounts
{
    private const int ExamplesMax = 3;

    private readonly List<string> _examples = [];

    /// <summary>Number of rows without headers.</summary>
    public long Rows;

    /// <summary>Rows that are malformed or contain an impossible value.</summary>
    public long Bad;
    public long ZeroQuantity;

    /// <summary>The first bad rows, each with file, line, field and what was expected.</summary>
    public IReadOnlyList<string> Examples => _examples;

    public void Add(RowCounts other)
    {
        Rows += other.Rows;
        Bad += other.Bad;
        ZeroQuantity += other.ZeroQuantity;
        _examples.AddRange(other._examples.Take(ExamplesMax - _examples.Count));
    }

    public void AddBad(string file, long line, string problem)
    {
        Bad++;
        if (_examples.Count < ExamplesMax)
            _examples.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: {problem}"));
    }
}

/// <summary>Parses the lines of one CSV file to valid trades; counts and skips invalid rows (quant.md §1.1). Not thread-safe.</summary>
internal sealed class RowReader(string file, ITradeSink sink, RowCounts counts)
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    private long _line;
    private bool _begun;

    /// <summary>The problem of a header with other columns than expected; null without a problem.</summary>
    public string? HeaderProblem { get; private set; }

    /// <summary>Reads complete lines; false when the sink stops the read or the header is wrong.</summary>
    public bool Read(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            _line++;
            if (line.Length > 0 && line[^1] == '\r')
                line = line[..^1];
            if (!line.IsEmpty && !ReadLine(line))
                return false;
        }

        return true;
    }

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        if (!_begun)
        {
            _begun = true;
            if (line.StartsWith(s_byteOrderMark))
                line = line[s_byteOrderMark.Length..];
            if (RowFields.IsHeader(line))
            {
                HeaderProblem = RowFields.HeaderProblem(line);
                return HeaderProblem is null;
            }
        }

        counts.Rows++;
        if (!PlainRow.TryParse(line, out AggTrade trade) && !RowFields.TryParse(line, out trade, out RowProblem problem))
        {
            counts.AddBad(file, _line, problem.ToString());
            return true;
        }

        if (trade.IsValid && trade.LastTradeId >= trade.FirstTradeId)
            return sink.Add(trade);
        CountInvalid(trade);
        return true;
    }

    private void CountInvalid(in AggTrade trade)
    {
        if (trade.Quantity.IsZero && trade is { Price.Units: > 0, Id: >= 0, Time_ms: > 0 })
            counts.ZeroQuantity++;
        else
            counts.AddBad(file, _line, trade.LastTradeId < trade.FirstTradeId
                ? $"last_trade_id {trade.LastTradeId} is below first_trade_id {trade.FirstTradeId}"
                : $"agg_trade_id {trade.Id}, price {trade.Price}, quantity {trade.Quantity}; expected an id of at least 0 and positive amounts");
    }
}
