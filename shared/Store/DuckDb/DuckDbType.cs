namespace Platform.Store.DuckDb;

/// <summary>The DuckDB type numbers that the platform uses.</summary>
public enum DuckDbType
{
    Invalid = 0,
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,

    /// <summary>Microseconds since 1970.</summary>
    Timestamp = 12,

    /// <summary>Days since 1970.</summary>
    Date = 13,
    HugeInt = 16,
    VarChar = 17,
    Blob = 18,
    Decimal = 19,
    TimestampSeconds = 20,
    TimestampMilliseconds = 21,
    TimestampNanoseconds = 22,
    TimestampTz = 31,
}

/// <summary>A column of a result or a table.</summary>
/// <param name="Width">Decimal digits of a DECIMAL, otherwise 0.</param>
/// <param name="Scale">Decimals of a DECIMAL, otherwise 0.</param>
public sealed record ColumnType(string Name, DuckDbType Type, int Width = 0, int Scale = 0)
{
    public static ColumnType BigInt(string name) => new(name, DuckDbType.BigInt);

    public static ColumnType Integer(string name) => new(name, DuckDbType.Integer);

    public static ColumnType SmallInt(string name) => new(name, DuckDbType.SmallInt);

    public static ColumnType Double(string name) => new(name, DuckDbType.Double);

    public static ColumnType Text(string name) => new(name, DuckDbType.VarChar);

    public static ColumnType Boolean(string name) => new(name, DuckDbType.Boolean);

    /// <summary>Microseconds since 1970, UTC.</summary>
    public static ColumnType Timestamp(string name) => new(name, DuckDbType.Timestamp);

    public static ColumnType HugeInt(string name) => new(name, DuckDbType.HugeInt);

    /// <summary>An exact decimal, stored as an integer in units of 10^-scale: width up to 18 in 64 bits, up to 38 in 128 bits.</summary>
    public static ColumnType Decimal(string name, int width, int scale) => new(name, DuckDbType.Decimal, width, scale);

    /// <summary>Bytes of one value in a vector; a text has 16 bytes, which contain the text or a pointer to it.</summary>
    public int ValueBytes => Type switch
    {
        DuckDbType.Boolean or DuckDbType.TinyInt or DuckDbType.UTinyInt => 1,
        DuckDbType.SmallInt or DuckDbType.USmallInt => 2,
        DuckDbType.Integer or DuckDbType.UInteger or DuckDbType.Float or DuckDbType.Date => 4,
        DuckDbType.Decimal => Width switch { <= 4 => 2, <= 9 => 4, <= 18 => 8, _ => 16 },
        DuckDbType.HugeInt or DuckDbType.VarChar or DuckDbType.Blob => 16,
        _ => 8,
    };

    /// <summary>The type in SQL syntax.</summary>
    public string Sql => Type switch
    {
        DuckDbType.Decimal => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"DECIMAL({Width},{Scale})"),
        DuckDbType.TimestampSeconds => "TIMESTAMP_S",
        DuckDbType.TimestampMilliseconds => "TIMESTAMP_MS",
        DuckDbType.TimestampNanoseconds => "TIMESTAMP_NS",
        DuckDbType.TimestampTz => "TIMESTAMPTZ",
        _ => Type.ToString().ToUpperInvariant(),
    };
}
