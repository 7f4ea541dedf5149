using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Commands;

/// <summary>
/// Writes the state of an exchange to a stream, or reads it from a stream. Every owner of state lists its values once, in one order,
/// for both directions: when writing, a call returns the value that it was given; when reading, it returns the value from the stream. Numbers have their
/// memory layout, so an image can be read only with the same layout; a repeated text is written once. Used on the core's turn.
/// </summary>
internal sealed class SnapshotSerializer(Stream stream, bool isReading)
{
    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);
    private readonly List<string> _read = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;

    public bool IsReading { get; } = isReading;

    public T Value<T>(T value)
        where T : unmanaged
    {
        Values(new Span<T>(ref value));
        return value;
    }

    public void Value<T>(ref T value)
        where T : unmanaged => Values(new Span<T>(ref value));

    public void Values<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (IsReading)
            Take(bytes);
        else
            Put(bytes);
    }

    /// <summary>Writes or reads a text that is usually unique.</summary>
    public string? Text(string? text)
    {
        int length = Value(text?.Length ?? -1);
        if (length < 0)
            return null;
        char[] letters = IsReading ? new char[Bounded(length)] : text!.ToCharArray();
        Values(letters.AsSpan());
        return IsReading ? new string(letters) : text;
    }

    /// <summary>Writes or reads a text that repeats; from the second time on it is written as a number.</summary>
    public string? RepeatedText(string? text)
    {
        if (IsReading)
        {
            int number = Value(0);
            if (number < 0)
                return null;
            if (number == _read.Count)
                _read.Add(Text(null)!);
            return number < _read.Count ? _read[number] : throw new InvalidDataException("an unknown text id in the state image");
        }

        if (text is null)
        {
            Value(-1);
        }
        else if (_written.TryGetValue(text, out int known))
        {
            Value(known);
        }
        else
        {
            _written.Add(text, Value(_written.Count));
            Text(text);
        }

        return text;
    }

    /// <summary>Writes or reads a number of items; when read, it must be in the valid range.</summary>
    public int Count(int count) => Bounded(Value(count));

    /// <summary>Writes or reads a record as JSON; for records that are rare.</summary>
    public T Record<T>(T? record)
        where T : class
    {
        string text = Text(IsReading ? null : JsonSerializer.Serialize(record, CommandJson.Options))!;
        return IsReading ? JsonSerializer.Deserialize<T>(text, CommandJson.Options)! : record!;
    }

    /// <summary>Writes or reads all items of a list with one function; when read, they replace the content of the list.</summary>
    public void List<T>(List<T> items, Func<T?, T> keep)
    {
        int count = Count(items.Count);
        if (!IsReading)
        {
            foreach (T item in items)
                keep(item);
            return;
        }

        items.Clear();
        for (int i = 0; i < count; i++)
            items.Add(keep(default));
    }

    /// <summary>Writes or checks the name of a section, so that an image with another layout is detected.</summary>
    public void Section(string name)
    {
        if (RepeatedText(IsReading ? null : name) != name)
            throw new InvalidDataException($"the state image has no section '{name}' at the expected place");
    }

    /// <summary>Flushes the writer; when reading, checks that the stream has no more bytes.</summary>
    public void Finish()
    {
        Section("end");
        if (!IsReading)
            stream.Write(_buffer, 0, _at);
        else if (_at < _end || stream.ReadByte() >= 0)
            throw new InvalidDataException("the state image has more data than the state");
        _at = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_at + bytes.Length > _buffer.Length)
        {
            stream.Write(_buffer, 0, _at);
            _at = 0;
        }

        if (bytes.Length > _buffer.Length)
        {
            stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_at));
        _at += bytes.Length;
    }

    private void Take(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, stream.Read(_buffer, 0, _buffer.Length));
                if (_end == 0)
                    throw new InvalidDataException("the state image ends early");
            }

            int part = Math.Min(bytes.Length, _end - _at);
            _buffer.AsSpan(_at, part).CopyTo(bytes);
            _at += part;
            bytes = bytes[part..];
        }
    }

    private int Bounded(int count)
    {
        if (IsReading && count is < 0 or > 100_000_000)
            throw new InvalidDataException($"the state image has a count of {count}");
        Check.That(count >= 0, "counts are not negative");
        return count;
    }
}
