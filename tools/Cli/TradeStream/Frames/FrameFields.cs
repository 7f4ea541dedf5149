using System.Text.Json;

namespace Platform.Cli.TradeStream.Frames;

/// <summary>
/// The values of one message as slices of its text: its stream and its event's one-letter fields. A missing or null field is empty.
/// </summary>
internal ref struct FrameFields
{
    public ReadOnlySpan<byte> Stream, Event, Symbol, Price, Quantity, BuyerIsMaker, EventTime, TradeTime, AggregateId, TradeId, Execution;

    /// <summary>True when the message contains an error.</summary>
    public bool IsRefusal;

    /// <summary>Reads any JSON object; false when the text is not a JSON object.</summary>
    public bool TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            ReadObject(ref reader);
            return !reader.Read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <param name="value">The text without quotes.</param>
    public void Set(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length != 1)
        {
            if (name.SequenceEqual("stream"u8))
                Stream = value;
            return;
        }

        switch (name[0])
        {
            case (byte)'e': Event = value; break;
            case (byte)'s': Symbol = value; break;
            case (byte)'p': Price = value; break;
            case (byte)'q': Quantity = value; break;
            case (byte)'m': BuyerIsMaker = value; break;
            case (byte)'E': EventTime = value; break;
            case (byte)'T': TradeTime = value; break;
            case (byte)'a': AggregateId = value; break;
            case (byte)'t': TradeId = value; break;
            case (byte)'X': Execution = value; break;
        }
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            IsRefusal |= name.SequenceEqual("error"u8) || name.SequenceEqual("code"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && name.SequenceEqual("data"u8))
                ReadObject(ref reader);
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                reader.Skip();
            else if (reader.TokenType != JsonTokenType.Null)
                Set(name, reader.ValueSpan);
        }
    }
}
