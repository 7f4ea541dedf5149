namespace Platform.Store.DuckDb;

/// <summary>Quotes names and text for SQL when a parameter is not possible.</summary>
public static class SqlText
{
    /// <summary>Quotes a table or column name.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Quotes a text literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>A parameter of a statement.</summary>
public readonly struct SqlValue
{
    internal enum Kind
    {
        Null,
        Boolean,
        Integer,
        Double,
        Huge,
        Text,
    }

    private SqlValue(Kind kind, Int128 number = default, double real = 0, string? text = null) => (Type, Number, Real, Text) = (kind, number, real, text);

    public static SqlValue Null => default;

    internal Kind Type { get; }

    internal Int128 Number { get; }

    internal double Real { get; }

    internal string? Text { get; }

    public static implicit operator SqlValue(bool value) => new(Kind.Boolean, value ? 1 : 0);

    public static implicit operator SqlValue(int value) => new(Kind.Integer, value);

    public static implicit operator SqlValue(long value) => new(Kind.Integer, value);

    public static implicit operator SqlValue(Int128 value) => new(Kind.Huge, value);

    public static implicit operator SqlValue(double value) => new(Kind.Double, real: value);

    public static implicit operator SqlValue(string? value) => value is null ? default : new(Kind.Text, text: value);
}
