using System.Buffers.Text;
using System.IO.Compression;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Market.Klines;

/// <summary>One recorded minute, in units of 10^-8.</summary>
internal readonly record struct RecordedBar(long Open_ms, long Open, long High, long Low, long Close, long Volume);

/// <summary>One recorded funding.</summary>
internal readonly record struct RecordedRate(long Time_ms, Rate Rate);

/// <summary>Reads the recording's CSV files: minute bars (gzip or plain) and funding rates.</summary>
internal static class KlineFile
{
    private const int Columns = 6;

    /// <summary>Ascending bars; a malformed row is a fault that names file and line.</summary>
    public static Result<RecordedBar[]> ReadBars(string path)
    {
        byte[] text = Inflate(path);
        var bars = new List<RecordedBar>(text.Length / 48 + 16);
        Span<long> fields = stackalloc long[Columns];
        int line = 0;
        foreach (Range range in text.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> row = text.AsSpan(range).TrimEnd((byte)'\r');
            line++;
            if (row.IsEmpty || (line == 1 && !IsDigit(row[0])))
                continue;
            if (!ReadRow(row, fields))
                return new Fault(FaultKind.Invalid, $"{path}:{line}: expected six numbers 'date,open,high,low,close,volume' with at most 8 decimals. Repair or remove the row.");
            if (bars.Count > 0 && fields[0] <= bars[^1].Open_ms)
                return new Fault(FaultKind.Invalid, $"{path}:{line}: the bar is not later than the one before. Sort the file by date and remove repeats.");
            bars.Add(new RecordedBar(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]));
        }

        return bars.Count == 0 ? new Fault(FaultKind.Invalid, $"{path}: there is no bar in the file.") : bars.ToArray();
    }

    /// <summary>Funding rates of a `{SYMBOL}-funding.csv` (the rate stands in the open column), times rounded to the hour; none when the file is missing.</summary>
    public static RecordedRate[] ReadFunding(string path)
    {
        if (!File.Exists(path))
            return [];
        var rates = new List<RecordedRate>();
        foreach (string row in File.ReadLines(path).Skip(1))
        {
            string[] cells = row.Split(',');
            if (cells.Length >= 2 && long.TryParse(cells[0], out long time_ms) && Rate.TryParse(cells[1], out Rate rate))
                rates.Add(new RecordedRate((time_ms + 1_800_000) / 3_600_000 * 3_600_000, rate));
        }

        return [.. rates];
    }

    private static byte[] Inflate(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream input = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var memory = new MemoryStream();
        input.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Splits and scales one row; the first field is milliseconds, the others decimals.</summary>
    private static bool ReadRow(ReadOnlySpan<byte> row, Span<long> fields)
    {
        for (int i = 0; i < Columns; i++)
        {
            int comma = row.IndexOf((byte)',');
            ReadOnlySpan<byte> cell = comma < 0 ? row : row[..comma];
            if (i == 0 ? !Utf8Parser.TryParse(cell, out fields[i], out int used) || used != cell.Length : !TryScale(cell, out fields[i]))
                return false;
            if (comma < 0)
                return i == Columns - 1;
            row = row[(comma + 1)..];
        }

        return true;
    }

    /// <summary>Plain decimal text to units of 10^-8, exactly; falls back to the general parser for exponents.</summary>
    private static bool TryScale(ReadOnlySpan<byte> cell, out long units)
    {
        units = 0;
        int decimals = -1;
        foreach (byte digit in cell)
        {
            if (digit == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            if (!IsDigit(digit) || decimals == 8 || units > long.MaxValue / 20)
                return Price.TryParse(System.Text.Encoding.ASCII.GetString(cell), out Price slow) && (units = slow.Units) >= 0;
            units = units * 10 + (digit - '0');
            if (decimals >= 0)
                decimals++;
        }

        units *= FixedText.PowerOfTen(8 - Math.Max(0, decimals));
        return !cell.IsEmpty;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
