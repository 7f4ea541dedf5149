using System.Text;
using Platform.Analytics.OrderFlow;

namespace Platform.Cli.TradeStream.Flow;

/// <summary>
/// The symbols of a stream, looked up by their bytes without creating a string. Either a fixed list, or, for a file without one, every
/// symbol that appears, up to a bound.
/// </summary>
internal sealed class SymbolCvds
{
    private const int OpenMax = 4_096;

    private readonly Dictionary<byte[], SymbolCvd?> _byBytes;
    private readonly Dictionary<byte[], SymbolCvd?>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Dictionary<string, SymbolCvd> _byName = new(StringComparer.Ordinal);
    private readonly List<SymbolCvd> _all = [];
    private readonly CvdOptions _options;
    private readonly bool _isOpen;

    /// <param name="names">Empty accepts every symbol that appears.</param>
    public SymbolCvds(IReadOnlyList<string> names, CvdOptions options)
    {
        _options = options;
        _isOpen = names.Count == 0;
        _byBytes = new(new Utf8Comparer());
        _lookup = _byBytes.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (string name in names)
            Add(name);
    }

    /// <summary>In the given order, or in the order of their arrival.</summary>
    public IReadOnlyList<SymbolCvd> All => _all;

    /// <param name="symbol">In any case; empty for the only symbol, or ETHUSDT when none was given.</param>
    /// <returns>Null for a symbol that was not requested.</returns>
    public SymbolCvd? Find(ReadOnlySpan<byte> symbol)
    {
        if (symbol.IsEmpty)
            return _all.Count == 1 ? _all[0] : _isOpen && _all.Count == 0 ? Add("ETHUSDT") : null;
        return _lookup.TryGetValue(symbol, out SymbolCvd? known) ? known : Learn(symbol);
    }

    private SymbolCvd? Learn(ReadOnlySpan<byte> symbol)
    {
        string name = Encoding.UTF8.GetString(symbol).ToUpperInvariant();
        if (!_byName.TryGetValue(name, out SymbolCvd? state) && _isOpen && _all.Count < OpenMax)
            state = Add(name);
        if (_byBytes.Count < 2 * OpenMax)
            _byBytes.TryAdd(symbol.ToArray(), state);
        return state;
    }

    private SymbolCvd Add(string name)
    {
        var state = new SymbolCvd(name, _options);
        _all.Add(state);
        _byName.Add(name, state);
        _byBytes.TryAdd(Encoding.UTF8.GetBytes(name), state);
        return state;
    }

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] value) => GetHashCode(value.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> value)
        {
            uint hash = 2_166_136_261;
            foreach (byte letter in value)
                hash = (hash ^ letter) * 16_777_619;
            return (int)(hash ^ (hash >> 15));
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
